"""Whose words are kept, and how they are forgotten."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from closeknit.house.core.pages import get_or_post, go, page
from closeknit.house.features.communities.api import Here, in_community
from closeknit.house.features.insights import rules, selectors
from closeknit.house.features.insights.actions import charge
from closeknit.house.features.insights.actions import uploads as actions
from closeknit.house.features.insights.views.tabs import tabs
from closeknit.house.ui.confirming import confirm


@in_community("insights.keep")
@require_safe
def people(request: Any, here: Here) -> HttpResponse:
    """Everybody whom the newest examination saw."""
    query = _asked(request)
    context = {
        "seen": selectors.seen(here.viewer, query, request.GET.get("page")), "query": query,
        "tabs": tabs(here, "people"),
    }  # fmt: skip
    return page(request, "insights/people.html", context)


GROUNDS: Mapping[str, Any] = {
    "told": gettext_lazy("told"),
    "roles": gettext_lazy("announces and pins, as only those in charge can"),
    "inferred": gettext_lazy("calls everybody, again and again"),
}


@in_community("insights.keep")
@get_or_post
def in_charge(request: Any, here: Here) -> HttpResponse:
    """Who runs the group: what the examination knows, and a button for everybody who was seen."""
    if request.method == "POST":
        charge.say_who_runs(
            actor=here.viewer, now=request.now, word=request.POST.get("whom", ""), runs=request.POST.get("runs") == "1"
        )
        return go(request, request.path)
    query = _asked(request)
    words = selectors.in_charge_here(here.viewer)
    card = selectors.newest(here.viewer, get_language() or "")
    known = (card.facts.get("in_charge") if card else None) or {"ground": "unknown", "people": []}
    seen = selectors.seen(here.viewer, query, request.GET.get("page"), first="-data__said")
    seen.object_list = [row for row in _marked(seen.object_list, words) if not row["data"].get("runs")]
    in_charge = _marked(known["people"], words)
    unseen = set(words) - {row["word"] for row in in_charge}
    context = {
        "known": in_charge, "ground": GROUNDS.get(known["ground"], ""), "seen": seen, "query": query, "card": card,
        "unseen": [(word, word.partition(":")[2] or word) for word in words if word in unseen],
        "tabs": tabs(here, "people"),
    }  # fmt: skip
    return page(request, "insights/in_charge.html", context)


def _asked(request: Any) -> str:
    return str(request.GET.get("q", "")).replace("\0", "").strip()[:80]


def _marked(rows: Iterable[Mapping[str, Any]], words: Sequence[str]) -> list[dict[str, Any]]:
    """Rows of people with `word`, as which they were told to run the group ("" where they were not), and a label."""
    marked = []
    for row in rows:
        names = {*row["labels"], *rules.called(row["labels"], row["name"])}
        word = next((word for word in words if word in names), "")
        marked.append({**row, "word": word, "label": next(iter(row["labels"]), row["name"])})
    return marked


@in_community("insights.keep")
@require_http_methods(["GET", "HEAD", "POST"])
def forget(request: Any, here: Here, seen_id: int) -> HttpResponse:
    """Ask, then forget somebody."""
    row = selectors.one_seen(here.viewer, seen_id) if request.method != "POST" else {"name": ""}
    consequences = [
        _("Their words, names and ids are removed from every upload for good."),
        _("Uploading an old export again does not bring them back."),
        _("That they said something stays, without words, so that others' answers still point somewhere."),
    ]
    return confirm(
        request, lambda: actions.forget(actor=here.viewer, now=request.now, seen_id=seen_id),
        question=_("Forget {name}?").format(name=row["name"]), consequences=consequences, word=_("Forget"),
        to=here.url("insights:people"),
    )  # fmt: skip
