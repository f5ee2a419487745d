"""The invented circle, with its measures in the catalogue."""

from collections.abc import Callable

import pytest

from closeknit.vitality import catalogue
from closeknit.vitality.findings import Examination
from tests.report import invented


@pytest.fixture(scope="session")
def circles() -> dict[str, Examination]:
    """The circle in each language, made once."""
    return {lang: invented.examination(lang) for lang in ("zh-Hant", "zh-Hans", "en")}


@pytest.fixture
def circle(circles: dict[str, Examination], monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Examination]:
    """`circle("en")`: the circle in a language, and its measures known by their titles in it."""

    def in_language(lang: str = "zh-Hant") -> Examination:
        monkeypatch.setattr(catalogue, "CATALOGUE", invented.catalogue(lang))
        return circles[lang]

    return in_language
