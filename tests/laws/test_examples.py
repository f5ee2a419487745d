"""The invented histories in the repository are those that their script makes."""

import importlib.util
from pathlib import Path

import pytest
from tests.conftest import ROOT

spec = importlib.util.spec_from_file_location("make_examples", ROOT / "examples" / "make_examples.py")
assert spec is not None
assert spec.loader is not None
make_examples = importlib.util.module_from_spec(spec)
import sys  # noqa: E402 - dataclasses look the module up while it is loaded

sys.modules[spec.name] = make_examples
spec.loader.exec_module(make_examples)


@pytest.mark.parametrize("name", list(make_examples.EXAMPLES))
def test_an_example_is_what_its_script_makes(name: str, tmp_path: Path) -> None:
    make_examples.make(tmp_path)
    (made,) = (tmp_path / name).iterdir()
    assert made.read_bytes() == (ROOT / "examples" / name / made.name).read_bytes()
