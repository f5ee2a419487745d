"""How keys, private links and hooks change."""
