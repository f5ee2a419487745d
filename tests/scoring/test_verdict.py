"""The harness: its figures by hand, its two link modes, and what it says of channels of known kind."""

import csv
import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from closeknit.cli.verdict import verdict as command
from closeknit.errors import BadOption, UnreadableSource
from closeknit.scoring import verdict
from closeknit.scoring.channels import COLUMNS, read_channels
from closeknit.scoring.verdict import Scored, auc, score, summarise
from tests.vitality.groups import circle, notices, shop, wall
from tests.vitality.stories import table

GROUPS = {
    ("one", "board", "broadcast", "people"): notices,
    ("one", "talk", "mesh", "people"): circle,
    ("two", "wall", "broadcast", "people"): wall,
    ("two", "shop", "broadcast", "bot"): shop,
    ("two", "other", "", ""): circle,
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Three channels of known kind in the shape of the validation set, and one by bots, and one without a label."""
    folder = tmp_path_factory.mktemp("channels")
    parts = []
    for (source, channel, _kind, _by), make in GROUPS.items():
        rows = table(make())
        n = len(rows)
        parts.append(
            pa.table(
                {
                    "source": [source] * n,
                    "channel": [channel] * n,
                    "id": rows["id"],
                    "at": rows["sent_at"],
                    "author": rows["author"].cast(pa.string()),
                    "is_bot": rows["is_bot"],
                    "text": rows["text"],
                    "reply_to": rows["reply_to"],
                    "thread": pa.nulls(n, pa.string()),
                    "mentions": pa.array([[]] * n, pa.list_(pa.string())),
                }
            )
        )
    pq.write_table(pa.concat_tables(parts), folder / "channels.parquet")
    with (folder / "labels.csv").open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["source", "channel", "kind", "by"])
        writer.writerows(GROUPS)
    return folder / "channels.parquet", folder / "labels.csv"


def scored(kind: str, word: str, margin: float, **told: object) -> Scored:
    plain = {
        "source": "s", "channel": "c", "kind": kind, "by": "people", "sub": "", "word": word, "because": "",
        "states": {},
        "margin": margin, "messages": 300, "volume": 200, "people": 9, "evenness": 0.5,
    }  # fmt: skip
    return Scored(**{**plain, **told})  # type: ignore[arg-type]


def test_the_figures_by_hand() -> None:
    found = summarise(
        [
            scored("broadcast", "broadcast", 0.0),
            scored("broadcast", "group", 0.2),
            scored("broadcast", "cannot-tell", 0.0, messages=30),
            scored("broadcast", "group", 0.9, by="bot"),
            scored("mesh", "community", 0.5),
            scored("mesh", "broadcast", 0.1),
            scored("mesh", "silent", 0.3),
            scored("star", "community", 0.0),
            scored("trap", "community", 0.0, source="t", channel="u"),
        ],
        np.random.default_rng(7),
    )
    assert found["auc_pooled"] == pytest.approx((3 + 2 + 3) / 9)
    assert found["sensitivity"] == 0.5  # the one that cannot be told leaves it
    assert found["specificity"] == 0.5  # the silent one leaves it
    assert found["cannot_tell"] == 0
    assert found["words"]["broadcast"] == {"broadcast": 1, "cannot-tell": 1, "group": 1}
    assert found["words"]["broadcast, by bot"] == {"group": 1}
    assert [one["word"] for one in found["wrong"]] == ["group", "broadcast"]
    assert [(one["channel"], one["confident"]) for one in found["traps"]] == [("t/u", True)]
    assert found["intervals"]["auc_pooled"][0] <= found["auc_pooled"] <= found["intervals"]["auc_pooled"][1]
    json.dumps(found)


def test_nothing_to_divide_by_is_null() -> None:
    found = summarise([scored("trap", "group", 0)], np.random.default_rng(7))
    assert (found["auc_pooled"], found["auc_within_source"], found["sensitivity"]) == (None, None, None)
    assert found["intervals"]["auc_pooled"] is None


def test_pairs_within_a_source_are_pooled_over_sources() -> None:
    some = [
        scored("broadcast", "broadcast", 0.5, source="a"), scored("mesh", "group", 0.9, source="a"),
        scored("broadcast", "broadcast", 0.1, source="b"), scored("mesh", "group", 0.0, source="b"),
        scored("mesh", "group", 0.2, source="b"), scored("mesh", "group", 0.0, source="c"),
    ]  # fmt: skip
    assert verdict.auc_within(some, lambda one: one.margin) == pytest.approx((1 + 0 + 1) / 3)


numbers = st.lists(st.integers(0, 5).map(float), max_size=12)


@given(numbers, numbers)
def test_the_auc_is_that_of_all_pairs(low: list[float], high: list[float]) -> None:
    pairs = [(a < b) + (a == b) / 2 for a in low for b in high]
    expected = sum(pairs) / len(pairs) if pairs else None
    assert auc(np.array(low), np.array(high)) == (None if expected is None else pytest.approx(expected))


def test_the_shipped_pipeline_is_run_on_labelled_channels(files: tuple[Path, Path]) -> None:
    found = score(*files, links="shown", inference="quick")
    assert found["channels"] == 4
    assert found["auc_pooled"] == 1
    assert found["sensitivity"] == 1
    assert "broadcast" not in found["words"]["mesh"]
    assert found["wrong"] == []


def test_hidden_links_are_not_seen(files: tuple[Path, Path]) -> None:
    shown = {one.channel: one.messages for one in read_channels(*files, hidden=False)}
    hidden = {one.channel: one.messages for one in read_channels(*files, hidden=True)}
    assert shown["wall"]["reply_to"].null_count < len(shown["wall"])
    assert hidden["wall"]["reply_to"].null_count == len(hidden["wall"])
    assert not any(hidden["wall"]["is_reply"].to_pylist())


def test_the_same_run_gives_the_same_figures(files: tuple[Path, Path]) -> None:
    assert score(*files, inference="none") == score(*files, inference="none")


def test_the_command_prints_lines_or_json(files: tuple[Path, Path]) -> None:
    run = CliRunner().invoke(command, ["score", *map(str, files), "--inference", "none"])
    assert run.exit_code == 0
    assert "auc_pooled" in run.output
    run = CliRunner().invoke(command, ["score", *map(str, files), "--links", "hidden", "--inference", "none", "--json"])
    assert {"auc_pooled", "words", "wrong", "traps", "intervals", "baselines"} <= set(json.loads(run.output))


def test_what_is_no_such_file_is_refused(files: tuple[Path, Path], tmp_path: Path) -> None:
    channels, labels = files
    with pytest.raises(UnreadableSource, match="Parquet"):
        list(read_channels(labels, labels, hidden=False))
    poor = tmp_path / "poor.parquet"
    pq.write_table(pa.table({"source": ["a"]}), poor)
    with pytest.raises(BadOption, match="channel, at, author"):
        list(read_channels(poor, labels, hidden=False))
    headless = tmp_path / "labels.csv"
    headless.write_text("a,b\n1,2\n")
    with pytest.raises(BadOption, match="source, channel, kind"):
        list(read_channels(channels, headless, hidden=False))
    assert "at" in COLUMNS


@pytest.mark.shared
def test_no_wall_is_called_a_community_and_no_room_a_broadcast(shared: Path) -> None:
    folder = shared / "validation"
    some = [
        one
        for one in read_channels(folder / "zh-channels.parquet", folder / "zh-labels.csv", hidden=True)
        if (one.sub == "org" or one.sub == "room") and len(one.messages) < 600
    ]
    words = [(one.sub, verdict.score_channel(one, inference="quick").word) for one in some[:24]]
    assert not {("org", "community"), ("org", "becoming-one"), ("room", "broadcast")} & set(words)
