"""The library's words in the house's languages."""

from typing import Final

from django.utils.translation import get_language, gettext_lazy

from closeknit import language
from closeknit.house.core.middleware import TAGS
from closeknit.language import _ as said
from closeknit.vitality.titles import TITLES

WORDS: Final = {
    "community": gettext_lazy("a community"),
    "becoming-one": gettext_lazy("becoming a community"),
    "group": gettext_lazy("a chat group"),
    "broadcast": gettext_lazy("one speaks, the others listen"),
    "silent": gettext_lazy("fallen silent"),
    "cannot-tell": gettext_lazy("too little to tell"),
}
STATES: Final = {
    "holds": gettext_lazy("holds"),
    "partly": gettext_lazy("partly"),
    "missing": gettext_lazy("missing"),
    "cannot-tell": gettext_lazy("cannot be told"),
}


def condition(slug: str, otherwise: str) -> str:
    """A condition's title in the reader's language, whatever that of the report is; `otherwise` where none is known."""
    if slug not in TITLES:
        return otherwise
    with language.using(TAGS.get(get_language() or "", "en")):
        return said(TITLES[slug][1])
