"""Exchanges between people, the ties they make, and the fabric of all ties."""
