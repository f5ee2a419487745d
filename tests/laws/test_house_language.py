"""Every sentence of the house stands in three languages; each feature keeps its own in its `locale/`."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize
from tests.conftest import ROOT

HOUSE = ROOT / "src" / "closeknit" / "house"
PARTS = ("core", "ui", *sorted(f"features/{p.parent.name}" for p in (HOUSE / "features").glob("*/apps.py")))
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
}  # fmt: skip
BLANK = re.compile(r"\{[a-z_]*\}|%\([a-z_]+\)[sd]")
TAGS = ("zh_Hant", "zh_Hans")


def used(part: str) -> Iterator[tuple[str, str]]:
    """Every text of a part, and where it stands."""
    for path in sorted((HOUSE / part).rglob("*")):
        if path.suffix == ".py" and path.parent.name != "migrations":
            source = path.read_text(encoding="utf-8")
        elif "templates" in path.parts and path.is_file():
            source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        else:
            continue
        for line, _function, text, _comments in extract_python(BytesIO(source.encode()), KEYWORDS, [], {}):
            yield (text if isinstance(text, str) else text[0]), f"{path.relative_to(HOUSE)}:{line}"


def translated(part: str, tag: str) -> dict[str, str]:
    path = HOUSE / part / "locale" / tag / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return {}
    with path.open("rb") as stream:
        return {
            message.id if isinstance(message.id, str) else message.id[0]: message.string
            if isinstance(message.string, str)
            else message.string[0]
            for message in read_po(stream, locale=tag)
            if message.id and not message.fuzzy
        }


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("part", PARTS)
def test_no_text_is_untranslated(part: str, tag: str) -> None:
    known = {**translated("ui", tag), **translated("core", tag), **translated(part, tag)}
    missing = [f"{where}: {text}" for text, where in used(part) if not known.get(text)]
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("part", PARTS)
def test_no_translation_lost_its_text(part: str, tag: str) -> None:
    readers = PARTS if part in {"ui", "core"} else (part,)
    texts = {text for reader in readers for text, _where in used(reader)}
    assert not [text for text in translated(part, tag) if text not in texts]


@pytest.mark.parametrize("tag", TAGS)
def test_one_text_has_one_translation(tag: str) -> None:
    """Django puts all parts into one catalogue: two translations of one text would overwrite each other."""
    seen: dict[str, tuple[str, str]] = {}
    clashes = []
    for part in PARTS:
        for text, string in translated(part, tag).items():
            first = seen.setdefault(text, (string, part))
            if first[0] != string:
                clashes.append((text, first, (string, part)))
    assert not clashes, "give one of them a context with pgettext"


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("part", PARTS)
def test_blanks_are_the_same(part: str, tag: str) -> None:
    wrong = {t: s for t, s in translated(part, tag).items() if set(BLANK.findall(t)) != set(BLANK.findall(s))}
    assert not wrong


@pytest.mark.parametrize("part", PARTS)
def test_the_two_scripts_are_not_mixed(part: str) -> None:
    from closeknit.text.scripts import script_of

    for tag, other in (("zh_Hant", "zh-Hans"), ("zh_Hans", "zh-Hant")):
        assert not [s for s in translated(part, tag).values() if script_of([s]) == other]


def test_no_template_reaches_for_another_host() -> None:
    reaching = re.compile(r"(?:href|src|action|hx-[a-z]+)\s*=\s*[\"']?\s*(?:https?:)?//", re.IGNORECASE)
    templates = [p for p in HOUSE.rglob("templates/**/*") if p.is_file()]
    assert templates
    assert not [str(p) for p in templates if reaching.search(Path(p).read_text(encoding="utf-8"))]
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", re.IGNORECASE)
    assert not [str(p) for p in templates if inline.search(Path(p).read_text(encoding="utf-8"))]
