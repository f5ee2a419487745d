"""The tables of Closeknit: messages, exchanges, rosters, and what came with them."""
