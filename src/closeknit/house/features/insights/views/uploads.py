"""The uploads: how far each has come, what it asks, what it brought, and how it goes again."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from closeknit.house.core.pages import get_or_post, go, page, submit
from closeknit.house.features.communities import api as communities
from closeknit.house.features.communities.api import Here, in_community
from closeknit.house.features.insights import forms, selectors
from closeknit.house.features.insights.actions import uploads as actions
from closeknit.house.features.insights.views.tabs import tabs
from closeknit.house.features.insights.views.uploading import plan
from closeknit.house.ui.confirming import confirm
from closeknit.house.ui.forms import HouseForm

WHOSE, GROUNDS = dict(forms.WHOSE), dict(forms.GROUNDS)


@in_community("insights.keep")
@require_safe
def uploads(request: Any, here: Here) -> HttpResponse:
    """All of them."""
    cards = selectors.uploads(here.viewer, request.GET.get("page"))
    names = selectors.file_names(here.viewer, [card.id for card in cards])
    by = communities.names(here.id, (card.by_id for card in cards if card.by_id))
    rows = [
        {"card": card, "name": name_of(card, names.get(card.id, [])), "by": by.get(card.by_id or 0, "")}
        for card in cards
    ]
    context = {"cards": cards, "rows": rows, "tabs": tabs(here, "uploads")}
    return page(request, "insights/uploads.html", context)


def name_of(card: selectors.UploadCard, names: Sequence[str]) -> str:
    """What an upload is called in a list."""
    if card.pasted or not names:
        return _("Pasted text")
    return names[0] if len(names) == 1 else ngettext(
        "{name} and {n} more file", "{name} and {n} more files", len(names) - 1
    ).format(name=names[0], n=len(names) - 1)  # fmt: skip


@in_community("insights.keep")
@require_safe
def upload(request: Any, here: Here, upload_id: int) -> HttpResponse:
    """One of them; while it is being read the page looks again by itself."""
    card = selectors.upload(here.viewer, upload_id)
    files = selectors.files(here.viewer, upload_id)
    report = selectors.newest(here.viewer, "") if card.state == "kept" else None
    kept = card.answer.get("kept", {})
    store = selectors.store(here.id) if card.state == "kept" and report is None else None
    hopeless = store is not None and bool(store.examined)
    context = {
        "card": card, "files": files, "name": name_of(card, [file.name for file in files]),
        "whose": WHOSE.get(card.whose, ""), "ground": GROUNDS.get(card.ground, ""),
        "plan": json.dumps(plan(here, card.id)) if card.state == "receiving" else "",
        "finish": here.url("insights:finish", upload_id=card.id),
        "days": [date.fromisoformat(kept[end]) for end in ("first", "last") if kept.get(end)],
        "come": sum(file.come for file in files), "form": _form(card, None), "report": report,
        "moves": card.state in {"waiting", "reading", "leaving"}
        or (card.state == "kept" and report is None and not hopeless),
        "hopeless": hopeless, "stuck": selectors.stuck(card, request.now), "tabs": tabs(here, ""),
    }  # fmt: skip
    return page(request, "insights/upload.html", context)


def _form(card: selectors.UploadCard, data: Any) -> Any:
    ask = card.answer.get("ask", {})
    if ask.get("kind") == "chats":
        options = [(name, f"{name} ({n:,})") for name, n in ask["options"]]
        return forms.Choose(data, options=options)
    if ask.get("kind") == "carrier":
        return forms.Carrier(data, options=[(name, name) for name in ask["options"]])
    return HouseForm(data) if ask else None


@in_community("insights.keep")
@require_POST
def answer(request: Any, here: Here, upload_id: int) -> HttpResponse:
    """Say what was asked."""
    card = selectors.upload(here.viewer, upload_id)
    form = _form(card, request.POST)
    if form is None:
        raise Http404
    kind = card.answer["ask"]["kind"]
    done = submit(
        request, form, lambda typed: actions.answer(
            actor=here.viewer, now=request.now, upload_id=upload_id, told=typed or {kind: True}
        ),
        to=lambda _none: here.url("insights:upload", upload_id=upload_id),
    )  # fmt: skip
    context = {"card": card, "form": form, "name": name_of(card, []), "tabs": tabs(here, ""), "files": []}
    return done or page(request, "insights/upload.html", context)


@in_community("insights.keep")
@require_POST
def again(request: Any, here: Here, upload_id: int) -> HttpResponse:
    """Try once more."""
    actions.again(actor=here.viewer, now=request.now, upload_id=upload_id)
    return go(request, here.url("insights:upload", upload_id=upload_id))


@in_community("insights.keep")
@get_or_post
def remove(request: Any, here: Here, upload_id: int) -> HttpResponse:
    """Ask, then take it away."""
    selectors.upload(here.viewer, upload_id)
    consequences = [
        _("What only this upload brought is removed from this machine for good."),
        _("What other uploads hold too stays."),
        _("Every examination is made anew from what is left."),
    ]
    return confirm(
        request, lambda: actions.remove(actor=here.viewer, now=request.now, upload_id=upload_id),
        question=_("Remove this upload?"), consequences=consequences, word=_("Remove it"),
        to=here.url("insights:uploads"),
    )  # fmt: skip


@in_community("insights.keep")
@get_or_post
def remove_all(request: Any, here: Here) -> HttpResponse:
    """Ask, then empty everything."""
    if selectors.store(here.id) is None:
        raise Http404
    consequences = [
        _("Every history, every examination and every list of who spoke is removed from this machine for good."),
        _("Deeds that came from remedies stay."),
    ]
    return confirm(
        request, lambda: actions.remove_all(actor=here.viewer, now=request.now),
        question=_("Remove everything that was ever uploaded?"), consequences=consequences, word=_("Remove everything"),
        to=here.url("insights:uploads"),
    )  # fmt: skip
