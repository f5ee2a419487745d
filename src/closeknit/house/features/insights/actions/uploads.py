"""What an organiser does with uploads."""

import secrets
import shutil
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.http import Http404

from closeknit.house.core import journal
from closeknit.house.core.actions import action
from closeknit.house.core.permissions import Viewer
from closeknit.house.features.insights import errors, receiving, rules, workroom
from closeknit.house.features.insights.actions.charge import tell_in_charge
from closeknit.house.features.insights.models import File, Forgetting, InCharge, Report, Seen, Store, Upload


@action(may="insights.keep")
def receive(
    *, actor: Viewer, now: datetime, files: Sequence[Any], text: str, whose: str, ground: str, keep_until: date,
    me: str, language: str, in_charge: Sequence[str] = (),
) -> int:  # fmt: skip
    """Take what a plain form brought: files, or pasted text. Raises Nothing, TooMuch, NoRoom."""
    text = text.strip()
    if not files and not text:
        raise errors.Nothing(field="files")
    size = sum(file.size for file in files) if files else len(text.encode("utf-8", "replace"))
    receiving.make_room(0, len(files))
    names = rules.distinct([rules.clean_path(file.name) for file in files])
    made = _make(actor, now, "waiting", whose, ground, keep_until, me, language, size, pasted=not files)
    File.objects.bulk_create([File(upload=made, name=n, size=f.size) for n, f in zip(names, files, strict=True)])
    folder = workroom.incoming(made.store.folder, made.id)
    try:
        if files:
            receiving.settle(files, names, folder)
        else:
            receiving.write_text(text, folder)
    except OSError as error:
        workroom.remove(folder)
        raise errors.NoRoom(field="files") from error
    tell_in_charge(made.store_id, in_charge)
    journal.note("insights.sent", actor=actor, now=now, object=("upload", made.id))
    return int(made.id)


@action(may="insights.keep")
def begin(
    *, actor: Viewer, now: datetime, names: Sequence[str], sizes: Sequence[int], whose: str, ground: str,
    keep_until: date, me: str, language: str, in_charge: Sequence[str] = (),
) -> int:  # fmt: skip
    """Announce files that come piece by piece. Raises Nothing, TooMuch, NoRoom."""
    if not names or len(names) != len(sizes) or min(sizes) < 0:
        raise errors.Nothing(field="files")
    receiving.make_room(sum(sizes), len(names))
    made = _make(actor, now, "receiving", whose, ground, keep_until, me, language, sum(sizes))
    clean = rules.distinct([rules.clean_path(name) for name in names])
    File.objects.bulk_create([File(upload=made, name=n, size=s) for n, s in zip(clean, sizes, strict=True)])
    tell_in_charge(made.store_id, in_charge)
    journal.note("insights.begun", actor=actor, now=now, object=("upload", made.id))
    return int(made.id)


@action(may="insights.keep")
def finish(*, actor: Viewer, now: datetime, upload_id: int) -> None:
    """Every file has come: read it. Raises Unfinished, NotWaiting."""
    row = _upload(actor, upload_id)
    folder = workroom.incoming(row.store.folder, row.id)
    missing = sum(receiving.has_come(folder, n) != s for n, s in row.files.values_list("name", "size"))
    if row.state == "receiving" and missing:
        raise errors.Unfinished(n=missing)
    _move(row, "receiving", "waiting", now)
    journal.note("insights.sent", actor=actor, now=now, object=("upload", row.id))


@action(may="insights.keep")
def answer(*, actor: Viewer, now: datetime, upload_id: int, told: dict[str, Any]) -> None:
    """Say what the reader asked: which chats, which tool, or to keep the whole rows of a cut file."""
    row = _upload(actor, upload_id)
    asked = row.answer.get("ask", {}).get("kind")
    if asked not in told:
        raise errors.NotWaiting
    _move(row, "asking", "waiting", now, told={**row.told, **told}, answer={})
    journal.note("insights.sent", actor=actor, now=now, object=("upload", row.id))


@action(may="insights.keep")
def again(*, actor: Viewer, now: datetime, upload_id: int) -> None:
    """Have an upload read that got lost on the way, or whose reading broke. Raises NotWaiting."""
    row = _upload(actor, upload_id)
    lost = row.state in {"waiting", "reading"} and now - row.moved_at > rules.STUCK_AFTER
    broke = row.state == "refused" and row.answer.get("refused", {}).get("code") == "broken"
    if not (lost or broke):
        raise errors.NotWaiting
    _move(row, row.state, "waiting", now, answer={})
    journal.note("insights.sent", actor=actor, now=now, object=("upload", row.id))


@action(may="insights.keep")
def remove(*, actor: Viewer, now: datetime, upload_id: int) -> None:
    """Take an upload away again: what only it brought goes out of the archive and out of every page."""
    row = _upload(actor, upload_id)
    if row.state == "leaving":
        return journal.note("insights.removed", actor=actor, now=now, object=("upload", row.id))
    _move(row, row.state, "leaving", now)
    forget_pages(row.store_id)
    folder = workroom.incoming(row.store.folder, row.id)
    transaction.on_commit(lambda: workroom.remove(folder), robust=True)
    return journal.note("insights.removed", actor=actor, now=now, object=("upload", row.id))


@action(may="insights.keep")
def remove_all(*, actor: Viewer, now: datetime) -> None:
    """Remove everything that was ever uploaded, and everything that was found in it."""
    row = Store.objects.filter(community_id=actor.community_id).first()
    if row is None:
        raise Http404
    folder, number = workroom.home(row.folder), row.id
    row.delete()
    transaction.on_commit(lambda: shutil.rmtree(folder, ignore_errors=True), robust=True)
    journal.note("insights.emptied", actor=actor, now=now, object=("store", number))


@action(may="insights.keep")
def forget(*, actor: Viewer, now: datetime, seen_id: int) -> None:
    """Forget somebody's words for good, in every upload of today and of later."""
    row = Seen.objects.filter(store__community_id=actor.community_id, id=seen_id).first()
    if row is None:
        raise Http404
    made = _forgetting(row.store_id, row.labels, row.name, now)
    journal.note("insights.asked_to_forget", actor=actor, now=now, object=("forgetting", made), whom=row.person_id)


@action(may=None)
def forget_member(*, actor: Viewer, now: datetime, person_id: int) -> None:
    """The same for a member who is forgotten in the house."""
    rows = Seen.objects.filter(store__community_id=actor.community_id, person_id=person_id)
    for store_id, labels, name in list(rows.values_list("store_id", "labels", "name")):
        made = _forgetting(store_id, labels, name, now)
        journal.note("insights.asked_to_forget", actor=actor, now=now, object=("forgetting", made), whom=person_id)
    if not rows.exists():
        journal.note("insights.unseen", actor=actor, now=now, object=("person", person_id), whom=person_id)


def forget_pages(store_id: int) -> None:
    """Nothing that is about to change is shown meanwhile."""
    Report.objects.filter(store_id=store_id).delete()
    Store.objects.filter(id=store_id).update(examined="")


def _forgetting(store_id: int, labels: Sequence[str], name: str, now: datetime) -> int:
    forget_pages(store_id)
    InCharge.objects.filter(store_id=store_id, word__in=[*labels, *rules.called(labels, name)]).delete()
    return int(Forgetting.objects.create(store_id=store_id, labels=list(labels), asked_at=now).id)


def _make(
    actor: Viewer, now: datetime, state: str, whose: str, ground: str, keep_until: date, me: str, language: str,
    size: int, *, pasted: bool = False,
) -> Upload:  # fmt: skip
    return Upload.objects.create(
        store=_store(actor.community_id), by_id=actor.person_id, begun_at=now, moved_at=now, state=state, whose=whose,
        ground=ground, wording=rules.WORDING, keep_until=keep_until, language=language, bytes=size, pasted=pasted,
        told={"me": me} if me else {},
    )  # fmt: skip


def _store(community_id: int | None) -> Store:
    try:
        with transaction.atomic():
            return Store.objects.create(
                community_id=community_id, folder=secrets.token_hex(16), salt=secrets.token_hex(16)
            )
    except IntegrityError:
        return Store.objects.get(community_id=community_id)


def _upload(actor: Viewer, upload_id: int) -> Upload:
    row = Upload.objects.select_related("store").filter(store__community_id=actor.community_id, id=upload_id).first()
    if row is None:
        raise Http404
    return row


def _move(row: Upload, was: str, to: str, now: datetime, **words: Any) -> None:
    if not Upload.objects.filter(id=row.id, state=was).update(state=to, moved_at=now, **words):
        raise errors.NotWaiting
