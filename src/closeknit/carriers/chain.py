"""接龍 sign-up chains pasted from a chat into a file, without the chat around them.

WeChat's own 接龍 and the lists that people number by hand: `#接龙`, a title, one line a person. Several chains may
stand in one file; the same one posted again is one chain, its last state counts. Checked against chains in public
posts and the sample, 2026-11; LINE's and QQ's look the same when they are copied.
"""

import re
from typing import Final

import pyarrow as pa

from closeknit.carriers.contract import LIKELY, NO, Carrier
from closeknit.errors import UnknownFormat
from closeknit.language import N_, _
from closeknit.records.chains import Post, sign_ups, title_of
from closeknit.records.exchange import RECORDED
from closeknit.records.history import History
from closeknit.records.issue import Issue, IssueLog
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.tables import stem
from closeknit.text.chain import chains_in, is_chain, read_chain

_LONGEST: Final = 8 << 20
_TITLE: Final = re.compile(r"\s*[^\n]{0,60}接[龙龍] ?[:：]?[ \t]*\r?\n\s*(?=[(（]?[1１][.．、)）:：])")
"""A title that ends with the word, and the first line below it."""


def sniff(source: Source) -> int:
    """Likely, where the first line that says something bears the mark, and numbered lines follow."""
    if source.is_folder or not source.head_text:
        return NO
    head = source.head_text.lstrip()
    marked = is_chain(head) or _TITLE.match(head) is not None
    return LIKELY if marked and read_chain(head[:10_000]) is not None else NO


def read(source: Source, options: ReadOptions) -> History:
    """Read every chain of a text. Raises UnknownFormat where there is none, or the file is no list by its size."""
    chains = chains_in(source.read_text()) if source.size <= _LONGEST else []
    if not chains:
        raise UnknownFormat(
            _("{path} holds no sign-up chain.").format(path=source.path),
            _("Paste it whole, with the line #接龍 and the numbered names below."),
        )
    log = IssueLog()
    posts: dict[str, list[Post]] = {}
    for chain in chains:
        posts.setdefault(title_of(chain), []).append(Post(chain))
        if chain.wrong_numbers:
            log.add(Issue(source.path, 0, "wrong-number", str(chain.wrong_numbers[0])), len(chain.wrong_numbers))
    log.add(Issue(source.path, 0, "no-time"))
    rows = [
        row
        for title, states in posts.items()
        for row in sign_ups(states, carrier="chain", occasion_id=f"chain/{stem(source)}/{title}")
    ]
    return History.beside(issues=log, path=source.path, exchanges=pa.Table.from_pylist(rows, schema=RECORDED))


CARRIER = Carrier(
    name="chain",
    title="Sign-up chain · 接龍",
    sniff=sniff,
    read=read,
    how_to_export=(
        N_("On a phone: keep a finger on the last posting of the chain, copy it, and paste it into a note or a mail."),
        N_("A chain in a chat that is exported is read with the chat; nothing need be pasted."),
    ),
    gives={"text copied from a chat": ("exchanges",)},
)
