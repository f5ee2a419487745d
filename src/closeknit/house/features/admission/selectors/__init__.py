"""What may be read of the gate."""
