"""One module, or one folder for a family, per chat tool; they never know each other."""
