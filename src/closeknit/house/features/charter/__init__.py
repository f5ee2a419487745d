"""The charter (章程): why people are together, what it takes to stay, who does what; in versions to be accepted."""
