"""People, and how they come in: by a link in a letter or by password; no telephone number is asked for."""
