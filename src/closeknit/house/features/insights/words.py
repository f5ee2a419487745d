"""The library's words in the house's languages."""

from typing import Final

from django.utils.translation import gettext_lazy

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
