"""Two exports of one chat, given side by side, are counted twice: that is said."""

from pathlib import Path

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
