"""How members change: profiles, faces, chapters, leaves of absence, claims, and going."""
