"""The tabs of insights."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from closeknit.house.features.communities.api import Here


def tabs(here: Here, now: str) -> Sequence[tuple[str, str, bool]]:
    """This week, the report, months; for organisers the uploads and who was seen."""
    words = [("pulse", _("This week")), ("report", _("Report")), ("months", _("Month by month"))]
    if here.viewer.may("insights.keep"):
        words += [("uploads", _("Uploads")), ("people", _("Whose words"))]
    else:
        words[0] = ("pulse", _("The whole and me"))
    return [(here.url(f"insights:{name}"), word, name == now) for name, word in words]
