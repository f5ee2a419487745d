"""DiscordChatExporter's plain text: `[time] name`, the words below, then what was attached and who reacted.

It has no ids, and times of the exporting machine in the writing of its language.
"""

import re
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from closeknit.carriers.discord.exporter import channel_of, kind_and_event
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.entries import Entries, cut_entries
from closeknit.text.moments import Moments, learn_order

PREAMBLE: Final = re.compile(r"={40,80}\nGuild: [^\n]*\nChannel: (?P<channel>[^\n]*)\n")
_HEAD: Final = re.compile(
    r"(?:(?<=\n\n)|\A)\[(?P<when>\d{1,4}[-/. 年][^\]\n]{0,40}\d[:.]\d\d[^\]\n]{0,12})\]"
    r" (?P<name>[^\n]+?)(?: \(pinned\))?$",
    re.MULTILINE,
)
_END: Final = re.compile(r"\n={40,80}\nExported [^\n]{1,40}\n={40,80}\s*\Z")
_PARTS: Final = re.compile(r"^\{(Attachments|Embed|Stickers|Reactions)\}$", re.MULTILINE)
_REACTION: Final = re.compile(r"(\S{1,80})(?: \((\d{1,9})\))?(?= |$)")
_NOBODY: Final = frozenset(["Deleted User", "Deleted User#0000"])
"""Under this name stand all deleted accounts."""
_HALF: Final = re.compile(r"\d\s?[AP]M\b", re.IGNORECASE)


def read_text(source: Source, options: ReadOptions) -> History:
    """The history of one file; where numbers alone do not tell day from month, a clock of twelve hours does."""
    builder = MessageBuilder("discord", source.path, options, wall=True, precision="minute")
    preamble = PREAMBLE.match(source.head_text)
    name, ident = channel_of(source.name)
    builder.channel(preamble["channel"].rpartition(" / ")[2].strip() or name if preamble else name, ident)
    heads = [head["when"] for head in _HEAD.finditer(source.head_text)]
    order, certain = learn_order(heads)
    if not certain:
        order = "mdy" if _HALF.search(heads[0]) else order
        builder.issue(0, "ambiguous-date", heads[0])
    moments = Moments(order)
    for entries in cut_entries(source, _HEAD):
        if not PREAMBLE.match(entries.before) and entries.before.strip():
            builder.issue(entries.line, "bad-row", entries.before, lost=True)
        if len(entries):
            _take(builder, entries, moments)
    return builder.finish()


def _take(builder: MessageBuilder, entries: Entries, moments: Moments) -> None:
    """Add the messages of one piece, by columns."""
    whens, names = entries.groups
    times: list[int | None] = []
    for at, moment in enumerate(map(moments.read, whens)):
        if isinstance(moment, str):
            builder.issue(entries.lines[at], moment, whens[at])
        times.append(None if isinstance(moment, str) else moment.micros)
    sparse: dict[str, dict[int, Any]] = {"kind": {}, "event": {}, "reactions": {}}
    texts = []
    for at, body in enumerate(entries.bodies):
        said = _said(body) if "\n{" in body or "\n=" in body else _Said(body.strip("\n"))
        kind, event = kind_and_event(said.text, said.file)
        if kind != "text":
            sparse["kind"][at] = "sticker" if said.is_sticker else kind
        if event:
            sparse["event"][at] = event
        if said.reactions:
            sparse["reactions"][at] = said.reactions
        texts.append(said.text or None)
    authors = [None if name in _NOBODY else name for name in names]
    builder.extend({"time": times, "time_text": whens, "author": authors, "text": texts}, sparse)


class _Said(NamedTuple):
    """What stands below a head; `file`: where the first attachment lies."""

    text: str
    file: str = ""
    is_sticker: bool = False
    reactions: Sequence[dict[str, Any]] = ()


def _said(body: str) -> _Said:
    """What stands below a head, cut where the exporter names the next part."""
    text, *parts = _PARTS.split(_END.sub("", body))
    found = dict(zip(parts[::2], parts[1::2], strict=True))
    file = found.get("Attachments", "").strip().partition("\n")[0]
    text = text.strip("\n")
    reactions = [
        {"reaction": sign, "count": int(count or 1), "by": []}
        for sign, count in _REACTION.findall(found.get("Reactions", "").strip())
    ]
    return _Said(text, file, "Stickers" in found and not text and not file, reactions)
