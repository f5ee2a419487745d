"""Members: who they are, what they give and need, which faces are theirs, and what they agreed to."""
