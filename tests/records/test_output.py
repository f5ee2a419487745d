"""A table written for other programs holds what was read, and harms no spreadsheet."""

import csv
import json
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeknit.errors import BadOption, CloseknitError
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.identity import Ids, hashes, with_ids
from closeknit.records.instant import epoch_micros, offsets, to_wall
from closeknit.records.message import MESSAGE
from closeknit.records.options import ReadOptions
from closeknit.records.output import write_messages

TAIPEI = ZoneInfo("Asia/Taipei")


def history(*texts: str | None, ids: bool = False, author: str = "=小滿") -> History:
    builder = MessageBuilder("line", "x.txt", ReadOptions(zone=TAIPEI), wall=True)
    builder.channel("夜讀")
    for i, text in enumerate(texts):
        builder.add(time=1_772_000_000_000_000 + i * 60_000_000, author=author, text=text, id=str(i) if ids else None,
                    reactions=[{"reaction": "👍", "count": 2, "by": []}] if i == 0 else None)  # fmt: skip
    return builder.finish()


def test_every_format_holds_the_rows(tmp_path: Path) -> None:
    table = history("你好", None, '第二行\n"引號"').messages
    for suffix in ("parquet", "csv", "jsonl"):
        write_messages(table, tmp_path / f"out.{suffix}", zone=TAIPEI)
    assert pq.read_table(tmp_path / "out.parquet")["text"].to_pylist() == ["你好", None, '第二行\n"引號"']
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [line["text"] for line in lines] == ["你好", None, '第二行\n"引號"']
    assert lines[0]["sent_at"].endswith("+08:00")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["text"] for row in rows] == ["你好", "", '第二行\n"引號"']
    assert rows[0]["reactions"] == "👍 (2)"
    assert {row["channel"] for row in rows} == {"夜讀"}


@pytest.mark.parametrize("cell", ["=1+1", "+86", "-cmd", "@SUM(A1)", "\tx", "＝1+1", "＠SUM(A1)"])
def test_a_cell_that_is_a_formula_is_written_as_text(tmp_path: Path, cell: str) -> None:
    write_messages(history(cell).messages, tmp_path / "out.csv", zone=TAIPEI)
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert (row["text"], row["author"]) == ("'" + cell, "'=小滿")


def test_an_empty_table_is_written_with_its_head(tmp_path: Path) -> None:
    write_messages(history().messages, tmp_path / "out.csv", zone=TAIPEI)
    assert (tmp_path / "out.csv").read_text("utf-8-sig").startswith('"id"')


def test_an_unknown_suffix_and_a_folder_that_is_not_there_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadOption, match="suffix"):
        write_messages(history("a").messages, tmp_path / "out.docx", zone=TAIPEI)
    with pytest.raises(CloseknitError, match="cannot be written"):
        write_messages(history("a").messages, tmp_path / "no" / "out.csv", zone=TAIPEI)


def test_ids_are_stable_and_unique() -> None:
    once = with_ids(history("a", "a", "b").messages)["id"].to_pylist()
    assert once == with_ids(history("a", "a", "b").messages)["id"].to_pylist()
    assert len(set(once)) == 3
    twice = with_ids(pa.concat_tables([history("a").messages] * 2))["id"].to_pylist()
    assert twice == [once[0], once[0] + "#2"]


def test_ids_of_two_chats_that_are_alike_are_kept_apart() -> None:
    builder = MessageBuilder("x", "x", ReadOptions(), wall=False)
    for chat in ("甲", "乙"):
        builder.channel(chat)
        builder.add(time=None, id="1", text="a")
        builder.add(time=None, id="2", text="b", reply_to="1", is_reply=True)
    table = with_ids(builder.finish().messages)
    assert table["id"].to_pylist() == ["甲/1", "甲/2", "乙/1", "乙/2"]
    assert table["reply_to"].to_pylist() == [None, "甲/1", None, "乙/1"]


@given(st.lists(st.none() | st.text(max_size=12), max_size=30), st.integers(1, 9))
def test_law_a_hash_depends_on_its_string_alone(texts: list[str | None], chunk: int) -> None:
    texts = [None if t is None else t.encode("utf-8", "replace").decode() for t in texts]
    found = hashes(pa.array(texts, pa.string()), chunk).tolist()
    assert found == [int(hashes(pa.array([t], pa.string()))[0]) for t in texts]
    known = {t: h for t, h in zip(texts, found) if t}
    assert len(set(known.values())) == len(known)


@given(
    st.integers(-2_000_000_000, 4_000_000_000), st.sampled_from(["Asia/Taipei", "Europe/Berlin", "Australia/Lord_Howe"])
)
def test_law_an_instant_survives_its_wall_time_unless_that_occurred_twice(second: int, name: str) -> None:
    import numpy as np

    zone = ZoneInfo(name)
    instant = np.array([second * 1_000_000])
    wall = to_wall(instant, zone)
    shift, twice = offsets(wall, zone)
    assert twice[0] or wall - shift == instant


@pytest.mark.parametrize(
    ("value", "micros"),
    [
        (1704438245, 1704438245000000),
        (1704438245000, 1704438245000000),
        (1704438245000200, 1704438245000200),
        (1704438245.0002, 1704438245000200),
    ],
)
def test_the_unit_of_an_epoch_is_told_by_its_size(value: float, micros: int) -> None:
    assert epoch_micros(value) == micros


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from([None, "1", "2", "3"]), st.integers(0, 3)), max_size=30)
)
def test_in_parts_the_ids_are_those_of_the_whole(given_rows: list[tuple[str, str | None, int]]) -> None:
    """Parts are cut where no two rows that are equal in everything stand on both sides."""
    rows = [
        {"channel": chat, "id": ident, "sent_at": second * 1_000_000, "author": "u", "reply_to": ident}
        for chat, ident, second in sorted(given_rows, key=lambda row: (row[0], row[2]))
    ]
    table = pa.Table.from_pylist(rows, schema=MESSAGE)
    places = [(row["channel"], row["sent_at"]) for row in rows]
    cuts = [0, *(at for at in range(1, len(rows)) if places[at] != places[at - 1]), len(rows)]
    parts = [table.slice(low, high - low) for low, high in pairwise(cuts)]
    whole = with_ids(table)
    found = pa.concat_tables(Ids(parts).filled(parts))
    assert found.select(["id", "reply_to"]).to_pylist() == whole.select(["id", "reply_to"]).to_pylist()
    assert len(set(whole["id"].to_pylist())) == len(rows)
