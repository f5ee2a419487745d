"""Pages, feeds, and what programs read."""
