"""An import taken back, piece by piece."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from closeknit.house.core import journal
from closeknit.house.features.accounts import api as accounts
from closeknit.house.features.communities import api as communities
from closeknit.house.features.members.actions import kept, leaving
from closeknit.house.features.members.importing.running import A_PIECE, inside
from closeknit.house.features.members.models import Face, Field, Import, Profile


def carry_back(import_id: int, now: datetime) -> None:
    """Take an import back from where it stands; safe to be called again."""
    run = Import.objects.filter(id=import_id, state="undoing").first()
    if run is None:
        return
    while _back_piece(run, now):
        pass
    with transaction.atomic():
        touched = list(Field.objects.filter(run=run).values_list("profile_id", flat=True).distinct())
        touched += Face.objects.filter(run=run).values_list("profile_id", flat=True).distinct()
        Field.objects.filter(run=run).delete()
        Face.objects.filter(run=run).delete()
        for at in range(0, len(touched), A_PIECE):
            kept.refresh(touched[at : at + A_PIECE])
        if Import.objects.filter(id=run.id, state="undoing").update(state="undone", ended_at=now):
            journal.note("members.taken_back", actor=inside(run), now=now, object=("import", run.id))


def _back_piece(run: Import, now: datetime) -> bool:
    untouched = Profile.objects.filter(run=run, claimed_at__isnull=True, left_at__isnull=True)
    with transaction.atomic():
        ids = list(untouched.values_list("id", flat=True)[:A_PIECE])
        untouched.filter(id__in=ids).update(left_at=now)
        gone = dict(Profile.objects.filter(id__in=ids, run=run, left_at=now).values_list("id", "person_id"))
        leaving.empty(list(gone), now=now)
        actor = inside(run)
        if gone:
            people = list(gone.values())
            communities.part_many(actor=actor, now=now, person_ids=people, why="members.taken_back")
            accounts.erase(actor=actor, now=now, person_ids=people)
            Import.objects.filter(id=run.id).update(taken_back=F("taken_back") + len(gone))
    return bool(ids)
