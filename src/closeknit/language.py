"""Three languages: English in the code, 繁體中文 and 简体中文 in `locale/`.

`_("text")` gives the text in the language in force; `N_("text")` marks one that is looked up later. The
language is a context variable, so that two reports in two languages can be made side by side.
"""

import gettext
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "zh-Hant", "zh-Hans")
"""BCP 47 tags of the languages spoken, as `--lang` takes them and as `<html lang>` says them."""

_current: ContextVar[str] = ContextVar("language", default="en")
_instead: ContextVar[Mapping[str, str]] = ContextVar("instead", default={})  # noqa: B039 - read only


@cache
def _catalogue(tag: str) -> gettext.NullTranslations:
    folder = Path(__file__).parent / "locale"
    return gettext.translation("closeknit", folder, [tag.replace("-", "_")], fallback=True)


def _(text: str) -> str:
    """The text in the language in force; the English text itself where no translation stands."""
    return _catalogue(_current.get()).gettext(_instead.get().get(text, text))


def ngettext(one: str, many: str, n: int) -> str:
    """The form that fits `n`; Chinese has one form."""
    return _catalogue(_current.get()).ngettext(one, many, n)


def N_(text: str) -> str:  # noqa: N802 - the name that gettext tools look for
    """Mark a text for translation and return it unchanged."""
    return text


def current() -> str:
    """The tag of the language in force."""
    return _current.get()


@contextmanager
def using(tag: str) -> Iterator[None]:
    """Speak `tag`, one of `LANGUAGES`, inside the block."""
    if tag not in LANGUAGES:
        raise ValueError(tag)
    token = _current.set(tag)
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def saying(instead: Mapping[str, str]) -> Iterator[None]:
    """Say other texts for some (text → text) inside the block: where no command line is, nobody can type an option."""
    token = _instead.set(instead)
    try:
        yield
    finally:
        _instead.reset(token)


def from_locale(environment: Mapping[str, str] = os.environ) -> str | None:
    """The language that the locale asks for, or None where it says nothing (unset, C, POSIX).

    zh_CN, zh_SG and zh_MY → 简体; every other zh → 繁體; every other language → English.
    """
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "").split(".")[0].split("@")[0].replace("-", "_")
        if value:
            break
    if value in {"", "C", "POSIX"}:
        return None
    language, _sep, rest = value.partition("_")
    if language.lower() != "zh":
        return "en"
    said, simplified = set(rest.lower().split("_")), {"cn", "sg", "my", "hans"}
    return "zh-Hans" if simplified & said and "hant" not in said else "zh-Hant"
