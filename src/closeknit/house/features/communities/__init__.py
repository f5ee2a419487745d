"""Communities, and who belongs to which, in what role. What members are beyond that is the feature `members`."""
