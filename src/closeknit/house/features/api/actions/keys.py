"""How keys are made and ended, and that somebody took everything."""

from datetime import datetime

from django.http import Http404

from closeknit.house.core import journal
from closeknit.house.core.actions import action
from closeknit.house.core.permissions import Viewer
from closeknit.house.features.api import errors, replays, rules
from closeknit.house.features.api.models import Token


@action(may="api.keep")
def make_token(*, actor: Viewer, now: datetime, token: str, label: str, scopes: list[str]) -> int:
    """A key for a program; the caller shows `token` once. Raises TooMany."""
    rows = Token.objects.filter(community_id=actor.community_id, kind="program", ended_at__isnull=True)
    if rows.count() >= rules.MOST:
        raise errors.TooMany(count=rules.MOST)
    made = Token.objects.create(
        digest=rules.digest(token), community_id=actor.community_id, person_id=actor.person_id, kind="program",
        label=" ".join(label.split()), scopes=[s for s in rules.SCOPES if s in scopes], made_at=now,
    )  # fmt: skip
    journal.note("api.token_made", actor=actor, now=now, object=("token", made.id))
    return int(made.id)


@action(may="api.keep")
def end_token(*, actor: Viewer, now: datetime, token_id: int) -> None:
    """A key opens nothing any more."""
    rows = Token.objects.filter(id=token_id, community_id=actor.community_id, kind="program", ended_at__isnull=True)
    if not rows.update(ended_at=now):
        raise Http404
    journal.note("api.token_ended", actor=actor, now=now, object=("token", token_id))


@action(may="api.own")
def make_link(*, actor: Viewer, now: datetime, kind: str, token: str) -> int:
    """A private link of one's own (`kind` is calendar or feed); an earlier one opens nothing any more."""
    words = {"community_id": actor.community_id, "person_id": actor.person_id, "kind": kind}
    Token.objects.filter(**words, ended_at__isnull=True).update(ended_at=now)
    made = Token.objects.create(digest=rules.digest(token), made_at=now, **words)
    journal.note(f"api.{kind}_made", actor=actor, now=now, object=("token", made.id), whom=actor.person_id)
    return int(made.id)


@action(may="api.own")
def end_link(*, actor: Viewer, now: datetime, kind: str) -> None:
    """One's own link of this kind opens nothing any more; ending none is no fault."""
    rows = Token.objects.filter(community_id=actor.community_id, person_id=actor.person_id, kind=kind)
    rows.filter(ended_at__isnull=True).update(ended_at=now)
    journal.note(f"api.{kind}_ended", actor=actor, now=now, object=("person", actor.person_id), whom=actor.person_id)


@action(may=None)
def forget(*, actor: Viewer, now: datetime, person_id: int) -> None:
    """Nothing opens for one who is forgotten, and what her keys were called is gone."""
    rows = Token.objects.filter(community_id=actor.community_id, person_id=person_id)
    rows.filter(ended_at__isnull=True).update(ended_at=now)
    rows.update(label="")
    replays.forget_words(actor.community_id or 0)
    journal.note("api.forgot", actor=actor, now=now, object=("person", person_id), whom=person_id)


@action(may="api.keep")
def take_copy(*, actor: Viewer, now: datetime) -> None:
    """Somebody takes everything along: written down before the first byte."""
    journal.note("api.exported", actor=actor, now=now, object=("community", actor.community_id))
