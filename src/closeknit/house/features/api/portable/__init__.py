"""A whole community as one file, and back: rows as JSON lines and files, in a zip.

    manifest.json            {"format": "closeknit-community", "version": 1, "rows": {…}, …}
    rows/members.Profile.jsonl
    files/faces/….webp       what rows name
    histories/FOLDER/…       the archives of insights

What belongs to a community is found by itself: every table from which required keys lead to it. Ids stay what they
are, because rows name each other by id in more ways than keys; a file therefore comes into an empty house only.
Left behind: passwords, sessions, links that work once, tokens, and whoever is of other communities.
"""
