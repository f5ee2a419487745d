"""One feature is one folder; docs/explanation/house.md says how it is laid out."""
