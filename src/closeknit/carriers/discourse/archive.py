"""The archive of one's own posts: `user_archive.csv`."""

import re
from operator import itemgetter
from typing import Any, Final

from closeknit.carriers.discourse.posts import read_post
from closeknit.records.builder import MessageBuilder
from closeknit.records.chats import Chats
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.delimited import rows_of
from closeknit.text.moments import Moments

FILE: Final = "user_archive.csv"
HEADER: Final = re.compile(
    r'"?topic_title"?(?P<sign>[,;\t])"?categor(?:y|ies)"?(?P=sign)(?:"?sub_category"?(?P=sign))?"?is_pm"?(?P=sign)'
)
_NAMES: Final = ("topic_title", "post_raw", "post_cooked", "like_count", "url", "created_at")
_URL: Final = re.compile(r"/t/(?:[^/\s]{1,300}/)?(\d{1,18})(?:/(\d{1,9}))?/?(?:[?#]|\Z)")
_OWNER: Final = re.compile(r"user[-_]archive-([^/!]{1,80}?)-\d{6}(?:-\d{6})?(?:\.|!|/|\Z)")
_ME: Final = "me"


def read_archive(source: Source, options: ReadOptions) -> History:
    """The owner's posts; the owner goes by the name that was told, else by the one in the zip's name."""
    reader = _Reader(source, options)
    header = HEADER.match(source.head_text)
    rows = rows_of(source.text_blocks(), header["sign"] if header else ",", reader.bad)
    _line, names = next(rows, (0, []))
    place = {name.strip().strip('"').lower(): at for at, name in enumerate(names)}
    pick = itemgetter(*(place.get(name, len(names)) for name in _NAMES))
    for line, row in rows:
        if len(row) == len(names):
            reader.take(line, *pick([*row, ""]))
        else:
            reader.bad(line, ",".join(row))
    return reader.chats.finish()


class _Reader:
    def __init__(self, source: Source, options: ReadOptions) -> None:
        self.build = MessageBuilder("discourse", source.path, options, wall=False)
        self.chats = Chats(self.build)
        self.moments = Moments()
        owner = _OWNER.search(source.path)
        self.author_id = owner[1] if owner else None
        self.author = options.me or self.author_id or _ME

    def bad(self, line: int, words: str) -> None:
        self.build.issue(line, "bad-row", words, lost=True)

    def take(self, line: int, title: str, raw: str, cooked: str, likes: str, url: str, created: str) -> None:
        """Take one post."""
        place = _URL.search(url)
        topic = place[1] if place else title or url or "?"
        self.chats.name(topic, title)
        post = read_post(cooked or raw)
        extra: dict[str, Any] = {}
        if post.answers:
            extra["reply_to"] = f"{post.answers[0] or topic}/{post.answers[1]}"
        elif post.quoted is not None:
            extra["is_reply"] = True
        if likes.isascii() and likes.isdigit() and likes.strip("0") and len(likes) < 10:
            extra["reactions"] = [{"reaction": "like", "count": int(likes), "by": []}]
        self.chats.add(
            topic,
            time=self.time(line, created),
            author=self.author,
            author_id=self.author_id,
            id=f"{topic}/{place[2] or 1}" if place else None,
            text=post.words,
            kind=post.kind,
            mentions=post.mentions,
            quoted=post.quoted,
            quoted_author=post.quoted_author,
            **extra,
        )

    def time(self, line: int, written: str) -> int | None:
        """Microseconds of `2024-01-05 07:04:05 UTC`."""
        moment = self.moments.read(f"{written[:-4]}Z" if written.endswith(" UTC") else written)
        if isinstance(moment, str):
            self.build.issue(line, moment, written)
            return None
        return moment.micros
