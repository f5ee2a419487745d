"""Every installed carrier passes the suite on the invented samples of its tool."""

from pathlib import Path

import pytest

from closeknit.carriers.registry import load, names
from closeknit.testing.conformance import check

SAMPLES = Path(__file__).parent.parent / "samples"
FOLDER_OF = {"csv": "generic_csv"}
REFUSED = {"synthetic_type49_57_refermsg.xml", "synthetic_getchatdata_encrypted.json"}
"""What is refused: a fragment, and an archive that is still encrypted."""
OTHERS = {"synthetic_chain.txt": "a sign-up list, and no history"}


def samples(folder: str) -> list[Path]:
    found = sorted((SAMPLES / folder).iterdir())
    return [path for path in found if path.name not in REFUSED | OTHERS.keys()]


@pytest.mark.parametrize("name", names())
def test_a_carrier_conforms(name: str) -> None:
    own = FOLDER_OF.get(name, name)
    strangers = [path for folder in sorted(SAMPLES.iterdir()) if folder.name != own for path in samples(folder.name)]
    report = check(load(name), samples(own), strangers=strangers, inputs=1000, seed=7)
    assert report.holds, str(report)
