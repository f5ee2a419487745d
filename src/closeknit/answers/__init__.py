"""Who answers whom: links from a message to the one it responds to, said or inferred."""
