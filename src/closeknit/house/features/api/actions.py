"""How keys are made and ended, and that somebody took everything."""

from datetime import datetime

from django.http import Http404

from closeknit.house.core import journal
from closeknit.house.core.actions import action
from closeknit.house.core.permissions import Viewer
from closeknit.house.features.api import errors, rules
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
def make_calendar(*, actor: Viewer, now: datetime, token: str) -> int:
    """A calendar link of one's own; an earlier one opens nothing any more."""
    words = {"community_id": actor.community_id, "person_id": actor.person_id, "kind": "calendar"}
    Token.objects.filter(**words, ended_at__isnull=True).update(ended_at=now)
    made = Token.objects.create(digest=rules.digest(token), made_at=now, **words)
    journal.note("api.calendar_made", actor=actor, now=now, object=("token", made.id), whom=actor.person_id)
    return int(made.id)


@action(may="api.keep")
def take_copy(*, actor: Viewer, now: datetime) -> None:
    """Somebody takes everything along: written down before the first byte."""
    journal.note("api.exported", actor=actor, now=now, object=("community", actor.community_id))
