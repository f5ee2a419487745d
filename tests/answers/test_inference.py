"""Bounds and odd talks: the model answers for every message, whatever stands around it."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from closeknit.answers import inference
from closeknit.answers.block import make_block
from closeknit.answers.bonds import STEP, Bonds, pairs_of
from closeknit.answers.inference import SETTINGS, infer
from closeknit.answers.model import shipped
from closeknit.answers.names import name_table
from closeknit.answers.talk import Talk

WORDS = ("who comes on Saturday?", "rain again", "Saturday suits me", "好", "誰要買書？", "我要買書", "", "ok")


def talk(n: int, people: int, *, channels: int = 1, seed: int = 1, timed: bool = True) -> Talk:
    """An invented talk: words and people by lot, some seconds apart."""
    lot = np.random.default_rng(seed)
    channel = np.sort(lot.integers(0, channels, n))
    first = np.searchsorted(channel, channel)
    seconds = np.cumsum(lot.integers(1, 90, n)).astype(np.float64) if timed else np.full(n, np.nan)
    return Talk(
        first, lot.integers(0, people, n).astype(np.int32), seconds, pa.array(lot.choice(WORDS, n)),
        tuple(f"P{i}" for i in range(people)), np.full(n, -1, np.int64),
    )  # fmt: skip


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize(
    "material",
    [talk(1, 1), talk(2, 1), talk(300, 1), talk(300, 300), talk(400, 5, channels=60), talk(250, 4, timed=False)],
    ids=["one", "two", "one person", "nobody twice", "many channels", "no times"],
)
def test_parents_come_before_in_the_same_channel_and_probabilities_add_up(setting: str, material: Talk) -> None:
    guess = infer(material, shipped(), setting)
    child = np.arange(len(material))[:, None]
    there = guess.parent >= 0
    assert (guess.parent < child).all()
    assert (np.where(there, material.first[guess.parent] == material.first[child], True)).all()
    total = guess.probability.sum(axis=1) + guess.opening
    assert np.isfinite(total).all()
    assert (total <= 1 + 1e-5).all()
    assert (guess.probability[:, :-1] >= guess.probability[:, 1:]).all()


@pytest.mark.parametrize("setting", SETTINGS)
def test_it_matters_little_where_a_block_ends(setting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # How rare a word is hangs on the block: most choices stay.
    material = replace(talk(1500, 8), texts=pa.array([f"word{i % 700} of line{i // 3} and {i}" for i in range(1500)]))
    whole = infer(material, shipped(), setting)
    monkeypatch.setattr(inference, "_BLOCK", 400)
    parts = infer(material, shipped(), setting)
    assert (whole.parent[:, 0] == parts.parent[:, 0]).mean() > 0.85


def test_what_is_settled_is_not_looked_at_and_still_informs_the_rest() -> None:
    material = talk(600, 6)
    told = np.full(600, -1, np.int64)
    told[10::3] = np.arange(10, 600, 3) - 2
    stated = Talk(material.first, material.speaker, material.seconds, material.texts, material.names, told)
    guess = infer(stated, shipped(), "quick", settled=True)
    assert (guess.parent[told >= 0] == -1).all()
    assert (guess.parent[1:][told[1:] < 0] >= 0).any(axis=1).all()
    assert not np.array_equal(guess.opening[told < 0], infer(material, shipped(), "quick").opening[told < 0])
    everything = Talk(
        material.first, material.speaker, material.seconds, material.texts, material.names, np.arange(600) - 1
    )
    assert (infer(everything, shipped(), "quick", settled=True).parent[1:] == -1).all()


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_stated_parent_is_never_looked_up_for_its_own_guess(setting: str) -> None:
    material = talk(500, 6)
    told = np.full(500, -1, np.int64)
    told[40::20] = np.arange(40, 500, 20) - 3
    whole = infer(replace(material, told=told), shipped(), setting)
    for message in (40, 240, 480):
        hidden = told.copy()
        hidden[message] = -1
        guess = infer(replace(material, told=hidden), shipped(), setting)
        np.testing.assert_array_equal(whole.parent[message], guess.parent[message])
        np.testing.assert_array_equal(whole.probability[message], guess.probability[message])


def test_bonds_fade_and_know_direction() -> None:
    bonds = Bonds()
    ann, bob = np.array([1], np.int32), np.array([2], np.int32)
    answer, back, other = pairs_of(ann, bob), pairs_of(bob, ann), pairs_of(ann, ann)
    bonds.note(answer, np.ones(1, np.float32))
    assert bonds.ask(answer)[0] == pytest.approx(1)
    assert bonds.ask(back)[0] == 0
    for _ in range(2000 // STEP * 40):
        bonds.note(other, np.ones(1, np.float32))
    assert 0 <= bonds.ask(answer)[0] < 0.01


@pytest.mark.parametrize("n", [3, 50, 300])
def test_likeness_is_what_is_shared_by_the_scale_of_both(n: int) -> None:
    material = talk(n, 4)
    block = make_block(material, name_table(material.first, material.speaker, material.names), 0, n, 64)
    row, distance = (pairs.ravel() for pairs in np.indices((n, block.width + 1)).transpose(0, 2, 1))
    near = distance <= row
    row, distance = row[near], distance[near]
    slowly = block.shared[distance, row] * block.scale[row] * block.scale[row - distance]
    np.testing.assert_array_equal(block.alike(row, distance), slowly)
    sooner = np.arange(-5, n)
    assert block.apart(np.full(len(sooner), n - 1), sooner).tolist() == [
        n - 1 - one if 0 <= n - 1 - one <= block.width else 0 for one in sooner.tolist()
    ]


def test_candidates_are_laid_out_by_rank() -> None:
    # Laid out by messages, each of the hundreds of steps that follow takes up to ten times as long.
    material, model, how = talk(300, 5), shipped(), SETTINGS["quick"]
    for look in inference.first_looks(material, model.sieve, how):
        assert look.chosen.distance.flags.c_contiguous
        assert look.chosen.parent.flags.c_contiguous
