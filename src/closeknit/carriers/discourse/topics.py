"""Topics of the JSON interface: a topic a file, a line, or an item of an array; and lists of posts."""

import re
from typing import Any, Final

import msgspec

from closeknit.carriers.discourse.posts import Post, read_post
from closeknit.errors import UnreadableSource
from closeknit.language import _
from closeknit.records.builder import MessageBuilder
from closeknit.records.chats import Chats
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.records.ordering import by_chat_and_time
from closeknit.sources import Source
from closeknit.sources.json_arrays import json_arrays, json_lines
from closeknit.text.moments import Moments

_LINES: Final = re.compile(r"\{[^\n]*\}\s*\n\s*\{")
_LIKE: Final = 2
_SMALL_ACTION: Final = 3
_EVENTS: Final = {"invited_user": "join", "removed_user": "leave", "user_left": "leave"}


class Row(msgspec.Struct, gc=False):
    """A post, or a topic that holds posts; every field may be missing or of another type."""

    id: Any = None
    title: Any = None
    post_stream: Any = None
    posts: Any = None
    topic_id: Any = None
    topic_title: Any = None
    topic_slug: Any = None
    post_number: Any = None
    post_type: Any = None
    username: Any = None
    name: Any = None
    user_id: Any = None
    raw: Any = None
    cooked: Any = None
    created_at: Any = None
    version: Any = None
    reply_to_post_number: Any = None
    actions_summary: Any = None
    reactions: Any = None
    user_deleted: Any = None
    deleted_at: Any = None
    action_code: Any = None
    action_code_who: Any = None


def read_topics(source: Source, options: ReadOptions) -> History:
    """All topics of the file, each post once. Raises UnreadableSource where there are no posts in it."""
    reader = _Reader(source, options)
    head = source.head_text.lstrip()
    if head.startswith("{") and _LINES.match(head):
        for rows in json_lines(source, Row, on_bad=reader.bad_line):
            for row in rows:
                reader.item(row)
        return by_chat_and_time(reader.chats.finish())
    key = None if head.startswith("[") else "latest_posts" if '"latest_posts"' in head else "posts"
    seen = False
    for array in json_arrays(source, key, Row, on_bad=reader.bad_item, salvage=options.salvage):
        seen = True
        for rows in array:
            for row in rows:
                reader.item(row)
        reader.rest(array.after)
    if not seen:
        raise UnreadableSource(
            _("{path} holds no posts of Discourse.").format(path=source.path),
            _("Add .json to the topic's address and save that page again."),
        )
    return by_chat_and_time(reader.chats.finish())


class _Reader:
    def __init__(self, source: Source, options: ReadOptions) -> None:
        self.build = MessageBuilder("discourse", source.path, options, wall=False, precision="millisecond")
        self.chats = Chats(self.build)
        self.moments = Moments()
        self.alone = source.name.rpartition(".")[0] or source.name
        self.seen: set[str] = set()
        self.ordinal = 0

    def bad_item(self, ordinal: int, detail: str) -> None:
        self.build.issue(ordinal, "bad-row" if ordinal else "cut-off", detail, lost=bool(ordinal))

    def bad_line(self, line: int, detail: str) -> None:
        self.build.issue(line, "bad-json", detail, lost=True)

    def item(self, row: Row) -> None:
        """Take a post, or all posts of a topic."""
        stream = row.post_stream if isinstance(row.post_stream, dict) else {}
        posts = stream.get("posts") or row.posts
        if not isinstance(posts, list):
            self.post(row)
            return
        topic = _word(row.id)
        if topic:
            self.chats.name(topic, _word(row.title))
        for given in posts:
            try:
                post = msgspec.convert(given, Row)
            except msgspec.ValidationError:
                self.build.issue(self.ordinal, "bad-row", str(given), lost=True)
                continue
            post.topic_id = post.topic_id or topic
            post.topic_title = row.title
            self.post(post)

    def rest(self, after: bytes) -> None:
        """Take the topic's title from what stands behind its posts."""
        try:
            topic = msgspec.json.decode(b'{"post_stream":{"posts":[]' + after)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return
        if isinstance(topic, dict) and (ident := _word(topic.get("id"))):
            self.chats.name(ident, _word(topic.get("title")))

    def post(self, row: Row) -> None:
        """Take one post."""
        self.ordinal += 1
        cooked, number = _word(row.cooked) or _word(row.raw), _word(row.post_number)
        if number is None or (cooked is None and row.post_type != _SMALL_ACTION and row.action_code is None):
            self.build.issue(self.ordinal, "bad-row", f"id {row.id}", lost=True)
            return
        topic = _word(row.topic_id) or self.alone
        ident = f"{topic}/{number}"
        if ident in self.seen:  # pages of one topic overlap
            return
        self.seen.add(ident)
        self.chats.name(topic, _word(row.topic_title) or (_word(row.topic_slug) if number == "1" else None))
        if row.post_type == _SMALL_ACTION or row.action_code:
            code = _word(row.action_code) or "notice"
            who = _word(row.action_code_who)
            kind = _EVENTS.get(code, "system")
            self.chats.add(
                topic, time=self.time(row.created_at), id=ident, kind=kind, event=code, author_id=who, author=who
            )
            return
        self.sent(row, topic, ident, read_post(cooked or ""))

    def sent(self, row: Row, topic: str, ident: str, post: Post) -> None:
        """Add what somebody wrote."""
        is_deleted = row.user_deleted is True or _word(row.deleted_at) is not None
        above = _word(row.reply_to_post_number)
        answered = f"{topic}/{above}" if above else None
        if answered is None and post.answers:
            answered = f"{post.answers[0] or topic}/{post.answers[1]}"
        username = _word(row.username)
        self.chats.add(
            topic,
            time=self.time(row.created_at),
            author=_word(row.name) or username,
            author_id=username,
            id=ident,
            text=None if is_deleted else post.words,
            kind="other" if is_deleted else post.kind,
            is_reply=answered is not None or post.quoted is not None,
            reply_to=answered,
            quoted=post.quoted,
            quoted_author=post.quoted_author,
            mentions=post.mentions,
            reactions=_reactions(row),
            is_edited=type(row.version) is int and row.version > 1,
            is_deleted=is_deleted,
            is_bot=type(row.user_id) is int and row.user_id < 0,
        )

    def time(self, written: object) -> int | None:
        """Microseconds of `2024-01-05T07:04:05.123Z`; what is no time is told."""
        moment = self.moments.read(written) if isinstance(written, str) else "bad-time"
        if isinstance(moment, str):
            self.build.issue(self.ordinal, "bad-time", str(written))
            return None
        return moment.micros


def _reactions(row: Row) -> list[dict[str, Any]] | None:
    """The signs where the forum has several; else the likes."""
    for given, is_like in ((row.reactions, False), (row.actions_summary, True)):
        found = []
        for one in given if isinstance(given, list) else ():
            count = one.get("count") if isinstance(one, dict) else None
            if type(count) is int and 0 < count < 1 << 31 and (not is_like or one.get("id") == _LIKE):
                found.append({"reaction": "like" if is_like else str(one.get("id")), "count": count, "by": []})
        if found:
            return found
    return None


def _word(value: object) -> str | None:
    if isinstance(value, str):
        return value or None
    return str(value) if type(value) is int else None
