"""The journeys are written in zh-Hant; here they are read in the other two languages, after the house's catalogues.

`spoken(page, "en")` is the page, with this difference: what a test asks for by its zh-Hant words (`get_by_role`,
`get_by_label`, `get_by_text`, `in page.content()`) is sought by the same message in English. Words that no catalogue
has, such as names and what somebody typed, are sought as they are.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any, Final

import closeknit.house

HOUSE: Final = Path(closeknit.house.__file__).parent
_PLACE: Final = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
_NUMBER: Final = re.compile(r"\d+")
_HOLE: Final = "\0"
_ANYTHING: Final = r"[\s\S]*?"
_BLANK: Final = re.compile("〔[^〔〕]+〕")


def _messages(folder: str) -> Iterator[tuple[tuple[str, Any], tuple[str, ...], tuple[str, ...]]]:
    """Of each message its key, its English and what the catalogues of `folder` say."""
    from babel.messages.pofile import read_po

    for file in sorted(HOUSE.glob(f"*/**/locale/{folder}/LC_MESSAGES/django.po")):
        with file.open("rb") as stream:
            for message in read_po(stream):
                english = message.id if isinstance(message.id, tuple) else (str(message.id),)
                strings = message.string if isinstance(message.string, tuple) else (str(message.string),)
                if english[0]:
                    yield (english[0], message.context), tuple(english), tuple(strings)


@cache
def _pairs(lang: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(zh-Hant, the same in `lang`), holes in place of what is filled in."""
    there = {key: english if lang == "en" else strings for key, english, strings in _messages("zh_Hans")}
    found = [(f"{_HOLE} × {_HOLE}", (f"{_HOLE} × {_HOLE}",))]
    for key, _english, strings in _messages("zh_Hant"):
        said = tuple(_PLACE.sub(_HOLE, s) for s in there.get(key, ()))
        found += [(_PLACE.sub(_HOLE, s), said) for s in strings]
    tag = {"en": "en", "zh_Hans": "zh-hans"}[lang]
    for file in sorted(HOUSE.glob("features/charter/sixteen/*.toml")):
        for told in _told(tomllib.loads(file.read_text("utf-8"))):
            found += [(told["zh-hant"], (told[tag],)), *_blanks(told["zh-hant"], told[tag])]
    return tuple(found)


def _told(part: Any) -> Iterator[dict[str, str]]:
    if isinstance(part, dict):
        if isinstance(part.get("zh-hant"), str):
            yield part
        elif "zh-hant" in part:
            for i, said in enumerate(part["zh-hant"]):
                yield {"zh-hant": said, **{tag: part[tag][i] for tag in ("zh-hans", "en")}}
        else:
            for inner in part.values():
                yield from _told(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _told(inner)


def _blanks(was: str, said: str) -> list[tuple[str, tuple[str, ...]]]:
    pairs = zip(_BLANK.findall(was), _BLANK.findall(said), strict=False)
    return [(blank, (other,)) for blank, other in pairs]


@cache
def pattern(text: str, lang: str, exact: bool = False) -> re.Pattern[str]:
    """Where `text` may stand in a page in `lang`: its message there, a message that contains it, or itself."""
    wanted = _NUMBER.sub(_HOLE, text)
    pairs = _pairs(lang)
    said = [s for was, strings in pairs if was in {text, wanted} for s in strings]
    if not said:
        said = [s for was, strings in pairs if (text in was or wanted in was) for s in strings]
    if not said:
        filled = [_filled(was, strings, text, lang) for was, strings in pairs if _HOLE in was and len(was) > 1]
    else:
        filled = []
    ways = {_with(s, _NUMBER.findall(text)) for s in said} | {re.escape(text)}
    ways.update(way for ways_of_one in filled for way in ways_of_one)
    joined = "|".join(sorted(ways, key=lambda way: (-len(way), way)))
    return re.compile(rf"^\s*(?:{joined})\s*$" if exact else f"(?:{joined})", re.IGNORECASE)


def _with(said: str, numbers: list[str]) -> str:
    """A message as a pattern: the numbers of the text in its first holes, anything in the others."""
    pieces = [re.escape(piece) for piece in said.split(_HOLE)]
    between = [*numbers, *[_ANYTHING] * len(pieces)][: len(pieces) - 1]
    return "".join(chain.from_iterable(zip_longest(pieces, between, fillvalue="")))


def _filled(message: str, strings: tuple[str, ...], text: str, lang: str) -> list[str]:
    """What is filled into the message's holes goes, said in `lang`, into those of its translation."""
    found = re.fullmatch("(.+?)".join(re.escape(piece) for piece in message.rstrip("。").split(_HOLE)), text)
    if found is None:
        return []
    parts = [pattern(group, lang).pattern for group in found.groups()]
    made = []
    for said in strings:
        pieces = [re.escape(piece) for piece in said.rstrip("。.").split(_HOLE)]
        between = [*parts, *[_ANYTHING] * len(pieces)][: len(pieces) - 1]
        made.append("".join(chain.from_iterable(zip_longest(pieces, between, fillvalue=""))))
    return made


class Heard(str):
    """Text of a page: `"成員" in text` and `text == "成員"` hold in any language."""

    lang: str

    def __contains__(self, part: object) -> bool:
        return bool(pattern(str(part), self.lang).search(self))

    def __eq__(self, other: object) -> bool:
        return bool(pattern(str(other), self.lang, exact=True).search(self))

    __hash__ = str.__hash__


class Spoken:
    """A page, or a part of one, asked in zh-Hant and answering in `lang`."""

    def __init__(self, thing: Any, lang: str) -> None:
        self._thing, self._lang = thing, lang

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._thing, name)
        if not callable(found) or hasattr(found, "click"):
            return self._wrapped(found)
        sought = {"get_by_text", "get_by_label"} & {name}

        def call(*args: Any, **words: Any) -> Any:
            given = [a._thing if isinstance(a, Spoken) else a for a in args]
            words = {k: v._thing if isinstance(v, Spoken) else v for k, v in words.items()}
            if sought and isinstance(given[0], str):
                given[0] = pattern(given[0], self._lang, words.pop("exact", False))
            elif name == "get_by_role" and isinstance(words.get("name"), str):
                words["name"] = pattern(words["name"], self._lang, words.pop("exact", False))
            return self._wrapped(found(*given, **words))

        return call

    def _wrapped(self, found: Any) -> Any:
        if isinstance(found, str):
            heard = Heard(found)
            heard.lang = self._lang
            return heard
        return Spoken(found, self._lang) if type(found).__name__ in {"Locator", "Page"} else found


def spoken(page: Any, lang: str) -> Any:
    """The page in `lang` ("zh-TW" as it is)."""
    return page if lang == "zh-TW" else Spoken(page, {"zh-CN": "zh_Hans", "en-GB": "en"}[lang])
