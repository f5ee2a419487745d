"""Rosters taken in: read, looked at, carried out in the background, taken back.

`reading` is the one place of this feature that knows the library's sources and carriers; when the feature `imports`
comes, it reads there and hands over `Entry` rows, and the rest stays.
"""
