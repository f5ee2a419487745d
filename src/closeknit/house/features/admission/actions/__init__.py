"""How things change at the gate."""
