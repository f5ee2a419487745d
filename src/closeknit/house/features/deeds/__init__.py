"""Something for a person to do by a date (待辦): first steps, remedies, commitments."""
