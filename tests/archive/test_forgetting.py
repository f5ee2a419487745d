"""Who asks to be forgotten is nowhere in the archive any more, and does not come back; the threads stand."""

import re
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from closeknit.archive import Archive, Reading, SourceFile, forget, verify
from closeknit.errors import BadOption
from closeknit.records.history import History
from tests.archive.conversation import NOW, archive_in, chat, keep, lines, numbered

HER_WORDS = "銀河鐵道之夜第九章"
HER_NAME = "王小滿"
HER_ID = "user777001"
ROWS: list[dict[str, Any]] = [
    {"id": "1", "time": 1_780_000_000, "author": HER_NAME, "author_id": HER_ID, "kind": "join", "event": "join",
     "text": f"{HER_NAME} joined"},
    {"id": "2", "time": 1_780_000_010, "author": HER_NAME, "author_id": HER_ID, "text": HER_WORDS},
    {"id": "3", "time": 1_780_000_020, "author": "阿哲", "author_id": "user2", "text": f"@{HER_NAME} 我也在讀",
     "reply_to": "2", "quoted": HER_WORDS[:6] + "…", "quoted_author": HER_NAME, "mentions": [HER_ID],
     "reactions": [{"reaction": "👍", "count": 2, "by": [HER_ID, "user3"]}]},
    {"id": "4", "time": 1_780_000_030, "author": "阿哲", "author_id": "user2", "text": HER_WORDS,
     "is_forwarded": True, "forwarded_from": HER_NAME},
    {"id": "5", "time": 1_780_000_040, "author": "美玲", "author_id": "user3", "text": "第九章我也喜歡"},
]  # fmt: skip
EDITED = [*ROWS[:1], {**ROWS[1], "text": f"{HER_WORDS}！", "is_edited": True}, *ROWS[2:]]


def everything(folder: Path) -> str:
    """All that the archive's files hold: names, bytes as text, and data files and checkpoints decoded."""
    found = []
    for path in sorted(folder.rglob("*")):
        found.append(str(path.relative_to(folder)))
        if path.is_file():
            found.append(path.read_bytes().decode("utf-8", "replace"))
            if path.suffix == ".parquet":
                with pq.ParquetFile(path) as file:
                    found += [str(file.metadata.to_dict()), str(file.schema), str(file.read().to_pylist())]
    return re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), "\n".join(found))


def absent(archive: Archive, *words: str) -> None:
    held = everything(archive.folder)
    assert [word for word in words if word in held] == []


def with_files(archive: Archive, *histories: History) -> None:
    reading = Reading((SourceFile(f"exports/與{HER_NAME}的對話.json", "00", 3),), settings=f"me={HER_NAME}")
    archive.add(iter(histories), reading, at=NOW)


def test_nothing_of_her_is_left_and_the_threads_stand(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    with_files(archive, numbered(ROWS))
    keep(archive, numbered(EDITED), numbered([{**ROWS[1], "id": "9"}], name=HER_NAME, carrier="telegram"))
    archive.table.checkpoint()
    assert HER_WORDS in everything(archive.folder)
    done = forget(archive, [HER_NAME], at=NOW)
    assert done.rows == 4  # the join, two states of one message, and the other chat's
    absent(archive, HER_WORDS, HER_WORDS[:6], HER_NAME, HER_ID)
    rows = {row["id"]: row for row in archive.history().messages.to_pylist()}
    assert len(rows) == 6
    assert (rows["2"]["is_deleted"], rows["2"]["text"], rows["2"]["author"]) == (True, None, None)
    assert (rows["3"]["reply_to"], rows["3"]["text"], rows["3"]["mentions"]) == ("2", "@… 我也在讀", None)
    assert rows["3"]["reactions"] == [{"reaction": "👍", "count": 2, "by": ["user3"]}]
    assert rows["5"]["text"] == "第九章我也喜歡"
    assert list(verify(archive)) == []


def test_the_old_export_does_not_bring_her_back(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    keep(archive, numbered(ROWS))
    forget(archive, [HER_ID], at=NOW)
    before = archive.history().messages.to_pylist()
    done = keep(archive, numbered(ROWS), numbered(EDITED))
    assert (done.added, done.changed) == (0, 0)
    assert archive.history().messages.to_pylist() == before
    absent(archive, HER_WORDS, HER_NAME, HER_ID)


def test_nor_do_her_later_messages_or_another_tool_s_export(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    keep(archive, numbered(ROWS))
    forget(archive, [HER_NAME], at=NOW)
    later = numbered([{**ROWS[1], "id": "77", "time": 1_780_900_000}])
    named_only = numbered([{k: v for k, v in row.items() if k not in {"id", "author_id"}} for row in ROWS[:2]])
    keep(archive, later, named_only)
    absent(archive, HER_WORDS, HER_NAME, HER_ID)


def test_nor_does_the_second_phone_where_she_has_another_name(tmp_path: Path) -> None:
    ours = """
        2026-03-01 20:00 王小滿: 今晚讀第三章
        2026-03-01 20:01 阿哲: 我還沒讀完
        2026-03-01 20:03 王小滿: 沒關係，先講前半
        2026-03-01 20:04 阿哲: 好
        2026-03-01 20:10 王小滿: 作者為什麼要寫那座橋？
        2026-03-01 20:15 阿哲: 我覺得那座橋是他父親
    """
    archive = archive_in(tmp_path)
    keep(archive, chat(ours))
    forget(archive, ["王小滿"], at=NOW)
    hers = (
        ours.strip().replace("王小滿", "Xiaoman") + "\n2026-03-02 08:00 Xiaoman: 我拍了照\n2026-03-02 08:01 阿哲: 謝謝"
    )
    keep(archive, chat(hers))
    absent(archive, "Xiaoman", "王小滿", "今晚讀第三章", "我拍了照")
    assert [line.partition(" ")[2] for line in lines(archive)] == [
        "20:00 –: –", "20:01 阿哲: 我還沒讀完", "20:03 –: –", "20:04 阿哲: 好", "20:10 –: –",
        "20:15 阿哲: 我覺得那座橋是他父親", "08:00 –: –", "08:01 阿哲: 謝謝",
    ]  # fmt: skip


def test_a_conversation_with_her_alone_is_found_again_without_her_name(tmp_path: Path) -> None:
    said = "2026-03-01 20:00 王小滿: 今晚讀第三章\n2026-03-01 20:01 阿哲: 好"
    archive = archive_in(tmp_path)
    keep(archive, chat(said, name="王小滿"))
    forget(archive, ["王小滿"], at=NOW)
    assert keep(archive, chat(said, name="王小滿")).added == 0
    assert len(archive.chats()) == 1
    absent(archive, "王小滿")


def test_whoever_shares_the_name_is_not_forgotten(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    namesake = {**ROWS[4], "id": "6", "author": HER_NAME, "author_id": "user9", "text": "我是另一個小滿"}
    keep(archive, numbered([*ROWS, namesake]))
    with pytest.raises(BadOption) as refusal:
        forget(archive, [HER_NAME], at=NOW)
    assert f"telegram:{HER_ID}" in refusal.value.message
    forget(archive, [f"telegram:{HER_ID}"], at=NOW)
    assert lines(archive)[-1].endswith("我是另一個小滿")
    absent(archive, HER_WORDS, HER_ID)


def test_nobody_of_that_name(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    keep(archive, numbered(ROWS))
    with pytest.raises(BadOption):
        forget(archive, ["小王"], at=NOW)
    assert len(lines(archive)) == 5
