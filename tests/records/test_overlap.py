"""Exports that overlap: of one chat each message counts once, and of chats by different names both: that is said."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import closeknit


def export(folder: Path, name: str, first: int, last: int, who: str = "阿明") -> None:
    lines = [
        f"2026/3/{1 + n // 40}, {10 + n % 12}:{n % 60:02d} - {who if n % 2 else '小美'}: 第 {n} 次讀書會的筆記"
        for n in range(first, last)
    ]
    (folder / name).write_text("\n".join(lines), encoding="utf-8")


def test_an_overlap_is_counted_and_told(tmp_path: Path) -> None:
    export(tmp_path, "winter.txt", 0, 300)
    export(tmp_path, "spring.txt", 250, 600)
    read = closeknit.read(tmp_path, timezone="Asia/Taipei")
    assert read.issues.counts["in-two-exports"] == 50
    assert "archive" in next(one for one in read.issues.examples if one.code == "in-two-exports").message
    one_by_one = closeknit.read(tmp_path / "winter.txt", tmp_path / "spring.txt", timezone="Asia/Taipei")
    assert one_by_one.issues.counts["in-two-exports"] == 50


def test_two_groups_are_no_overlap(tmp_path: Path) -> None:
    export(tmp_path, "one.txt", 0, 300, "阿明")
    export(tmp_path, "other.txt", 300, 600, "阿華")
    assert not closeknit.read(tmp_path, timezone="Asia/Taipei").issues.counts["in-two-exports"]


def test_a_word_sent_to_two_groups_is_none_either(tmp_path: Path) -> None:
    export(tmp_path, "one.txt", 0, 10)
    export(tmp_path, "other.txt", 0, 10)
    assert not closeknit.read(tmp_path, timezone="Asia/Taipei").issues.counts["in-two-exports"]


def lines(first: int, last: int) -> str:
    """A chat in which people also say the same word twice within a minute, and send pictures."""
    told = []
    for n in range(first, last):
        head = f"2026/3/{1 + n // 40}, {10 + n % 12}:{n % 60:02d} - {'阿明' if n % 2 else '小美'}: "
        told += [f"{head}第 {n} 次讀書會的筆記", f"{head}好", f"{head}好", f"{head}<省略多媒體檔案>"]
    return "\n".join(told)


def told(history: Any) -> list[tuple[Any, ...]]:
    rows = history.messages.select(["sent_at", "author", "kind", "text"]).to_pylist()
    return [tuple(row.values()) for row in rows]


@given(st.integers(0, 60), st.integers(60, 120), st.booleans())
def test_law_two_exports_of_one_chat_are_the_whole(
    tmp_path_factory: pytest.TempPathFactory, first: int, last: int, turned: bool
) -> None:
    folder = tmp_path_factory.mktemp("exports")
    for name, words in (("old", lines(0, last)), ("new", lines(first, 120)), ("all", lines(0, 120))):
        (folder / name).mkdir()
        (folder / name / "與讀書會的 WhatsApp 聊天.txt").write_text(words, encoding="utf-8")
    pair = [folder / "new", folder / "old"] if turned else [folder / "old", folder / "new"]
    read = closeknit.read(*pair, timezone="Asia/Taipei")
    whole = closeknit.read(folder / "all", timezone="Asia/Taipei")
    assert sorted(map(str, told(read))) == sorted(map(str, told(whole)))
    assert read.issues.counts["repeated"] == 4 * (last - first)
    assert not read.issues.counts["in-two-exports"]


def test_a_message_that_was_edited_since_is_taken_as_it_is_now(tmp_path: Path) -> None:
    def telegram(name: str, first: int, last: int, words: str) -> Path:
        rows = [
            {"id": n, "type": "message", "date_unixtime": str(1_767_225_600 + 60 * n), "date": "2026-01-01T00:00:00",
             "from": "阿明", "from_id": "user1", "text": words if n == 30 else f"第 {n} 次讀書會的筆記"}
            for n in range(first, last)
        ]  # fmt: skip
        whole = {"name": "讀書會", "type": "private_group", "id": 7, "messages": rows}
        (tmp_path / name).mkdir()
        (tmp_path / name / "result.json").write_text(json.dumps(whole), encoding="utf-8")
        return tmp_path / name

    old, new = telegram("a", 0, 40, "週六三點"), telegram("b", 10, 60, "週六四點半")
    for pair in ((old, new), (new, old)):
        read = closeknit.read(*pair)
        texts = read.messages["text"].to_pylist()
        assert len(texts) == 60
        assert [text for text in texts if text.startswith("週六")] == ["週六四點半"]
