"""The openness of the house."""
