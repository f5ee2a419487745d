"""Reads topics, the answers to them and their comments into rows."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Any, Final
from urllib.parse import unquote

from closeknit.carriers.zsxq.shapes import Body, Group, LooseTopic, Owner, Topic, bodies_of, strict
from closeknit.errors import UnreadableSource
from closeknit.language import _
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
_LONG: Final = 200
"""Characters of a tag's attributes; longer ones are not remembered."""
_WORDS: Final = frozenset([str, int, type(None)])
_NOBODY: Final = Owner()
_NOWHERE: Final = Group()
_ATTACHED: Final = ("images", "image"), ("files", "file"), ("voice", "voice"), ("video", "video"), ("article", "link")
_Post = tuple[int, object, Owner, str | None, str | None, str | None]
"""A row: number of the topic in the file, written time, owner, id, words, thread."""


def read(source: Source, options: ReadOptions) -> History:
    """The groups of the file, in the order of time: the service gives the newest topics first."""
    reader = _Reader(source, options)
    key = None if source.head_text.lstrip().startswith("[") and '"topics"' not in source.head_text else "topics"
    seen = False
    for array in json_arrays(source, key, Topic, forgiving=LooseTopic, on_bad=reader.bad, salvage=options.salvage):
        seen = True
        for topics in array:
            reader.take(topics)
    if not seen:
        raise UnreadableSource(
            _("{path} holds no topics of 知識星球.").format(path=source.path),
            _("Give the JSON file as the tool saved it."),
        )
    return resolve_names(by_chat_and_time(reader.build.finish()))


class _Reader:
    def __init__(self, source: Source, options: ReadOptions) -> None:
        self.build = MessageBuilder("zsxq", source.path, options, wall=False, precision="millisecond")
        self.alone = source.name.rpartition(".")[0] or source.name
        self.moments = Moments()
        self.ordinal = 0
        self.rows: list[_Post] = []
        self.sparse: dict[str, dict[int, Any]] = {}

    def bad(self, ordinal: int, detail: str) -> None:
        self.build.issue(ordinal, "bad-row" if ordinal else "cut-off", detail, lost=bool(ordinal))

    def take(self, topics: Sequence[LooseTopic]) -> None:
        """Take topics that follow each other, group by group."""
        for group, some in groupby(map(strict, topics), attrgetter("group")):
            self.place(group or _NOWHERE)
            self.rows, self.sparse = [], {}
            rows = self.rows
            for topic in some:
                self.ordinal += 1
                talk = topic.talk
                if talk is None or (words := _words_alone(topic, talk)) is None:
                    self.topic(topic)
                    continue
                uid = topic.topic_uid
                number = uid if uid.__class__ is str and uid else _word(uid) or _word(topic.topic_id)
                if topic.likes_count and (likes := _reactions(topic.likes_count, topic.latest_likes)):
                    self.mark("reactions", likes)
                rows.append((self.ordinal, topic.create_time, talk.owner or _NOBODY, number, words, number))
            if self.rows:
                self.hand_on()

    def place(self, group: Group) -> None:
        """The rows that follow stand in this group."""
        ident = _word(group.group_id)
        self.build.channel(_word(group.name) or ident or self.alone, ident)

    def hand_on(self) -> None:
        """Give the rows to the builder, by columns."""
        ordinals, stamps, owners, ids, texts, threads = map(list, zip(*self.rows, strict=True))
        columns = {
            "time": self.times(stamps, ordinals),
            "author": _all_words([owner.name for owner in owners]),
            "author_id": _all_words([owner.user_id for owner in owners]),
            "id": ids, "text": texts, "thread": threads,
        }  # fmt: skip
        self.build.extend(columns, self.sparse)

    def mark(self, name: str, value: object) -> None:
        """Fill a column that few rows fill, in the row that comes next."""
        if value is not None:
            self.sparse.setdefault(name, {})[len(self.rows)] = value

    def topic(self, topic: Topic) -> None:
        """Take a topic, the answer to it where it is a question, and its comments."""
        number = _word(topic.topic_uid) or _word(topic.topic_id)
        body = topic.talk or topic.question or topic.task or topic.solution
        if body is None:
            self.build.issue(self.ordinal, "bad-row", f"type {topic.type}", lost=True)
        else:
            if topic.likes_count:
                self.mark("reactions", _reactions(topic.likes_count, topic.latest_likes))
            self.row(body, topic.create_time, number, number)
        if topic.answer is not None:  # the service gives the answer no time of its own
            self.answers(number)
            self.row(topic.answer, None, None, number)
        for comment in _comments(topic):
            self.comment(comment, number)

    def comment(self, comment: Body, topic: str | None) -> None:
        """Take a comment: the answer to another one where it names it, else to its topic."""
        self.answers(_word(comment.parent_comment_id) or topic)
        if comment.repliee is not None:
            self.mark("quoted_author", _word(comment.repliee.user_id))
        if comment.likes_count:
            self.mark("reactions", _reactions(comment.likes_count, None))
        self.row(comment, comment.create_time, _word(comment.comment_id), topic)

    def answers(self, target: str | None) -> None:
        """The next row is an answer to this one."""
        self.mark("is_reply", True)
        self.mark("reply_to", target)

    def row(self, body: Body, stamp: object, ident: str | None, thread: str | None) -> None:
        """Add one row."""
        words, mentions = plain(body.text) if isinstance(body.text, str) else ("", [])
        kind = _kind(body, words)
        if kind == "link" and not words and isinstance(body.article, dict):
            title = body.article.get("title")
            words = plain(title)[0] if isinstance(title, str) else ""
        if kind != "text":
            self.mark("kind", kind)
        if mentions:
            self.mark("mentions", mentions)
        self.rows.append((self.ordinal, stamp, body.owner or _NOBODY, ident, words or None, thread))

    def times(self, stamps: list[object], ordinals: list[int]) -> list[int | None]:
        """Microseconds of `2025-12-08T10:30:00.000+0800` of each row; what is no time is told."""
        alike = read_alike([stamp for stamp in stamps if stamp is not None])
        if alike is None or not alike.instant:
            return list(map(self.time, stamps, ordinals))
        known = iter(alike.micros.tolist())
        return [None if stamp is None else next(known) for stamp in stamps]

    def time(self, written: object, ordinal: int) -> int | None:
        """Microseconds of one time."""
        if written is None:
            return None
        moment = self.moments.read(written) if isinstance(written, str) else "bad-time"
        if isinstance(moment, str) or not moment.instant:
            self.build.issue(ordinal, "bad-time", str(written))
            return None
        return moment.micros


def _words_alone(topic: Topic, talk: Body) -> str | None:
    """The words of a talk that is nothing else for certain, as most topics are."""
    text = talk.text
    if topic.comments or topic.show_comments or topic.answer is not None or text.__class__ is not str or "<e" in text:
        return None
    if talk.images or talk.files or talk.voice or talk.video or talk.article:
        return None
    words: str = text.strip()
    return words or None


def plain(text: str) -> tuple[str, list[str]]:
    """The words as they are shown, and the ids of the people mentioned: `<e type="mention" uid title>` → @name."""
    if "<e" not in text:
        return text.strip(), []
    mentioned: dict[str, None] = {}

    def shown(tag: re.Match[str]) -> str:
        read = _tag if len(tag[1]) < _LONG else _tag.__wrapped__
        uid, title = read(tag[1])
        if uid:
            mentioned[uid] = None
        return title or tag[2] or ""

    return _TAG.sub(shown, text).strip(), list(mentioned)


@lru_cache(1 << 12)
def _tag(attributes: str) -> tuple[str | None, str]:
    """The id of the one whom a tag mentions, and its words: hashtags and people come again and again."""
    found = dict(_ATTRIBUTE.findall(attributes))
    title = found.get("title", "")
    return found.get("uid") if found.get("type") == "mention" else None, unquote(title) if "%" in title else title


def _comments(topic: Topic) -> Iterator[Body]:
    """All comments once, each followed by those under it."""
    if not topic.show_comments and not topic.comments:
        return
    seen: set[str] = set()
    waiting = (topic.show_comments or [])[::-1] + (topic.comments or [])[::-1]
    while waiting:
        comment = waiting.pop()
        if comment.replied_comments:
            waiting += bodies_of(comment.replied_comments)[::-1]
        ident = _word(comment.comment_id)
        if ident is None or ident not in seen:
            seen.add(ident or "")
            yield comment


def _kind(body: Body, words: str) -> str:
    """An attachment gives the kind."""
    if body.images or body.files or body.voice or body.video or body.article:
        return next(kind for name, kind in _ATTACHED if getattr(body, name))
    return "text" if words else "other"


def _reactions(likes: object, likers: object) -> list[dict[str, Any]] | None:
    if type(likes) is not int or not 0 < likes < 1 << 31:
        return None
    owners = (liker.get("owner") for liker in likers if isinstance(liker, dict)) if isinstance(likers, list) else ()
    by = [ident for owner in owners if isinstance(owner, dict) and (ident := _word(owner.get("user_id")))]
    return [{"reaction": "like", "count": likes, "by": by}]


def _word(value: object) -> str | None:
    if value.__class__ is str:
        return value or None
    return str(value) if value.__class__ is int else None


def _all_words(values: list[Any]) -> list[Any]:
    """`_word` of each; the builder takes strings and whole numbers as they are."""
    return values if set(map(type, values)) <= _WORDS else list(map(_word, values))
