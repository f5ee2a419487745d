"""Pages, private links, and what programs do."""
