"""What jobs write down; the actor is the house."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from closeknit.house.core import journal
from closeknit.house.core.actions import action
from closeknit.house.core.permissions import Viewer
from closeknit.house.features.insights import workroom
from closeknit.house.features.insights.models import Forgetting, InCharge, Report, Seen, Store, Upload

DONE = ("kept", "refused", "asking")


@action(may="insights.work")
def reading(*, actor: Viewer, now: datetime, upload_id: int) -> None:
    """A worker has taken it up."""
    Upload.objects.filter(id=upload_id, state__in=("waiting", "reading")).update(state="reading", moved_at=now)
    journal.note("insights.reading", actor=actor, now=now, object=("upload", upload_id))


@action(may="insights.work")
def outcome(*, actor: Viewer, now: datetime, upload_id: int, answer: Mapping[str, Any]) -> None:
    """It was read, or refused, or somebody has to choose. The files as they came are removed, but for a choice."""
    state = "kept" if "kept" in answer else "asking" if "ask" in answer else "refused"
    rows = Upload.objects.filter(id=upload_id, state__in=("waiting", "reading"))
    if not rows.update(state=state, moved_at=now, answer=dict(answer)):
        journal.note("insights.too_late", actor=actor, now=now, object=("upload", upload_id))
        return
    folder, store_id = Upload.objects.filter(id=upload_id).values_list("store__folder", "store_id").get()
    if state == "kept":
        row = Store.objects.get(id=store_id)
        Store.objects.filter(id=store_id).update(revision=row.revision + 1)
    again = state == "asking" or answer.get("refused", {}).get("code") == "broken"
    if not again:
        transaction.on_commit(lambda: workroom.remove(workroom.incoming(folder, upload_id)), robust=True)
    journal.note(f"insights.{state}", actor=actor, now=now, object=("upload", upload_id))


@action(may="insights.work")
def rebuilt(*, actor: Viewer, now: datetime, store_id: int, was: str, whole: str, gone: Sequence[int]) -> None:
    """The archive without the uploads that are gone is in force."""
    row = Store.objects.get(id=store_id)
    Store.objects.filter(id=store_id, whole=was).update(whole=whole, revision=row.revision + 1, examined="")
    Upload.objects.filter(store_id=store_id, id__in=list(gone), state="leaving").delete()
    if not Upload.objects.filter(store_id=store_id, state="kept").exists():
        Seen.objects.filter(store_id=store_id).delete()
        Report.objects.filter(store_id=store_id).delete()
        InCharge.objects.filter(store_id=store_id).delete()
    journal.note("insights.rebuilt", actor=actor, now=now, object=("store", store_id))


@action(may="insights.work")
def forgotten(*, actor: Viewer, now: datetime, forgetting_id: int) -> None:
    """Their words are gone."""
    row = Forgetting.objects.filter(id=forgetting_id).first()
    if row is not None:
        labels = set(row.labels)
        kept = Store.objects.get(id=row.store_id)
        Store.objects.filter(id=row.store_id).update(revision=kept.revision + 1, examined="")
        gone = [
            i for i, own in Seen.objects.filter(store_id=row.store_id).values_list("id", "labels") if labels & {*own}
        ]
        Seen.objects.filter(id__in=gone).delete()
        row.delete()
    journal.note("insights.forgot", actor=actor, now=now, object=("forgetting", forgetting_id))


@action(may="insights.work")
def found(
    *, actor: Viewer, now: datetime, store_id: int, revision: int, seal: str, language: str, told: Mapping[str, Any]
) -> bool:
    """Keep the newest examination; False where the archive has changed since, so that it would be old already."""
    if not Store.objects.filter(id=store_id, revision=revision).update(examined=seal):
        journal.note("insights.too_late", actor=actor, now=now, object=("store", store_id))
        return False
    Report.objects.filter(store_id=store_id).exclude(language=language).exclude(seal=seal, month="").delete()
    _keep(store_id, "", language, seal, told, now)
    Seen.objects.filter(store_id=store_id).delete()
    Seen.objects.bulk_create(
        [
            Seen(
                store_id=store_id, name=one["name"][:200], person_id=one["id"], labels=one["labels"],
                data={k: v for k, v in one.items() if k not in {"labels", "id"}},
            )
            for one in told["seen"]
        ],
        batch_size=500,
    )  # fmt: skip
    journal.note("insights.examined", actor=actor, now=now, object=("store", store_id))
    return True


@action(may="insights.work")
def not_found(*, actor: Viewer, now: datetime, store_id: int, seal: str) -> None:
    """Nothing can be told from what is kept; it is not asked again before that changes."""
    Store.objects.filter(id=store_id).update(examined=seal)
    journal.note("insights.examined", actor=actor, now=now, object=("store", store_id), why="insights.nothing")


@action(may="insights.work")
def found_month(
    *, actor: Viewer, now: datetime, store_id: int, revision: int, language: str, told: Mapping[str, Any]
) -> None:
    """Keep the examination of a month."""
    if Store.objects.filter(id=store_id, revision=revision).exists():
        _keep(store_id, told["month"], language, told["seal"], told, now)
    journal.note("insights.examined_month", actor=actor, now=now, object=("store", store_id))


def _keep(store_id: int, month: str, language: str, seal: str, told: Mapping[str, Any], now: datetime) -> None:
    Report.objects.update_or_create(
        store_id=store_id, month=month, language=language,
        defaults={
            "seal": seal, "made_at": now, "word": told["facts"]["word"], "facts": told["facts"], "page": told["page"],
            "members_page": told["members_page"],
        },
    )  # fmt: skip
