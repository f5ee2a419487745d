"""What a carrier, ours or another's, is tested with."""
