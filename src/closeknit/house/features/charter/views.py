"""Pages of the charter."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from closeknit.house.core.middleware import TAGS
from closeknit.house.core.pages import get_or_post, go, page, submit
from closeknit.house.core.questions import Question
from closeknit.house.features.charter import actions, forms, rules, selectors, sixteen
from closeknit.house.features.charter.rules import FIELDS
from closeknit.house.features.communities.api import Here, in_community, names


@in_community("charter.read")
@require_safe
def charter(request: Any, here: Here) -> HttpResponse:
    """The charter in force, for everybody."""
    card = selectors.current(here.id)
    return _shown(request, here, card)


@in_community("charter.read")
@require_safe
def version(request: Any, here: Here, number: int) -> HttpResponse:
    """An earlier charter."""
    return _shown(request, here, selectors.by_number(here.viewer, number))


def _shown(request: Any, here: Here, card: selectors.CharterCard | None) -> HttpResponse:
    may_write = here.viewer.may("charter.write")
    lines = selectors.versions(here.viewer) if card else []
    context = {
        "card": card,
        "parts": _parts(card.fields) if card else [],
        "tag": TAGS.get(card.language, "en") if card else "",
        "is_current": bool(card) and card.number == lines[0].number if card else False,
        "versions": [(line, lines[i + 1].number if i + 1 < len(lines) else 0) for i, line in enumerate(lines)],
        "by": names(here.id, [card.adopted_by_id or 0]).get(card.adopted_by_id or 0, "") if card else "",
        "may_write": may_write,
        "draft": selectors.draft(here.viewer) if may_write else None,
    }
    return page(request, "charter/charter.html", context)


@in_community("charter.read")
@require_safe
def compare(request: Any, here: Here, old: int, new: int) -> HttpResponse:
    """What differs between two charters, by words."""
    before, after = selectors.by_number(here.viewer, old), selectors.by_number(here.viewer, new)
    context = {"before": before, "after": after, **_changes(before, after.fields, after.language)}
    return page(request, "charter/compare.html", context)


@in_community("charter.write")
@get_or_post
def templates(request: Any, here: Here) -> HttpResponse:
    """The sixteen on the loom; one of them looked at; a draft begun from it."""
    asked = request.GET.get("template", "")
    kind, _dot, sector = asked.partition(".")
    chosen = selectors.template(kind, sector, here.community.language) if asked else None
    held = selectors.draft(here.viewer)
    kinds, sectors = sixteen.words_of(get_language() or "en")
    context: dict[str, Any] = {
        "kinds": kinds, "sectors": sectors, "asked": asked, "chosen": chosen, "held": held,
        "tag": TAGS.get(here.community.language, "en"),
    }  # fmt: skip
    if chosen is None:
        if request.method == "POST":
            raise Http404
        return page(request, "charter/templates.html", context)
    initial = {"revision": held.revision if held else 0}
    form = forms.Blanks(request.POST if request.method == "POST" else None, blanks=chosen.blanks, initial=initial)

    def act(typed: dict[str, Any]) -> None:
        fills = {blank: typed[f"blank{at}"] for at, blank in enumerate(chosen.blanks)}
        actions.choose(
            actor=here.viewer, now=request.now, kind=kind, sector=sector, language=here.community.language,
            fills=fills, revision=typed["revision"],
        )  # fmt: skip

    done = submit(request, form, act, to=lambda _none: here.url("charter:draft"))
    spoken = selectors.template(kind, sector, get_language() or "en")
    context |= {
        "form": form, "parts": _parts(chosen.fields), "measures": spoken.measures, "law": spoken.law,
        "spoken": spoken, "hidden": [(q, _wanted(q)) for q in chosen.questions],
    }  # fmt: skip
    return done or page(request, "charter/templates.html", context)


@in_community("charter.write")
@require_POST
def begin(request: Any, here: Here) -> HttpResponse:
    """A draft from the charter in force."""
    actions.begin(actor=here.viewer, now=request.now)
    return go(request, here.url("charter:draft"))


@in_community("charter.write")
@get_or_post
def draft(request: Any, here: Here) -> HttpResponse:
    """Write the draft."""
    held = _held(here)
    initial = {**held.fields, "summary": held.summary, "is_material": held.is_material, "revision": held.revision}
    form = forms.Draft(request.POST or None, initial=initial)

    def act(typed: dict[str, Any]) -> None:
        actions.write(
            actor=here.viewer, now=request.now, revision=typed["revision"], fields={n: typed[n] for n in FIELDS},
            summary=typed["summary"], is_material=typed["is_material"],
        )  # fmt: skip

    done = submit(request, form, act, to=lambda _none: here.url("charter:adopt"))
    by = names(here.id, [held.drafted_by_id or 0]).get(held.drafted_by_id or 0, "")
    context = {"form": form, "held": held, "by": by}
    return done or page(request, "charter/draft.html", context)


@in_community("charter.write")
@get_or_post
def adopt(request: Any, here: Here) -> HttpResponse:
    """Look at what changes, then adopt."""
    held, before = _held(here), selectors.current(here.id)
    form = forms.Revision(request.POST or None, initial={"revision": held.revision})
    done = submit(
        request, form,
        lambda typed: actions.adopt(actor=here.viewer, now=request.now, **typed),
        to=lambda _id: here.url("charter:charter"),
    )  # fmt: skip
    if done:
        return done
    asks = held.is_material or rules.must_be_material(before.fields if before else None, held.fields)
    context = {"form": form, "held": held, "before": before, "asks": asks, "number": before.number + 1 if before else 1}
    if before:
        context |= _changes(before, held.fields, held.language)
    else:
        context |= {"parts": _parts(held.fields), "tag": TAGS.get(held.language, "en")}
    return page(request, "charter/adopt.html", context)


@in_community("charter.write")
@get_or_post
def drop(request: Any, here: Here) -> HttpResponse:
    """Throw the draft away, after asking."""
    held = _held(here)
    form = forms.Revision(request.POST or None, initial={"revision": held.revision})
    done = submit(
        request, form, lambda typed: actions.drop(actor=here.viewer, now=request.now, **typed),
        to=lambda _none: here.url("charter:charter"),
    )  # fmt: skip
    context = {
        "form": form, "question": _("Throw this draft away?"), "word": _("Throw it away"), "grave": True,
        "consequences": [_("What was typed in it is gone."), _("The charter in force stays as it is.")],
        "back": here.url("charter:draft"),
    }  # fmt: skip
    return done or page(request, "confirm.html", context)


def _held(here: Here) -> selectors.DraftCard:
    held = selectors.draft(here.viewer)
    if held is None:
        raise Http404
    return held


def _parts(fields: Any) -> list[tuple[str, Any, str]]:
    return [(name, forms.WORDS[name], fields[name]) for name in FIELDS if fields[name].strip()]


def _changes(before: selectors.CharterCard, after: Any, language: str) -> dict[str, Any]:
    found = selectors.changes(before.fields, after)
    names = {change.name for change in found}
    return {
        "changes": [(forms.WORDS[change.name], change) for change in found],
        "same": [forms.WORDS[name] for name in FIELDS if name not in names],
        "tag": TAGS.get(language, "en"),
    }


def _wanted(question: Question) -> str:
    """What fits, in words, for the organiser only."""
    if question.kind == "yes_no":
        return _("Yes") if question.wanted == "yes" else _("No")
    if question.fits:
        return _(", ").join(question.options[i] for i in question.fits)
    return _("{number} or more").format(number=question.least) if question.least is not None else ""
