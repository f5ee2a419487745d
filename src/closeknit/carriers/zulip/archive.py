"""zulip-archive: public streams as a JSON file a topic, with HTML and without ids of people."""

import re
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import unquote

import msgspec
import numpy as np

from closeknit.carriers.zulip.markup import from_html
from closeknit.errors import UnreadableSource
from closeknit.language import _
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.instant import epoch_micros
from closeknit.records.issue import Issue
from closeknit.records.options import ReadOptions
from closeknit.records.ordering import by_chat_and_time, taken
from closeknit.sources import Source
from closeknit.sources.json_arrays import json_arrays

STREAM: Final = re.compile(r"(\d{1,12})-(.+)")
"""The name of a stream's folder."""


class _Message(msgspec.Struct, gc=False):
    id: int | str | None = None
    sender_full_name: str | None = None
    content: str | None = None
    timestamp: int | float | None = None


def read_archive(source: Source, options: ReadOptions) -> History:
    """The history of an archive, of one stream's folder, or of one topic.

    A damaged topic of many is an issue; the rest is read. Raises UnreadableSource where none is whole.
    """
    builder = MessageBuilder("zulip", source.path, options, wall=False)
    topics = [file for file in source.files() if file.name.endswith(".json") and STREAM.fullmatch(_around(file))]
    topics = topics or [source]
    whole = 0
    for topic in topics:
        try:
            _take_topic(topic, builder, salvage=options.salvage or len(topics) > 1)
            whole += 1
        except UnreadableSource as error:
            if len(topics) == 1:
                raise
            builder.issues.add(Issue(topic.path, 0, "bad-json", error.message[:120], lost=True))
    if not whole:
        raise UnreadableSource(
            _("{path} holds no readable topic of a Zulip archive.").format(path=source.path),
            _("Give the folder zulip_json."),
        )
    return by_chat_and_time(_once(builder.finish()))


def _around(file: Source) -> str:
    return PurePath(file.path.replace("!/", "/")).parent.name


def _plain(name: str) -> str:
    """A name without its encoding: what no file name may hold is written `.20` there."""
    return unquote(name.replace(".", "%")) if "." in name else name


def _take_topic(topic: Source, builder: MessageBuilder, salvage: bool) -> None:
    def on_bad(ordinal: int, detail: str) -> None:
        code = "bad-row" if ordinal else "cut-off"
        builder.issues.add(Issue(topic.path, ordinal, code, detail[:120], lost=bool(ordinal)))

    stream = STREAM.fullmatch(_around(topic))
    name = _plain(topic.name.removesuffix(".json"))
    builder.channel(_plain(stream[2]) if stream else name, stream[1] if stream else None)
    found = False
    for array in json_arrays(topic, None, _Message, on_bad=on_bad, salvage=salvage):
        found = True
        for messages in array:
            _take(messages, builder, topic.path, name if stream else None)
    if not found:
        raise UnreadableSource(_("{path} has no list of messages.").format(path=topic.path))


def _take(messages: list[_Message], builder: MessageBuilder, path: str, thread: str | None) -> None:
    spoken = [from_html(message.content or "") for message in messages]
    replies = {row: said for row, said in enumerate(spoken) if said.target}
    dense: dict[str, list[Any]] = {
        "id": [None if message.id is None else str(message.id) for message in messages],
        "thread": [thread] * len(messages),
        "author": [message.sender_full_name or None for message in messages],
        "time": [_time(message, builder, path) for message in messages],
        "kind": [said.kind for said in spoken],
        "text": [said.text for said in spoken],
    }
    sparse: dict[str, dict[int, Any]] = {
        "reply_to": {row: said.target for row, said in replies.items()},
        "quoted": {row: said.quoted for row, said in replies.items()},
        "quoted_author": {row: said.quoted_author for row, said in replies.items()},
        "mentions": {row: said.mentions for row, said in enumerate(spoken) if said.mentions},
    }
    builder.extend(dense, sparse)


def _time(message: _Message, builder: MessageBuilder, path: str) -> int | None:
    try:
        if message.timestamp is not None:
            return epoch_micros(message.timestamp)
    except (ValueError, OverflowError):
        pass
    builder.issues.add(Issue(path, 0, "bad-time", f"message {message.id}: {message.timestamp}"[:120]))
    return None


def _once(history: History) -> History:
    """Each message once: a topic may lie there under two names."""
    ids = history.messages["id"].combine_chunks()
    if not len(ids):
        return history
    numbered = ids.dictionary_encode().indices.to_numpy(zero_copy_only=False)
    if ids.null_count:
        numbered = np.where(ids.is_valid().to_numpy(zero_copy_only=False), numbered, -1 - np.arange(len(ids)))
    _values, first = np.unique(numbered, return_index=True)
    return history if len(first) == len(ids) else taken(history, np.sort(first))
