"""Every sentence stands in three languages, and says the same with the same blanks."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from tests.conftest import ROOT

from closeknit import language

SOURCE = ROOT / "src" / "closeknit"
LOCALE = SOURCE / "locale"
BLANK = re.compile(r"\{[a-z_]*\}|%\([a-z]+\)[sd]|%[sd]")


def used() -> dict[str | tuple[str, ...], str]:
    """Every text marked in the code and the templates, with where it stands."""
    found: dict[str | tuple[str, ...], str] = {}
    methods = [("**.py", "python"), ("**.html", "jinja2.ext.babel_extract"), ("**.xml", "jinja2.ext.babel_extract")]
    keywords = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
    for path, line, text, _comments, _context in extract_from_dir(SOURCE, methods, keywords=keywords):
        houses = path.startswith(("house/core", "house/ui", "house/features"))  # test_house_language.py
        if not houses or path.endswith("insights/examining/wording.py"):
            found[text] = f"{path}:{line}"
    return found


def parts(tag: str) -> Iterator[Path]:
    yield from sorted((LOCALE / tag).glob("*.po"))


def translated(tag: str) -> dict[str | tuple[str, ...], str | tuple[str, ...]]:
    found: dict[str | tuple[str, ...], str | tuple[str, ...]] = {}
    for part in parts(tag):
        with part.open("rb") as stream:
            for message in read_po(stream, locale=tag):
                if message.id and not message.fuzzy:
                    found[message.id if isinstance(message.id, str) else message.id[0]] = message.string
    return found


@pytest.mark.parametrize("tag", ["zh_Hant", "zh_Hans"])
def test_no_text_is_untranslated(tag: str) -> None:
    known = translated(tag)
    missing = [f"{where}: {text}" for text, where in used().items() if not _first(known.get(_first(text)))]
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize("tag", ["zh_Hant", "zh_Hans"])
def test_no_translation_lost_its_text(tag: str) -> None:
    texts = {_first(text) for text in used()} | CLICK
    orphans = [text for text in translated(tag) if text not in texts]
    assert not orphans, orphans


@pytest.mark.parametrize("tag", ["zh_Hant", "zh_Hans"])
def test_blanks_are_the_same(tag: str) -> None:
    wrong = []
    for part in parts(tag):
        with part.open("rb") as stream:
            for message in read_po(stream, locale=tag):
                forms = (message.id,) if isinstance(message.id, str) else message.id
                wanted = [set(BLANK.findall(form)) for form in forms]
                given = set(BLANK.findall(_first(message.string)))
                if message.id and (given - set.union(*wanted) or set.intersection(*wanted) - given):
                    wrong.append((message.id, message.string))
    assert not wrong


def test_the_two_scripts_are_not_mixed() -> None:
    """A character that exists in one script only stands in no sentence of the other."""
    from closeknit.text.scripts import script_of

    for tag, other in (("zh_Hant", "zh-Hans"), ("zh_Hans", "zh-Hant")):
        wrong = [s for s in translated(tag).values() if script_of([_first(s)]) == other]
        assert not wrong, wrong


CHINESE = ("zh_CN", "zh_SG", "zh_TW", "zh_HK", "zh_Hant_SG", "zh_Hans_HK")


def test_the_locale_chooses_the_script() -> None:
    tags = {n: language.from_locale({"LANG": f"{n}.UTF-8"}) for n in (*CHINESE, "de_DE", "C")}
    assert tags == {
        "zh_CN": "zh-Hans",
        "zh_SG": "zh-Hans",
        "zh_TW": "zh-Hant",
        "zh_HK": "zh-Hant",
        "zh_Hant_SG": "zh-Hant",
        "zh_Hans_HK": "zh-Hans",
        "de_DE": "en",
        "C": None,
    }


def _first(text: object) -> str:
    if text is None:
        return ""
    return text if isinstance(text, str) else str(text[0])  # type: ignore[index]


CLICK = {
    "Usage:", "Options", "Commands", "Show this message and exit.", "default: {default}", "required",
    "Error: {message}", "Try '{command} {option}' for help.", "No such option {name!r}.", "No such command {name!r}.",
    "Missing argument",  "Invalid value for {param_hint}: {message}", "Invalid value: {message}",
    "Option {name!r} requires an argument.", "Did you mean {possibility}?",
    "{value!r} is not a valid {number_type}.",
    "Got unexpected extra argument ({args})", "Missing command.", "Missing option", "Choose from:\n\t{choices}",
    "{value!r} is not {choice}.", "Option {name!r} does not take a value.", "{value} is not in the range {range}.",
}  # fmt: skip
"""Click's own words, which our catalogue translates too."""
