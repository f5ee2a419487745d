"""Discourse: archives as zips hold them, and topics however a tool saved them."""

import json
from typing import Any

import pytest

from closeknit.carriers.contract import CERTAIN, LIKELY, NO
from closeknit.carriers.discourse import CARRIER
from closeknit.carriers.discourse.posts import read_post
from closeknit.errors import UnreadableSource
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources.source import Source, of_bytes

HEADER = "topic_title,categories,is_pm,post_raw,post_cooked,like_count,reply_count,url,created_at\n"


def post(number: int, cooked: str = "<p>好</p>", **more: Any) -> dict[str, Any]:
    return {
        "id": 900 + number, "post_number": number, "post_type": 1, "topic_id": 12, "topic_slug": "saturday",
        "username": "Qing", "name": "Qing Cheng", "user_id": 5, "cooked": cooked,
        "created_at": f"2024-01-05T07:{number:02}:05.123Z", "version": 1, **more,
    }  # fmt: skip


def topic(*posts: dict[str, Any], ident: int = 12) -> dict[str, Any]:
    suggested = [{"id": 99, "title": "Another"}]
    return {"post_stream": {"posts": list(posts)}, "suggested_topics": suggested, "id": ident, "title": f"题{ident}"}


def read(text: object, sure: int = CERTAIN) -> History:
    data = text if isinstance(text, str) else json.dumps(text, ensure_ascii=False)
    source = of_bytes("t.json", "t.json", data.encode())
    assert CARRIER.sniff(source) == sure
    return CARRIER.read(source, ReadOptions())


def rows(*posts: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read(topic(*posts)).messages.to_pylist()
    return found


QUOTE = (
    '<aside class="quote no-group" data-username="lan" data-post="3" data-topic="12"><div class="title">'
    '<img src="/user_avatar/x.png" class="avatar"> lan:</div><blockquote><p>谁来</p></blockquote></aside>'
)


@pytest.mark.parametrize(
    ("cooked", "words", "kind"),
    [
        ("<p>大家好</p>", "大家好", "text"),
        ("<p>一</p>\n<p>二<br>\n三 &amp; 四</p>", "一\n\n二\n三 & 四", "text"),
        (f"{QUOTE}\n<p>我来</p>", "我来", "text"),
        ('<p>好 <img src="/images/emoji/x.png" title=":+1:" class="emoji" alt=":+1:"></p>', "好 :+1:", "text"),
        ('<p><img src="//f.org/uploads/a.png" data-base62-sha1="x" width="9"></p>', None, "image"),
        ('<p><a class="attachment" href="/uploads/x">书单.pdf</a></p>', "书单.pdf", "file"),
        ('<aside class="onebox" data-onebox-src="https://x.org/a"><p>x</p></aside>', "https://x.org/a", "link"),
        ('<div class="poll" data-poll-name="poll"><ul><li>来</li></ul></div>', "来", "poll"),
        ("", None, "other"),
    ],
)
def test_bodies(cooked: str, words: str | None, kind: str) -> None:
    read_one = read_post(cooked)
    assert (read_one.words, read_one.kind) == (words, kind)


def test_answers_quotes_mentions_and_likes() -> None:
    mention = '<p><a class="mention" href="/u/lan">@Lan</a> 来吗</p>'
    found = rows(
        post(1, mention, actions_summary=[{"id": 2, "count": 3}, {"id": 3, "count": 9}]),
        post(2, reply_to_post_number=1, reactions=[{"id": "heart", "type": "emoji", "count": 2}]),
        post(4, f"{QUOTE}<p>我来</p>"),
    )
    assert [(row["id"], row["reply_to"]) for row in found] == [("12/1", None), ("12/2", "12/1"), ("12/4", "12/3")]
    assert (found[0]["text"], found[0]["mentions"]) == ("@Lan 来吗", ["Lan"])
    assert [row["reactions"][0]["count"] for row in found[:2]] == [3, 2]
    assert (found[2]["quoted"], found[2]["quoted_author"]) == ("谁来", "lan")


def test_small_actions_deleted_and_edited_posts() -> None:
    action, deleted, edited, robot = rows(
        post(1, "", post_type=3, action_code="invited_user", action_code_who="lan"),
        post(2, "<p>(post deleted by author)</p>", user_deleted=True),
        post(3, version=2),
        post(4, user_id=-1),
    )
    assert (action["kind"], action["event"], action["author_id"]) == ("join", "invited-user", "lan")
    assert (deleted["is_deleted"], deleted["text"], deleted["kind"]) == (True, None, "other")
    assert edited["is_edited"]
    assert robot["is_bot"]


def test_the_title_stands_behind_the_posts() -> None:
    assert {row["channel"] for row in rows(post(1), post(2))} == {"题12"}


def test_topics_by_lines_arrays_and_bare_posts() -> None:
    topics = [topic(post(1)), topic(post(1, topic_id=13), ident=13)]
    by_lines = read("\n".join(json.dumps(one) for one in topics))
    by_array = read(topics)
    for history in (by_lines, by_array):
        assert history.messages["channel"].to_pylist() == ["题12", "题13"]
    assert len(read([post(1), post(2), post(2)], LIKELY).messages) == 2


def archive(text: str, name: str = "user_archive.csv", **options: Any) -> list[dict[str, Any]]:
    history = CARRIER.read(of_bytes(name, name, (HEADER + text).encode()), ReadOptions(**options))
    found: list[dict[str, Any]] = history.messages.to_pylist()
    return found


def test_the_owner_of_an_archive() -> None:
    line = "题,综合,No,好,<p>好</p>,0,0,https://f.org/t/x/12/3,2024-01-05 07:04:05 UTC\n"
    inside = "user_archive-qing-240105-070405.zip!/user_archive.csv"
    assert [(row["author"], row["author_id"]) for row in archive(line, inside)] == [("qing", "qing")]
    assert archive(line, me="Qing")[0]["author"] == "Qing"
    assert archive(line)[0]["id"] == "12/3"


def test_an_archive_beside_other_tables_is_one_export() -> None:
    line = "题,综合,No,好,<p>好</p>,1,0,https://f.org/t/x/12/3,2024-01-05 07:04:05 UTC\n"
    files = {"user_archive.csv": (HEADER + line).encode(), "likes.csv": b"post_id\n1\n", "preferences.json": b"{}"}
    children = tuple(of_bytes(name, name, data) for name, data in files.items())
    source = Source("a.zip", "a", children=lambda: children)
    assert CARRIER.sniff(source) == CERTAIN
    assert len(CARRIER.read(source, ReadOptions()).messages) == 1


def test_what_cannot_be_used_is_told() -> None:
    history = read(topic(post(1), {"id": 5}, post(2, created_at="soon")))
    assert (len(history.messages), history.issues.lost) == (2, 1)
    source = of_bytes("a.csv", "a.csv", f"{HEADER}a,b\n题,c,No,好,,x,0,,never\n".encode())
    history = CARRIER.read(source, ReadOptions())
    assert (len(history.messages), dict(history.issues.counts)) == (1, {"bad-row": 1, "bad-time": 1})


def test_nothing_of_discourse() -> None:
    assert CARRIER.sniff(of_bytes("x.json", "x.json", b'{"posts": [{"raw": "x"}]}')) == NO
    with pytest.raises(UnreadableSource):
        CARRIER.read(of_bytes("x.json", "x.json", b'{"errors": ["no"]}'), ReadOptions())
