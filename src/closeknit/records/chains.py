"""接龍 sign-up chains as recorded sign-ups: those posted in a chat, and those in a file of their own.

People copy the last list, add a line and post it again; so all postings with one title in one chat are one chain,
the last state counts, and each line remembers who posted it first in that form.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from closeknit.records.exchange import RECORDED
from closeknit.text.chain import Chain, Change, Entry, follow, is_chain, read_chain
from closeknit.text.scripts import fold

_LONGEST_TITLE: Final = 200
_MOST: Final = 100_000
"""Postings looked at: a chain is copied in whole at each step, so hostile text stays cheap."""


@dataclass(frozen=True, slots=True)
class Post:
    """One posting: of whom (None: not known), when (datetime or None, as the table has it)."""

    chain: Chain
    author: str | None = None
    author_id: str | None = None
    at: Any = None
    precision: str | None = None
    zone: str | None = None


def signed(messages: pa.Table) -> pa.Table:
    """The sign-ups of all chains in a message table (schema `RECORDED`)."""
    rows: list[dict[str, Any]] = []
    for (carrier, channel, title), posts in _chains(messages).items():
        rows += sign_ups(posts, carrier=carrier, occasion_id=f"chain/{channel or ''}/{title}")
    return pa.Table.from_pylist(rows, schema=RECORDED)


def _chains(messages: pa.Table) -> dict[tuple[str, str | None, str], list[Post]]:
    texts = messages["text"]
    marked = pc.or_kleene(pc.starts_with(texts, "#接"), pc.starts_with(texts, "＃接"))
    mask = pc.or_kleene(pc.equal(messages["kind"], "chain"), marked).fill_null(False)
    found: dict[tuple[str, str | None, str], list[Post]] = {}
    names = ["carrier", "channel", "author", "author_id", "text", "sent_at", "time_precision", "zone"]
    # A filter goes chunk by chunk; a take by number would first lay all texts of the history into one piece.
    for row in messages.select(names).filter(mask).slice(0, _MOST).to_pylist():
        chain = read_chain(row["text"]) if row["text"] and is_chain(row["text"]) else None
        if chain is not None:
            post = Post(chain, row["author"], row["author_id"], row["sent_at"], row["time_precision"], row["zone"])
            found.setdefault((row["carrier"], row["channel"], title_of(chain)), []).append(post)
    return found


def title_of(chain: Chain) -> str:
    """By what postings of one chain are told: its title, in one script; where it has none, its first line's name."""
    return fold(" ".join(chain.title.split()))[:_LONGEST_TITLE] or fold(chain.entries[0].name)


def sign_ups(posts: Iterable[Post], *, carrier: str, occasion_id: str) -> Iterator[dict[str, Any]]:
    """The rows of one chain, posted again and again: those who stand in the last posting, then those who stood
    earlier and do not any more. The first to post is who gets the sign-ups."""
    posts = list(posts)
    changes = follow([post.chain for post in posts])
    latest: dict[str, Change] = {fold(change.name): change for change in changes}
    first = posts[0]
    gone = [change for change in latest.values() if change.now is None]
    standing = [latest[fold(entry.name)] for entry in posts[-1].chain.rows]
    withdrawn = {fold(name) for name in posts[-1].chain.withdrawn}
    said = [entry for entry in posts[-1].chain.entries if fold(entry.name) in withdrawn and entry.withdraws]
    known = {fold(change.name) for change in gone}
    for change in (*standing, *gone):
        entry = change.now or change.was
        if entry is not None:
            yield _row(entry, posts[change.post], first, change.now is None, carrier, occasion_id)
    for entry in said:
        if fold(entry.name) not in known:
            yield _row(entry, posts[-1], first, True, carrier, occasion_id)


def _row(entry: Entry, post: Post, first: Post, gone: bool, carrier: str, occasion_id: str) -> dict[str, Any]:
    return {
        "carrier": carrier,
        "kind": "sign-up",
        "state": "withdrawn" if gone else "agreed",
        "source": entry.name,
        "target": first.author,
        "target_id": first.author_id,
        "at": post.at,
        "time_precision": post.precision,
        "zone": post.zone,
        "occasion_id": occasion_id,
        "occasion": post.chain.title.partition("\n")[0][:_LONGEST_TITLE] or None,
        "quantity": entry.quantity,
        "written_by": post.author,
        "note": entry.remark,
    }
