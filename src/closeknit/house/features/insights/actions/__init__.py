"""How uploads come and go, what jobs make of them, and how remedies become deeds."""
