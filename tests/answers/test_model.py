"""A model file is checked before it is used."""

from pathlib import Path

import numpy as np
import pytest

from closeknit.answers.model import load, shipped
from closeknit.errors import UnreadableSource


def test_the_shipped_model_is_small_and_survives_a_copy(tmp_path: Path) -> None:
    shipped().save(tmp_path / "copy.npz")
    assert (tmp_path / "copy.npz").stat().st_size < 2_000_000
    copy = load(tmp_path / "copy.npz")
    for name, nets in shipped().networks.items():
        for mine, other in zip(nets.second, copy.networks[name].second, strict=True):
            for part, values in mine.arrays("x").items():
                np.testing.assert_array_equal(values, other.arrays("x")[part])
    assert sorted(p.name for p in tmp_path.iterdir()) == ["copy.npz"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"random bytes" * 50, b"\x93NUMPY\x01\x00"])
def test_what_is_no_model_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "m.npz").write_bytes(content)
    with pytest.raises(UnreadableSource, match="not a model"):
        load(tmp_path / "m.npz")


def test_another_version_and_absence_are_told_apart(tmp_path: Path) -> None:
    np.savez(tmp_path / "old.npz", version=np.array(0))
    with pytest.raises(UnreadableSource, match="another version"):
        load(tmp_path / "old.npz")
    with pytest.raises(UnreadableSource, match="cannot be opened"):
        load(tmp_path / "absent.npz")


def test_a_pickle_in_a_model_is_not_opened(tmp_path: Path) -> None:
    np.savez(tmp_path / "evil.npz", version=np.array([{"a": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(UnreadableSource, match="not a model"):
        load(tmp_path / "evil.npz")


def test_weights_that_do_not_fit_or_are_no_numbers_are_refused(tmp_path: Path) -> None:
    shipped().save(tmp_path / "m.npz")
    with np.load(tmp_path / "m.npz") as stored:
        parts = dict(stored)
    for name, broken in (("quick.first.leave", np.zeros(3, np.float32)), ("thorough.second1.attend", None)):
        changed = dict(parts)
        changed[name] = parts[name] * np.nan if broken is None else broken
        np.savez(tmp_path / "broken.npz", **changed)
        with pytest.raises(UnreadableSource, match="not a model"):
            load(tmp_path / "broken.npz")
