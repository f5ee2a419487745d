"""The house is open: everything of a community goes out and comes in again; tokens, feeds (0020)."""
