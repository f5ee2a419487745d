"""Organisers set the gate, its questions, and the ways into the chat tools; the house forgets in time."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import F, Max, Q
from django.http import Http404

from closeknit.house.core import journal
from closeknit.house.core.actions import action
from closeknit.house.core.permissions import Viewer
from closeknit.house.features.admission import errors, rules
from closeknit.house.features.admission.actions import letters
from closeknit.house.features.admission.models import Application, Gate, Invitation, Passage, Question, Vote, Vouch
from closeknit.house.features.admission.selectors.gate import questions


@action(may="admission.keep")
def set_gate(
    *,
    actor: Viewer,
    now: datetime,
    is_open: bool,
    asks_vouches: bool,
    votes_needed: int,
    places: int | None,
    words: str,
) -> None:
    """How people are let in."""
    told = {"is_open": is_open, "asks_vouches": asks_vouches, "votes_needed": votes_needed, "places": places,
            "words": rules.tidy(words)}  # fmt: skip
    Gate.objects.update_or_create(community_id=actor.community_id, defaults=told)
    journal.note("admission.set", actor=actor, now=now, object=("community", actor.community_id))


@action(may="admission.keep")
def own_questions(*, actor: Viewer, now: datetime) -> None:
    """The questions asked so far become the organisers' own, to be changed. Twice is once."""
    _hold(actor)
    if not Question.objects.filter(community_id=actor.community_id).exists():
        Question.objects.bulk_create(
            Question(
                community_id=actor.community_id, position=at, kind=q.kind, text=q.text[:300], options=list(q.options),
                fits=list(q.fits), least=q.least, wanted=q.wanted,
            )
            for at, q in enumerate(questions(actor.community_id or 0))
        )  # fmt: skip
    journal.note("admission.own_questions", actor=actor, now=now, object=("community", actor.community_id))


@action(may="admission.keep")
def write_question(
    *, actor: Viewer, now: datetime, question_id: int | None, kind: str, text: str, options: Sequence[str],
    fits: Sequence[int], least: int | None, wanted: str,
) -> int:  # fmt: skip
    """A question, new (None) or changed; its id. Raises NoSuchOption, TooManyQuestions."""
    _hold(actor)
    chosen = kind in {"choice", "several"}
    lines = [line for option in options if (line := rules.tidy_line(option, 100))] if chosen else []
    if chosen and len(lines) < 2:
        raise errors.NoSuchOption(field="options")
    told = {
        "kind": kind, "text": rules.tidy_line(text, 300), "options": lines,
        "fits": [at for at in fits if at < len(lines)], "least": least if kind == "number" else None,
        "wanted": wanted if kind == "yes_no" else "",
    }  # fmt: skip
    rows = Question.objects.filter(community_id=actor.community_id)
    if question_id is None:
        if (count := rows.count()) >= rules.MOST_QUESTIONS:
            raise errors.TooManyQuestions(count=count)
        last = rows.aggregate(last=Max("position"))["last"]
        ident = Question.objects.create(community_id=actor.community_id, position=(last or 0) + 1, **told).id
    else:
        if not rows.filter(id=question_id).update(**told):
            raise Http404
        ident = question_id
    journal.note("admission.asked", actor=actor, now=now, object=("question", ident))
    return int(ident)


@action(may="admission.keep")
def remove_question(*, actor: Viewer, now: datetime, question_id: int) -> None:
    """A question is no longer asked; what was answered to it is kept. Without any the charter's are asked again."""
    if not Question.objects.filter(community_id=actor.community_id, id=question_id).delete()[0]:
        raise Http404
    journal.note("admission.unasked", actor=actor, now=now, object=("question", question_id))


@action(may="admission.keep")
def raise_question(*, actor: Viewer, now: datetime, question_id: int) -> None:
    """A question changes places with the one before it."""
    _hold(actor)
    rows = list(Question.objects.filter(community_id=actor.community_id).order_by("position", "id"))
    at = next((i for i, q in enumerate(rows) if q.id == question_id), None)
    if at is None:
        raise Http404
    if at:
        rows[at - 1], rows[at] = rows[at], rows[at - 1]
    for position, row in enumerate(rows):
        row.position = position
    Question.objects.bulk_update(rows, ["position"])
    journal.note("admission.moved_question", actor=actor, now=now, object=("question", question_id))


@action(may="admission.keep")
def set_passage(
    *, actor: Viewer, now: datetime, tool: str, name: str, link: str, picture: str, expires_on: date | None
) -> int:
    """Today's way into a chat tool's group takes the place of yesterday's; its id. Raises NotALink."""
    if (link and not rules.usable_link(link)) or not (link or picture):
        raise errors.NotALink(field="link")
    told = {"name": rules.tidy_line(name, 60), "link": link[:500], "picture": picture, "set_at": now,
            "set_by_id": actor.person_id, "expires_on": expires_on}  # fmt: skip
    made, _new = Passage.objects.update_or_create(community_id=actor.community_id, tool=tool, defaults=told)
    journal.note("admission.passage", actor=actor, now=now, object=("passage", made.id))
    return int(made.id)


@action(may="admission.keep")
def remove_passage(*, actor: Viewer, now: datetime, passage_id: int) -> None:
    """Close a way into a chat tool."""
    if not Passage.objects.filter(community_id=actor.community_id, id=passage_id).delete()[0]:
        raise Http404
    journal.note("admission.no_passage", actor=actor, now=now, object=("passage", passage_id))


@action(may="admission.keep")
def forget_old(*, actor: Viewer, now: datetime) -> int:
    """Empty the applications of those who were not admitted, thirty days after; how many. For the house itself."""
    rows = Application.objects.filter(
        state__in=("refused", "withdrawn"), decided_at__lte=now - rules.FORGOTTEN_AFTER, forgotten_at__isnull=True
    )
    count = rows.update(name="", email="", answers=[], told="", letter_digest="", forgotten_at=now)
    journal.note("admission.forgot_old", actor=actor, now=now, object=("applications", count))
    return int(count)


@action(may="admission.keep")
def forget(*, actor: Viewer, now: datetime, person_id: int) -> None:
    """Empty what one person wrote at this gate, also what ended before she was known by more than her address; the ids
    stay."""
    here = Application.objects.filter(community_id=actor.community_id)
    keys = set(here.filter(person_id=person_id).exclude(address_key="").values_list("address_key", flat=True))
    ended = Q(address_key__in=keys, person_id=None, state__in=("refused", "withdrawn"))
    ids = list(here.filter(Q(person_id=person_id) | ended).values_list("id", flat=True))
    letters.forget(ids)
    here.filter(id__in=ids).update(
        name="", email="", address_key="", answers=[], told="", letter_digest="", forgotten_at=now
    )
    Invitation.objects.filter(community_id=actor.community_id, inviter_id=person_id).update(label="")
    journal.note("admission.forgot", actor=actor, now=now, object=("person", person_id), whom=person_id)


@action(may="admission.keep")
def hand_over(*, actor: Viewer, now: datetime, before: int, after: int) -> None:
    """What stood under one person stands under another, who claimed the profile. Twice is once."""
    here = {"community_id": actor.community_id}
    for rows, column in (
        (Application.objects.filter(**here), "person_id"), (Application.objects.filter(**here), "inviter_id"),
        (Application.objects.filter(**here), "host_id"), (Invitation.objects.filter(**here), "inviter_id"),
    ):  # fmt: skip
        rows.filter(**{column: before}).update(**{column: after})
    for model in (Vouch, Vote):
        held = model.objects.filter(person_id=after).values("application_id")
        of = model.objects.filter(application__community_id=actor.community_id, person_id=before)
        of.exclude(application_id__in=list(held.values_list("application_id", flat=True))).update(person_id=after)
    journal.note("admission.handed_over", actor=actor, now=now, object=("person", before), whom=after)


def _hold(actor: Viewer) -> None:
    Gate.objects.get_or_create(community_id=actor.community_id)
    Gate.objects.filter(community_id=actor.community_id).update(revision=F("revision") + 1)
