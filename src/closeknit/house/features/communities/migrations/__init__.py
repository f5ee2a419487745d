"""The feature's tables through time."""
