"""What `closeknit read` wrote is read back as it was, and as far as it was left whole."""

import random
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.carriers.test_conformance import OTHERS, REFUSED, SAMPLES

import closeknit
from closeknit.carriers import message_table
from closeknit.errors import CloseknitError, UnknownFormat, UnreadableSource
from closeknit.records.history import History
from closeknit.records.identity import with_ids
from closeknit.records.message import MESSAGE
from closeknit.records.options import ReadOptions
from closeknit.records.output import write_messages
from closeknit.sources.source import of_bytes
from closeknit.testing.damage import damaged
from closeknit.testing.laws import broken_laws

TAIPEI = ZoneInfo("Asia/Taipei")
OPTIONS = ReadOptions(TAIPEI, True)
CHATS = sorted(
    path
    for folder in SAMPLES.iterdir()
    for path in folder.iterdir()
    if path.is_file() and path.name not in REFUSED | OTHERS.keys()
)
LINE = SAMPLES / "line" / "synthetic_zh-TW_group.txt"


def read(path: Path) -> History:
    return closeknit.read(path, timezone="Asia/Taipei")


def written(tmp_path: Path, history: History, suffix: str) -> Path:
    path = tmp_path / f"table.{suffix}"
    write_messages(history.messages, path, zone=TAIPEI)
    return path


def laws(history: History) -> list[str]:
    """Broken laws; whatever carrier a row says is right here."""
    found = [law for law in broken_laws(history, "") if "the column carrier says" not in law]
    assert not history.messages["carrier"].null_count
    return found


@pytest.mark.parametrize("suffix", ["parquet", "jsonl"])
@pytest.mark.parametrize("path", CHATS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_sample_comes_back_as_it_was(tmp_path: Path, path: Path, suffix: str) -> None:
    history = read(path)
    if not len(history.messages):
        return  # a roster, a calendar
    again = read(written(tmp_path, history, suffix))
    assert again.messages.to_pylist() == with_ids(history.messages).to_pylist()
    assert not laws(again)


def test_what_pandas_and_polars_made_of_it(tmp_path: Path) -> None:
    polars = pytest.importorskip("polars")
    history = read(LINE)
    wanted = [(row["author"], row["sent_at"], row["text"]) for row in history.messages.to_pylist()]
    frame = history.to_polars().with_columns(mine=polars.lit(1)).drop("id", "mentions", "zone")
    frame.write_parquet(tmp_path / "polars.parquet")
    frame.write_ndjson(tmp_path / "polars.jsonl")
    pandas = history.to_pandas().drop(columns=["reactions", "thread"])
    pandas.to_parquet(tmp_path / "pandas.parquet")
    plain = pandas.drop(columns=["mentions"])
    plain.to_json(tmp_path / "pandas.jsonl", orient="records", lines=True, date_format="iso")
    for name in ("polars.parquet", "polars.jsonl", "pandas.parquet", "pandas.jsonl"):
        again = read(tmp_path / name)
        assert [(row["author"], row["sent_at"], row["text"]) for row in again.messages.to_pylist()] == wanted, name
        assert not again.issues.lost, name
        assert not laws(again), name


@pytest.mark.parametrize("name", [name for name in MESSAGE.names if name not in {"sent_at", "author", "text"}])
def test_any_other_column_may_be_missing(tmp_path: Path, name: str) -> None:
    history = read(LINE)
    pq.write_table(history.messages.drop_columns(name), tmp_path / "t.parquet")
    again = read(tmp_path / "t.parquet")
    assert not laws(again)
    assert again.messages["text"].equals(history.messages["text"])


def test_times_may_be_numbers(tmp_path: Path) -> None:
    row = '{"sent_at":1772330400000,"author":"小滿","kind":"text","text":"早"}\n'
    (tmp_path / "t.jsonl").write_text(row, encoding="utf-8")
    assert read(tmp_path / "t.jsonl").messages["sent_at"][0].as_py().isoformat() == "2026-03-01T02:00:00+00:00"


def test_a_time_without_a_zone_is_of_the_zone_that_is_told(tmp_path: Path) -> None:
    text = '{"sent_at":"2026-03-01T10:00:00","author":"小滿","kind":"text","text":"早"}\n'
    (tmp_path / "t.jsonl").write_text(text * 2, encoding="utf-8")
    row = read(tmp_path / "t.jsonl").messages.to_pylist()[0]
    assert row["sent_at"].isoformat() == "2026-03-01T02:00:00+00:00"
    assert row["zone"] == "assumed"


def test_lines_that_are_damaged_are_told_and_the_others_kept(tmp_path: Path) -> None:
    path = written(tmp_path, read(LINE), "jsonl")
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([lines[0], '{"id": [', lines[1].replace('"kind":"text"', '"kind":7'), *lines[2:]]))
    again = read(path)
    assert len(again.messages) == len(lines)
    assert again.issues.lost == 1
    assert not laws(again)


def test_words_of_ours_that_are_none_become_plain(tmp_path: Path) -> None:
    row = (
        '{"sent_at":"yesterday","author":"","kind":"sermon","text":"a\\r\\nb","event":"Big News","inner":-4,'
        '"reactions":[{"reaction":"👍","count":-2}],"time_precision":"century","inviter":"x","reply_to":"7"}\n'
    )
    (tmp_path / "t.jsonl").write_text(row, encoding="utf-8")
    again = read(tmp_path / "t.jsonl")
    assert again.issues.counts["bad-time"] == 1
    assert not laws(again)
    [kept] = again.messages.to_pylist()
    assert (kept["kind"], kept["text"], kept["event"], kept["is_reply"]) == ("text", "a\nb", None, True)


def test_when_who_and_what_are_enough(tmp_path: Path) -> None:
    when = pa.array([1_772_330_400_000_000, 1_772_330_460_000_000], pa.timestamp("us", "UTC"))
    words = pa.array(["早", None], pa.large_string())
    pq.write_table(pa.table({"sent_at": when, "author": ["小滿", "阿嵐"], "text": words}), tmp_path / "讀書會.parquet")
    (tmp_path / "讀書會.jsonl").write_text('{"sent_at":"2026-03-01T02:00:00Z","author":"小滿","text":"早"}\n')
    table, lines = (read(tmp_path / f"讀書會.{suffix}") for suffix in ("parquet", "jsonl"))
    assert table.messages["kind"].to_pylist() == ["text", "other"]
    assert lines.messages["kind"].to_pylist() == ["text"]
    assert list(table.channels()) == list(lines.channels()) == ["讀書會"]


def test_another_table_is_refused_with_what_it_lacks(tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": ["a"], "who": ["b"]}), tmp_path / "t.parquet")
    with pytest.raises(UnknownFormat, match="sent_at, author"):
        read(tmp_path / "t.parquet")
    (tmp_path / "broken.parquet").write_bytes(b"PAR1" + bytes(100))
    with pytest.raises(UnreadableSource, match="damaged"):
        read(tmp_path / "broken.parquet")


def test_a_billion_rows_in_a_few_bytes_are_refused(tmp_path: Path) -> None:
    columns = {name: pa.nulls(3_000_000, pa.string()) for name in ("sent_at", "author", "kind", "text")}
    pq.write_table(pa.table(columns), tmp_path / "t.parquet", compression="zstd")
    assert (tmp_path / "t.parquet").stat().st_size < 1_000_000
    with pytest.raises(UnreadableSource):
        read(tmp_path / "t.parquet")


@pytest.mark.parametrize("suffix", ["parquet", "jsonl"])
def test_a_damaged_table_is_read_lawfully_or_refused(tmp_path: Path, suffix: str) -> None:
    body = written(tmp_path, read(SAMPLES / "telegram" / "synthetic_supergroup_topics.json"), suffix).read_bytes()
    dice = random.Random(11)
    for _number in range(300):
        broken = of_bytes("t", f"t.{suffix}", damaged(body, body, dice.getrandbits(64)))
        if message_table.is_message_table(broken):
            try:
                history = message_table.read(broken, OPTIONS)
            except CloseknitError as refusal:
                assert refusal.message  # noqa: PT017
            else:
                assert not laws(history)
