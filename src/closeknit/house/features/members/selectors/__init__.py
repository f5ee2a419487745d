"""What may be read of members. Every selector takes the viewer, and gives nothing that she may not see."""
