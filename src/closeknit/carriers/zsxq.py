"""知識星球 (zsxq): the answers of its web service that people's own tools saved, topics with their comments.

`{succeeded, resp_data{topics[]}}`, one page or many after one another, or a bare array of topics; zsxq itself has no
export. A topic is a talk, a question with its answer, a task or a solution; comments hang on it (`show_comments`, or
`comments` where a tool fetched all of them). `topic_id` is beyond 2^53: programs that read it as a number with a point
spoil it, so `topic_uid` is taken where it is there. Seen in several independent tools, checked 2026-01.
"""

import re
from collections.abc import Iterator
from itertools import repeat
from typing import Any, Final
from urllib.parse import unquote

import msgspec

from closeknit.carriers.contract import CERTAIN, LIKELY, NO, Carrier
from closeknit.errors import UnreadableSource
from closeknit.language import N_, _
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.naming import resolve_names
from closeknit.records.options import ReadOptions
from closeknit.records.ordering import by_chat_and_time
from closeknit.sources import Source
from closeknit.sources.json_arrays import json_arrays
from closeknit.sources.stamps import read_alike
from closeknit.text.moments import Moments

_TAG: Final = re.compile(r"<e\b([^<>]*+)>(?:([^<>]*+)</e>)?")
_ATTRIBUTE: Final = re.compile(r'\b(type|title|uid)="([^"]*+)"')
_TOPIC: Final = re.compile(r'"topic_(?:id|uid)"\s*:\s*"?\d')
_TYPE: Final = re.compile(r'"type"\s*:\s*"(?:talk|q&a|q\\u0026a|task|solution|article)"')
_BODIES: Final = ("talk", "question", "task", "solution")


class Topic(msgspec.Struct, gc=False):
    """One topic; every field may be missing or of another type."""

    topic_id: Any = None
    topic_uid: Any = None
    group: Any = None
    type: Any = None
    talk: Any = None
    question: Any = None
    answer: Any = None
    task: Any = None
    solution: Any = None
    create_time: Any = None
    likes_count: Any = None
    latest_likes: Any = None
    comments: Any = None
    show_comments: Any = None


def sniff(source: Source) -> int:
    """By the keys of the first topic."""
    head = source.head_text.lstrip()
    if not head.startswith(("{", "[")) or not _TOPIC.search(head) or not _TYPE.search(head):
        return NO
    return CERTAIN if '"topics"' in head and '"create_time"' in head else LIKELY if '"create_time"' in head else NO


def read(source: Source, options: ReadOptions) -> History:
    """The groups of the file, in the order of time: the service gives the newest topics first."""
    reader = _Reader(source, options)
    key = None if source.head_text.lstrip().startswith("[") and '"topics"' not in source.head_text else "topics"
    seen = False
    for array in json_arrays(source, key, Topic, on_bad=reader.bad, salvage=options.salvage):
        seen = True
        for topics in array:
            reader.take(topics)
    if not seen:
        raise UnreadableSource(
            _("{path} holds no topics of 知識星球.").format(path=source.path),
            _("Give the JSON file as the tool saved it."),
        )
    return resolve_names(by_chat_and_time(reader.build.finish()))


_DENSE: Final = ("time", "author", "author_id", "id", "text", "thread", "channel", "channel_id")
_ATTACHED: Final = {"images": "image", "files": "file", "voice": "voice", "video": "video", "article": "link"}


class _Reader:
    def __init__(self, source: Source, options: ReadOptions) -> None:
        self.build = MessageBuilder("zsxq", source.path, options, wall=False, precision="millisecond")
        self.alone = source.name.rpartition(".")[0] or source.name
        self.moments = Moments()
        self.ordinal = 0
        self.chat: tuple[str, str | None] = (self.alone, None)
        self.dense: dict[str, list[Any]] = {}
        self.sparse: dict[str, dict[int, Any]] = {}

    def bad(self, ordinal: int, detail: str) -> None:
        self.build.issue(ordinal, "bad-row" if ordinal else "cut-off", detail, lost=bool(ordinal))

    def take(self, topics: list[Topic]) -> None:
        """Take topics that follow each other."""
        alike = read_alike([topic.create_time for topic in topics])
        times = alike.micros.tolist() if alike and alike.instant else repeat(None)
        self.dense, self.sparse = {name: [] for name in _DENSE}, {}
        for topic, time in zip(topics, times):
            self.ordinal += 1
            if time is None or not self.said(topic, time):
                self.topic(topic, self.time(topic.create_time) if time is None else time)
        if self.dense["time"]:
            self.build.extend(self.dense, self.sparse)

    def said(self, topic: Topic, time: int) -> bool:
        """Take a talk of words alone by the short way; False, and nothing taken, for any other topic."""
        talk, group = topic.talk, topic.group
        if topic.answer or topic.comments or topic.show_comments or not (type(talk) is dict is type(group)):
            return False
        text, owner, get = talk.get("text"), talk.get("owner"), talk.get
        if type(text) is not str or type(owner) is not dict or "<e" in text or not (words := text.strip()):
            return False
        if get("images") or get("files") or get("voice") or get("video") or get("article"):
            return False
        self.place(group)
        number = _word(topic.topic_uid) or _word(topic.topic_id)
        self.put(time, _word(owner.get("name")), _word(owner.get("user_id")), number, words, number)
        if likes := _reactions(topic.likes_count, topic.latest_likes):
            self.sparse.setdefault("reactions", {})[len(self.dense["time"]) - 1] = likes
        return True

    def place(self, group: dict[str, Any]) -> None:
        """The rows that follow stand in this group."""
        ident = _word(group.get("group_id"))
        self.chat = _word(group.get("name")) or ident or self.alone, ident

    def put(
        self, time: int | None, author: str | None, author_id: str | None, ident: str | None, text: str | None,
        thread: str | None,
    ) -> None:  # fmt: skip
        """Add a row to the columns."""
        times, authors, author_ids, ids, texts, threads, chats, chat_ids = self.dense.values()
        times.append(time)
        authors.append(author)
        author_ids.append(author_id)
        ids.append(ident)
        texts.append(text)
        threads.append(thread)
        chats.append(self.chat[0])
        chat_ids.append(self.chat[1])

    def topic(self, topic: Topic, time: int | None) -> None:
        """Take a topic, the answer to it where it is a question, and its comments."""
        self.place(topic.group if isinstance(topic.group, dict) else {})
        number = _word(topic.topic_uid) or _word(topic.topic_id)
        body = next((found for name in _BODIES if isinstance(found := getattr(topic, name), dict)), None)
        if body is None:
            self.build.issue(self.ordinal, "bad-row", f"type {topic.type}", lost=True)
        else:
            self.row(body, time, number, number, likes=topic.likes_count, likers=topic.latest_likes)
        if isinstance(topic.answer, dict):  # the service gives the answer no time of its own
            self.row(topic.answer, None, None, number, is_reply=True, reply_to=number)
        for comment in _comments(topic):
            self.comment(comment, number)

    def comment(self, comment: dict[str, Any], topic: str | None) -> None:
        """Take a comment: the answer to another one where it names it, else to its topic."""
        repliee = comment.get("repliee")
        above = _word(comment.get("parent_comment_id"))
        self.row(
            comment,
            self.time(comment.get("create_time")),
            _word(comment.get("comment_id")),
            topic,
            likes=comment.get("likes_count"),
            is_reply=True,
            reply_to=above or topic,
            quoted_author=_word(repliee.get("user_id")) if isinstance(repliee, dict) else None,
        )

    def row(
        self, body: dict[str, Any], time: int | None, ident: str | None, thread: str | None, *, likes: object = None,
        likers: object = None, **sparse: Any,
    ) -> None:  # fmt: skip
        """Add one row."""
        owner = body.get("owner")
        owner = owner if isinstance(owner, dict) else {}
        words, mentions = plain(_text(body.get("text")))
        kind = _kind(body, words)
        if kind == "link" and not words and isinstance(body.get("article"), dict):
            words = plain(_text(body["article"].get("title")))[0]
        marks = {"kind": kind, "mentions": mentions or None, "reactions": _reactions(likes, likers), **sparse}
        for name, value in marks.items():
            if value is not None:
                self.sparse.setdefault(name, {})[len(self.dense["time"])] = value
        self.put(time, _word(owner.get("name")), _word(owner.get("user_id")), ident, words or None, thread)

    def time(self, written: object) -> int | None:
        """Microseconds of `2025-12-08T10:30:00.000+0800`; what is no time is told."""
        if written is None:
            return None
        moment = self.moments.read(written) if isinstance(written, str) else "bad-time"
        if isinstance(moment, str) or not moment.instant:
            self.build.issue(self.ordinal, "bad-time", str(written))
            return None
        return moment.micros


def plain(text: str) -> tuple[str, list[str]]:
    """The words as they are shown, and the ids of the people mentioned: `<e type="mention" uid title>` → @name."""
    if "<e" not in text:
        return text.strip(), []
    mentioned: dict[str, None] = {}

    def shown(tag: re.Match[str]) -> str:
        found = dict(_ATTRIBUTE.findall(tag[1]))
        if found.get("type") == "mention" and found.get("uid"):
            mentioned[found["uid"]] = None
        title = found.get("title", "")
        return (unquote(title) if "%" in title else title) or tag[2] or ""

    return _TAG.sub(shown, text).strip(), list(mentioned)


def _comments(topic: Topic) -> Iterator[dict[str, Any]]:
    """All comments once, each followed by those under it."""
    if not topic.show_comments and not topic.comments:
        return
    seen: set[str] = set()
    waiting: list[Any] = []
    for given in (topic.show_comments, topic.comments):
        waiting += given[::-1] if isinstance(given, list) else []
    while waiting:
        comment = waiting.pop()
        if not isinstance(comment, dict):
            continue
        under = comment.get("replied_comments")
        waiting += under[::-1] if isinstance(under, list) else []
        ident = _word(comment.get("comment_id"))
        if ident is None or ident not in seen:
            seen.add(ident or "")
            yield comment


def _kind(body: dict[str, Any], words: str) -> str:
    """An attachment gives the kind."""
    attached = next(filter(body.get, _ATTACHED), None)
    return _ATTACHED[attached] if attached else "text" if words else "other"


def _reactions(likes: object, likers: object) -> list[dict[str, Any]] | None:
    if type(likes) is not int or not 0 < likes < 1 << 31:
        return None
    owners = (liker.get("owner") for liker in likers if isinstance(liker, dict)) if isinstance(likers, list) else ()
    by = [ident for owner in owners if isinstance(owner, dict) and (ident := _word(owner.get("user_id")))]
    return [{"reaction": "like", "count": likes, "by": by}]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _word(value: object) -> str | None:
    if isinstance(value, str):
        return value or None
    return str(value) if type(value) is int else None


CARRIER = Carrier(
    name="zsxq",
    title="知識星球 zsxq",
    sniff=sniff,
    read=read,
    how_to_export=(
        N_(
            "知識星球 has no export, neither in the app nor on the web. Where the owner of the group or a member "
            "already holds the JSON file of topics that a tool saved, give it as it is, with its comments if it has "
            "them."
        ),
        N_(
            "We do not advise running such a tool with your own account: it may be against the terms, and what is "
            "paid for is not yours to pass on. The owner may ask the service for the data of the group."
        ),
        N_(
            "With only a phone: copy the topics and comments that matter into a table with the columns time, author "
            "and text."
        ),
    ),
    gives={"topics JSON": ("ids", "author-ids", "zone", "replies", "mentions", "reactions")},
)
