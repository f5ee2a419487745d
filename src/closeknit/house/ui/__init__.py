"""Base pages, components and forms: everything that is seen, after the look that the report shares."""
