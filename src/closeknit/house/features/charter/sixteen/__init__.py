"""The sixteen templates: type × sector, one file each, in three languages. Pure; nothing here knows Django.

A file `KIND_SECTOR.toml` holds the charter's texts, the gate's questions, the first deeds and the measures to look at
first; `common.toml` what several share. 〔Such words〕 are blanks: whoever begins a charter says once what belongs in
them.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from closeknit.house.core.questions import Question
from closeknit.house.features.charter.rules import BLANK, FIELDS, KINDS, SECTORS, blanks

LANGUAGES: Final = ("zh-hant", "zh-hans", "en")


@dataclass(frozen=True, slots=True)
class FirstDeed:
    """What a newcomer does first, and within how many days."""

    text: str
    days: int


@dataclass(frozen=True, slots=True)
class Template:
    """One of the sixteen, in one language."""

    kind: str
    sector: str
    kind_word: str
    sector_word: str
    fields: Mapping[str, str]
    questions: tuple[Question, ...]
    first_deeds: tuple[FirstDeed, ...]
    measures: tuple[tuple[str, str], ...]
    """Slugs of the examination's measures to look at first, with their words."""
    law: tuple[str, ...]
    """Which laws speak of such a community; the last sentence says that this is no advice."""
    blanks: tuple[str, ...]
    """Words in 〔〕 in the order of their first appearance."""


@cache
def read(kind: str, sector: str, language: str) -> Template:
    """One template; KeyError where there is no such type, sector or language."""
    if kind not in KINDS or sector not in SECTORS or language not in LANGUAGES:
        raise KeyError((kind, sector, language))
    told, common = _load(f"{kind}_{sector}"), _load("common")
    fields = {name: told[name][language] for name in FIELDS}
    questions = tuple(
        Question(
            q["kind"], q["text"][language], tuple(q.get("options", {}).get(language, ())), tuple(q.get("fits", ())),
            q.get("least"), q.get("wanted", ""),
        )
        for q in told["questions"]
    )  # fmt: skip
    deeds = tuple(FirstDeed(d["text"][language], d["days"]) for d in told["first_deeds"])
    law = common["law"]
    notes = (law["all"], law["sector"][sector], law["kind"][kind], law["none"])
    words = [*fields.values(), *(q.text for q in questions), *(d.text for d in deeds)]
    return Template(
        kind, sector, common["kinds"][kind][language], common["sectors"][sector][language], fields, questions, deeds,
        tuple((slug, common["measures"][slug][language]) for slug in told["measures"]),
        tuple(note[language] for note in notes), tuple(dict.fromkeys(b for w in words for b in blanks(w))),
    )  # fmt: skip


def words_of(language: str) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """(types, sectors), each as (slug, word)."""
    common = _load("common")
    kinds = tuple((slug, common["kinds"][slug][language]) for slug in KINDS)
    return kinds, tuple((slug, common["sectors"][slug][language]) for slug in SECTORS)


def fill(text: str, fills: Mapping[str, str]) -> str:
    """The text with each blank that `fills` knows filled in; the others stay."""
    return BLANK.sub(lambda found: fills.get(found[1], "").strip() or found[0], text)


@cache
def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((Path(__file__).with_name(name + ".toml")).read_text(encoding="utf-8"))
