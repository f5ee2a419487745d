"""Measures, conditions, the verdict and the remedies: what a history says about a group."""
