"""What every test may use."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
SAMPLES = Path(__file__).parent / "samples"
"""Invented exports (CC0), one folder a tool."""


@pytest.fixture(scope="session")
def shared() -> Path:
    """The project's shared folder beside the checkout; the test is skipped where there is none."""
    if not SHARED.is_dir():
        pytest.skip("needs the folder `shared` beside the checkout; only the project's own machines have it")
    return SHARED


def pytest_configure(config: pytest.Config) -> None:
    from hypothesis import settings

    settings.register_profile("ci", max_examples=200, deadline=None, derandomize=True)
    settings.register_profile("quick", max_examples=40, deadline=None)
    settings.load_profile("ci" if os.environ.get("CI") else "quick")
