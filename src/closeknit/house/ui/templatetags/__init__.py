"""The components as template tags; they are built in, nothing needs to be loaded."""
