"""What goes wrong around an archive is said in a sentence, ends with 2, and loses nothing."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from tests.archive.conversation import numbered
from tests.archive.killing import rows
from tests.carriers.workbook import workbook
from tests.conftest import SAMPLES

from closeknit.archive import Reading, forget, open_archive, verify
from closeknit.archive.lock import writing
from closeknit.archive.marker import NAME

Run = Callable[..., Any]
CHAT = SAMPLES / "line" / "synthetic_zh-TW_group.txt"
TOPICS = SAMPLES / "telegram" / "synthetic_supergroup_topics.json"


@pytest.fixture
def club(closeknit: Run) -> Run:
    assert closeknit("import", CHAT, "--into", "club").code == 0
    return closeknit


def refused(ended: Any, word: str) -> None:
    assert ended.code == 2
    assert word in ended.err
    assert len(ended.err.strip().splitlines()) <= 3


def held(closeknit: Run) -> int:
    found: int = json.loads(closeknit("read", "club", "--json").out)["rows"]
    return found


def test_another_writes(club: Run) -> None:
    before = held(club)
    with writing(Path("club")):
        for words in (("import", TOPICS, "--into", "club"), ("archive", "compact", "club")):
            refused(club(*words), "Another Closeknit")
        assert held(club) == before  # any number may read
    assert club("import", TOPICS, "--into", "club").code == 0


def test_of_a_newer_closeknit(club: Run) -> None:
    marker = Path("club") / NAME
    marker.write_text(json.dumps({**json.loads(marker.read_text()), "format": 99}))
    for words in (
        ("read", "club"),
        ("examine", "club"),
        ("import", TOPICS, "--into", "club"),
        ("people", "show", "club"),
    ):
        refused(club(*words), "newer")


def test_another_program_wrote(club: Run) -> None:
    from deltalake import DeltaTable

    before = held(club)
    DeltaTable(str(open_archive("club").table.folder)).delete("true")
    refused(club("import", TOPICS, "--into", "club"), "Another program")
    refused(club("archive", "verify", "club"), "not sound")
    assert club("archive", "restore", "club").code == 0
    assert held(club) == before


def test_the_disk_is_full(club: Run, tmp_path: Path) -> None:
    """In a process of its own, which may write no file beyond a few thousand bytes."""
    before = held(club)
    script = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000));"
        "from closeknit.cli.main import run; run(sys.argv[1:])"
    )
    many = [{"id": i, "type": "message", "date_unixtime": str(1_780_000_000 + i), "date": "2026-05-28T00:00:00",
             "from": "u", "from_id": "user1", "text": os.urandom(40).hex()} for i in range(500)]  # fmt: skip
    (tmp_path / "big.json").write_text(json.dumps({"name": "G", "type": "private_group", "id": 1, "messages": many}))
    words = [sys.executable, "-c", script, "import", "big.json", "--into", "club", "--lang", "en"]
    ended = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ended.returncode == 2, ended.stderr
    assert "cannot be written" in ended.stderr or "cannot be read or written" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert held(club) == before
    assert list(verify(open_archive("club"))) == []
    assert club("import", "big.json", "--into", "club").code == 0
    assert held(club) == before + 500


def test_the_clock_was_set_back(club: Run) -> None:
    """Operations are told by their numbers: what a clock said of them decides nothing."""
    archive = open_archive("club")
    before = len(archive.history().messages)
    for at in ("2026-11-22T08:00:00+00:00", "1970-01-01T00:00:00+00:00", "2099-01-01T00:00:00+00:00"):
        archive.add(iter([numbered(rows(int(at[2:4]), 5))]), Reading(), at=at)
    assert [operation.n for operation in archive.operations] == [0, 1, 2, 3, 4]
    assert len(archive.history().messages) == before + 15
    archive.restore(2, at="1969-01-01T00:00:00+00:00")
    assert len(archive.history().messages) == before + 5
    forget(archive, ["u5"], at="2001-01-01T00:00:00+00:00")
    assert list(verify(open_archive("club"))) == []


def test_a_history_whose_every_zone_differs(closeknit: Run, tmp_path: Path) -> None:
    start = datetime(2026, 3, 1, 10, tzinfo=UTC)
    zones = [timezone(timedelta(minutes=15 * k)) for k in range(-48, 57)]
    lines = [
        f"{(start + timedelta(hours=i)).astimezone(zone).isoformat()},人{i % 4},第 {i} 句\n"
        for i, zone in enumerate(zones)
    ]
    (tmp_path / "t.csv").write_text("time,author,text\n" + "".join(lines), encoding="utf-8")
    (tmp_path / "again.csv").write_text("time,author,text\n" + "".join(lines[20:]), encoding="utf-8")
    (done,) = json.loads(closeknit("import", "t.csv", "--into", "club", "--json").out)
    assert done["added"] == len(lines)
    found = open_archive("club").history().messages
    assert [row["sent_at"] for row in found.select(["sent_at"]).to_pylist()] == [
        start + timedelta(hours=i) for i in range(len(zones))
    ]
    (done,) = json.loads(closeknit("import", "again.csv", "--into", "club", "--chat", "t", "--json").out)
    assert (done["added"], done["changed"]) == (0, 0)
    assert closeknit("archive", "verify", "club").code == 0


def test_attachments_that_are_missing(closeknit: Run, tmp_path: Path) -> None:
    """Exports name files that were not taken along: the rows stand, and the import says nothing was lost."""
    (tmp_path / "WhatsApp Chat with G.txt").write_text(
        "01/03/2026, 10:00 - 小滿: IMG-20260301-WA0001.jpg (file attached)\n"
        "01/03/2026, 10:01 - 阿哲: PTT-20260301-WA0002.opus (file attached)\n"
        "01/03/2026, 10:02 - 小滿: <Media omitted>\n",
        encoding="utf-8",
    )
    (done,) = json.loads(closeknit("import", "WhatsApp Chat with G.txt", "--into", "club", "--json").out)
    assert (done["rows"], done["added"], done["lost"]) == (3, 3, 0)
    assert open_archive("club").history().messages["kind"].to_pylist()[:2] == ["image", "voice"]
    assert closeknit("examine", "club", "--out", "r").code == 0


def test_a_folder_that_may_not_be_written(club: Run) -> None:
    (Path("club") / "lock").unlink()
    if os.geteuid():
        Path("club").chmod(0o500)
    else:
        (Path("club") / "lock").mkdir()
    try:
        refused(club("import", TOPICS, "--into", "club"), "cannot be written")
        refused(club("people", "accept", "club", "line:張三", "line:李四"), "cannot be written")
        assert held(club)
        assert club("examine", "club", "--out", "r").code == 0
    finally:
        Path("club").chmod(0o700)


def test_a_workbook_with_formulas_merged_cells_and_hidden_sheets(closeknit: Run, tmp_path: Path) -> None:
    """The value of a formula counts, a merged cell counts for all its rows, and what is hidden is not taken."""
    merged = '<mergeCells count="1"><mergeCell ref="B3:B4"/></mergeCells>'
    listed = [["讀書會名冊", ""], ["姓名", "角色"], ["=A9|程青", "成員"], ["阿嵐", ""]]
    hidden = ([["姓名", "角色"], ["藏", "成員"]], "hidden")
    (tmp_path / "名冊.xlsx").write_bytes(workbook(people=(listed, merged), secret=hidden))
    for again in (False, True):
        (done,) = json.loads(
            closeknit("import", "名冊.xlsx", "--into", "club", "--json", *(["--me", "x"] if again else [])).out
        )
        assert done["beside"]["roster"].get("added", 0) == (0 if again else 2)
    kept = open_archive("club").history().roster.to_pylist()
    assert [(row["name"], row["role"]) for row in kept] == [("程青", "member"), ("阿嵐", "member")]
    assert closeknit("archive", "verify", "club").code == 0
