"""What an examination found, shown: a screenful, one HTML file, JSON, graphs, a text to paste.

`writing.write` writes every file, `terminal.screenful` gives the lines for a terminal. All of them name people
through one `names.Names`, so that hidden names stay hidden everywhere.
"""
