"""Small histories for the tests, written as one would read them."""

from closeknit.records.builder import MessageBuilder
from closeknit.records.options import ReadOptions
from closeknit.records.rows import Rows, make_rows

SECOND = 1_000_000
START = 1_700_000_000 * SECOND


def history(text: str, marks: dict[int, dict[str, object]] | None = None, *, timed: bool = True) -> Rows:
    """One message a line, `Name> words`; ten seconds apart; `# name` begins a channel; ids are line numbers from 0.

    `marks` adds columns to a line: {2: {"reply_to": "0"}}.
    """
    builder = MessageBuilder("test", "test.txt", ReadOptions(), wall=False)
    builder.channel("room")
    number = 0
    for line in map(str.strip, text.strip().splitlines()):
        if line.startswith("# "):
            builder.channel(line[2:])
            continue
        author, _sign, words = line.partition("> ")
        builder.add(
            time=START + 10 * SECOND * number if timed else None,
            author=author,
            text=words,
            id=str(number),
            **(marks or {}).get(number, {}),
        )
        number += 1
    return make_rows(builder.finish().messages)
