"""The suite finds what is wrong with a carrier."""

from dataclasses import replace
from pathlib import Path

import pytest

from closeknit.carriers.chatlab import CARRIER
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.testing.conformance import check
from closeknit.testing.damage import damaged

SAMPLES = Path(__file__).parent.parent / "samples"
OWN = [SAMPLES / "chatlab/synthetic_chatlab.json"]


def test_a_good_carrier_holds() -> None:
    report = check(CARRIER, OWN, strangers=[SAMPLES / "line/synthetic_en_group.txt"], inputs=20)
    assert report.holds, str(report)
    assert report.inputs > 40


def _greedy(_source: Source) -> int:
    return 100


def _clumsy(source: Source) -> int:
    return 100 // len(source.head[:1]) if not source.is_folder else 0


def test_a_greedy_carrier_is_told_what_it_must_leave_alone() -> None:
    report = check(replace(CARRIER, sniff=_greedy), OWN, inputs=0)
    assert {failure.check for failure in report.failures} >= {"strangers"}


def test_a_sniff_that_raises_is_a_fault() -> None:
    report = check(replace(CARRIER, sniff=_clumsy), OWN, inputs=0)
    assert any("ZeroDivisionError" in failure.detail for failure in report.failures)


def _forgetful(source: Source, options: ReadOptions) -> History:
    build = MessageBuilder("chatlab", source.path, options, wall=False)
    build.add(time=None, id="1", text="one", event="joined")
    build.add(time=None, id="1", text="two", reply_to="2", kind="join")
    return build.finish()


def test_broken_laws_are_named() -> None:
    details = [failure.detail for failure in check(replace(CARRIER, read=_forgetful), OWN, inputs=0).failures]
    assert "row 0: event is 'joined' on a row of kind text" in details
    assert "row 1: event is None on a row of kind join" in details
    assert any("ids stand on several rows" in detail for detail in details)
    assert any("no reply names the id" in detail for detail in details)


def _fragile(source: Source, options: ReadOptions) -> History:
    source.read_bytes().decode()
    return CARRIER.read(source, options)


def test_a_reader_that_raises_on_damage_is_a_fault() -> None:
    report = check(replace(CARRIER, read=_fragile), OWN, inputs=200)
    assert any("UnicodeDecodeError" in failure.detail for failure in report.failures)
    assert "failures" in str(report)


@pytest.mark.parametrize("seed", range(20))
def test_damage_is_the_same_for_the_same_seed(seed: int) -> None:
    data = OWN[0].read_bytes()
    assert damaged(data, data, seed) == damaged(data, data, seed)
