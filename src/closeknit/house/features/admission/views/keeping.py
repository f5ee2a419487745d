"""What organisers set: the gate, its questions, the ways into chat tools."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from closeknit.house.core import uploads
from closeknit.house.core.pages import get_or_post, go, page, submit
from closeknit.house.core.questions import Question
from closeknit.house.features.admission import forms
from closeknit.house.features.admission.actions import keeping
from closeknit.house.features.admission.selectors import gate
from closeknit.house.features.communities.api import Here, in_community


@in_community("admission.keep")
@get_or_post
def settings(request: Any, here: Here) -> HttpResponse:
    """How people are let in."""
    card = gate.gate(here.id)
    initial = {name: getattr(card, name) for name in ("is_open", "asks_vouches", "votes_needed", "places", "words")}
    form = forms.SetGate(request.POST if request.method == "POST" else None, initial=initial)
    done = submit(
        request, form, lambda typed: keeping.set_gate(actor=here.viewer, now=request.now, **typed),
        to=lambda _none: here.url("admission:desk"),
    )  # fmt: skip
    return done or page(request, "admission/settings.html", {"form": form})


@in_community("admission.keep")
@get_or_post
def questions(request: Any, here: Here) -> HttpResponse:
    """What is asked; a POST makes the template's questions the organisers' own."""
    if request.method == "POST":
        keeping.own_questions(actor=here.viewer, now=request.now)
        return go(request, here.url("admission:questions"))
    own = gate.own_questions(here.id)
    rows = [(q, int(q.key[1:]) if own else 0, forms.KIND_WORDS[q.kind]) for q in own or gate.questions(here.id)]
    return page(request, "admission/questions.html", {"rows": rows, "own": bool(own)})


@in_community("admission.keep")
@get_or_post
def new_question(request: Any, here: Here) -> HttpResponse:
    """Another question."""
    return _question(request, here, None, {"kind": "text", "wanted": ""})


@in_community("admission.keep")
@get_or_post
def question(request: Any, here: Here, ident: int) -> HttpResponse:
    """Change a question."""
    card = gate.question(here.viewer, ident)
    initial = {
        "text": card.text, "kind": card.kind, "options": _starred(card), "least": card.least, "wanted": card.wanted
    }  # fmt: skip
    return _question(request, here, ident, initial)


def _question(request: Any, here: Here, ident: int | None, initial: dict[str, Any]) -> HttpResponse:
    form = forms.Ask(request.POST if request.method == "POST" else None, initial=initial)
    done = submit(
        request, form,
        lambda _typed: keeping.write_question(actor=here.viewer, now=request.now, question_id=ident, **form.told()),
        to=lambda _id: here.url("admission:questions"),
    )  # fmt: skip
    return done or page(request, "admission/question.html", {"form": form, "ident": ident})


def _starred(card: Question) -> str:
    return "\n".join(("* " if at in card.fits else "") + option for at, option in enumerate(card.options))


@in_community("admission.keep")
@require_POST
def remove_question(request: Any, here: Here, ident: int) -> HttpResponse:
    """Ask it no longer."""
    keeping.remove_question(actor=here.viewer, now=request.now, question_id=ident)
    return go(request, here.url("admission:questions"))


@in_community("admission.keep")
@require_POST
def raise_question(request: Any, here: Here, ident: int) -> HttpResponse:
    """Ask it earlier."""
    keeping.raise_question(actor=here.viewer, now=request.now, question_id=ident)
    return go(request, here.url("admission:questions"))


@in_community("admission.keep")
@get_or_post
def passages(request: Any, here: Here) -> HttpResponse:
    """Today's ways into the chat tools."""
    multipart = (request.POST, request.FILES) if request.method == "POST" else ()
    form = forms.Passage(*multipart)

    def act(typed: dict[str, Any]) -> int:
        file, kept = typed.pop("picture"), ""
        if file:
            drawn = uploads.picture(file, field="picture", edge=1000)
            kept = uploads.keep(drawn, folder="passages", suffix=".webp")
        return keeping.set_passage(actor=here.viewer, now=request.now, picture=kept, **typed)

    done = submit(request, form, act, to=lambda _id: here.url("admission:passages"))
    ways = gate.passages(here.viewer, timezone.localdate(request.now))
    context = {"form": form, "ways": [(way, forms.TOOL_WORDS[way.tool]) for way in ways]}
    return done or page(request, "admission/passages.html", context)


@in_community("admission.keep")
@require_POST
def remove_passage(request: Any, here: Here, ident: int) -> HttpResponse:
    """Close a way into a chat tool."""
    keeping.remove_passage(actor=here.viewer, now=request.now, passage_id=ident)
    return go(request, here.url("admission:passages"))
