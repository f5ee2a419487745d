"""The JSON of qq-chat-exporter, version 5 and the older version 4, as far as it is read.

Version 4 writes ISO times, `messageType` numbers and the raw message; version 5 writes milliseconds and words.
Values whose type changed between versions are left untyped. Lists are tuples: an empty one costs nothing, and the
collector of garbage need not walk them again and again.
"""

from typing import Any

import msgspec


class Sender(msgspec.Struct, gc=False):
    """Who sent it; `title` is 群主 or an honorary title and no part of the name."""

    uid: str | int | None = None
    uin: str | int | None = None
    name: str | None = None


class Data(msgspec.Struct, rename="camel", gc=False):
    """What an element carries; each type fills a few of these."""

    text: str | None = None
    name: str | None = None
    uid: Any = None
    uin: Any = None
    message_id: Any = None
    referenced_message_id: Any = None
    sender_uin: Any = None
    sender_name: str | None = None
    content: Any = None
    timestamp: Any = None
    sub_type: Any = None
    message_count: Any = None
    messages: tuple[msgspec.Raw, ...] | None = None


class Element(msgspec.Struct, gc=False):
    """One part of a message: text, at, face, image, reply, forward, …"""

    type: str
    data: Data | None = None


class Named(msgspec.Struct, gc=False):
    """A mention or a resource beside the text."""

    type: str | None = None
    uid: Any = None
    uin: Any = None


class Content(msgspec.Struct, gc=False):
    """The message; version 4 has `reply` beside the text instead of an element."""

    text: str | None = None
    elements: tuple[Element, ...] | None = None
    resources: tuple[Named, ...] | None = None
    mentions: tuple[Named, ...] | None = None
    reply: Data | None = None


class RawMessage(msgspec.Struct, rename="camel", gc=False):
    """The client's own record, which version 4 adds."""

    sender_uin: Any = None
    sender_uid: Any = None
    send_nick_name: str | None = None
    send_member_name: str | None = None
    msg_time: Any = None


class Message(msgspec.Struct, rename="camel", gc=False):
    """One row of either version."""

    id: Any = None
    message_id: Any = None
    timestamp: Any = None
    time: Any = None
    sender: Sender | None = None
    type: str | None = None
    message_type: Any = None
    content: Content | None = None
    recalled: bool = False
    is_recalled: bool = False
    system: bool = False
    is_system_message: bool = False
    raw_message: RawMessage | None = None


class ChatInfo(msgspec.Struct, rename="camel", gc=False):
    """The chat, from the head of the file."""

    name: str | None = None
    peer_uin: Any = None
    group_code: Any = None


class Chunk(msgspec.Struct, rename="camel", gc=False):
    """One file of a chunked export."""

    relative_path: str | None = None
    file_name: str | None = None


class Chunked(msgspec.Struct, rename="camel", gc=False):
    """The list of files of a chunked export."""

    chunks_dir: str = "chunks"
    chunks: list[Chunk] = []


class Manifest(msgspec.Struct, rename="camel", gc=False):
    """`manifest.json` of a chunked export."""

    chat_info: ChatInfo = msgspec.field(default_factory=ChatInfo)
    chunked: Chunked = msgspec.field(default_factory=Chunked)
