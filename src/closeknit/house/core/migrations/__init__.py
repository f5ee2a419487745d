"""The core's tables through time."""
