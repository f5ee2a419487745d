"""知識星球: questions, answers, comments and the marks in their text."""

import json
from typing import Any

import pytest

from closeknit.carriers.contract import CERTAIN, LIKELY, NO
from closeknit.carriers.zsxq import CARRIER
from closeknit.carriers.zsxq.reading import plain
from closeknit.errors import UnreadableSource
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources.source import of_bytes


def topic(number: int, **more: Any) -> dict[str, Any]:
    return {
        "topic_id": 82811825281411000 + number, "type": "talk", "group": {"group_id": 1, "name": "星球"},
        "create_time": f"2025-12-08T10:{number:02}:00.000+0800", **more,
    }  # fmt: skip


def talk(text: str, owner: int = 1, **more: Any) -> dict[str, Any]:
    return {"owner": {"user_id": owner, "name": f"n{owner}"}, "text": text, **more}


def read(*topics: object, bare: bool = False) -> History:
    data = list(topics) if bare else {"succeeded": True, "resp_data": {"topics": list(topics)}}
    source = of_bytes("t.json", "t.json", json.dumps(data, ensure_ascii=False).encode())
    assert CARRIER.sniff(source) == (LIKELY if bare else CERTAIN)
    return CARRIER.read(source, ReadOptions())


@pytest.mark.parametrize(
    ("text", "words", "mentions"),
    [
        ("大家好", "大家好", []),
        ('<e type="hashtag" hid="1" title="%23%E6%B4%BB%E5%8A%A8%23" /> 周六', "#活动# 周六", []),
        ('<e type="mention" uid="5" title="%40%E5%B0%8F%E6%BB%A1" /> 来吗', "@小满 来吗", ["5"]),
        ('<e type="mention" uid="5">@小满</e> 来吗', "@小满 来吗", ["5"]),
        ('看<e type="web" href="https%3A%2F%2Fx.org" title="%E4%B9%A6%E5%8D%95" />', "看书单", []),
        ("<e broken", "<e broken", []),
        ("1 <e 2", "1 <e 2", []),
    ],
)
def test_marks_in_the_text(text: str, words: str, mentions: list[str]) -> None:
    assert plain(text) == (words, mentions)


def test_a_question_and_its_answer() -> None:
    found = read(topic(1, type="q&a", question=talk("怎么报名？", 2), answer=talk("见置顶", 1))).messages.to_pylist()
    assert [(row["author_id"], row["text"], row["is_reply"]) for row in found] == [
        ("2", "怎么报名？", False), ("1", "见置顶", True),
    ]  # fmt: skip
    assert found[1]["reply_to"] == found[0]["id"] == "82811825281411001"


def test_comments_are_taken_once_and_answer_each_other() -> None:
    first = {"comment_id": 7, "create_time": "2025-12-08T11:00:00.000+0800", **talk("我来", 2)}
    second = {"comment_id": 8, "create_time": "2025-12-08T11:01:00.000+0800", **talk("好", 1),
              "repliee": {"user_id": 2}, "parent_comment_id": 7}  # fmt: skip
    found = read(
        topic(1, talk=talk("谁来"), show_comments=[{**first, "replied_comments": [second]}], comments=[first, second])
    ).messages.to_pylist()
    assert [(row["id"], row["reply_to"]) for row in found[1:]] == [("7", "82811825281411001"), ("8", "7")]
    assert found[2]["quoted_author"] == "2"


def test_the_newest_topic_first_is_put_in_order_with_its_comments() -> None:
    comment = {"comment_id": 7, "create_time": "2025-12-08T10:30:00.000+0800", **talk("c", 2)}
    found = read(topic(20, talk=talk("b"), comments=[comment]), topic(10, talk=talk("a")))
    assert found.messages["text"].to_pylist() == ["a", "b", "c"]


def test_what_hangs_on_a_topic_gives_its_kind() -> None:
    found = read(
        topic(1, talk=talk("看图", images=[{"image_id": 1}])),
        topic(2, talk=talk("", files=[{"name": "书单.pdf"}])),
        topic(3, talk=talk("", article={"title": "长文"})),
        bare=True,
    ).messages.to_pylist()
    assert [(row["kind"], row["text"]) for row in found] == [("image", "看图"), ("file", None), ("link", "长文")]


def test_what_cannot_be_used_is_told() -> None:
    history = read(topic(1, talk=talk("a")), topic(2), 5, topic(3, talk=talk("b"), create_time="soon"))
    assert (len(history.messages), history.issues.lost) == (2, 2)
    assert history.issues.counts["bad-time"] == 1


def test_nothing_of_zsxq() -> None:
    assert CARRIER.sniff(of_bytes("x.json", "x.json", b'{"topics": [{"id": 1, "type": "talk"}]}')) == NO
    with pytest.raises(UnreadableSource):
        CARRIER.read(of_bytes("x.json", "x.json", b'{"succeeded": false}'), ReadOptions())
