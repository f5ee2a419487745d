"""What is done in the background: reading, examining, rebuilding, forgetting, and looking after all of it."""

import hashlib
import json
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.timezone import localdate

from closeknit.house.core import jobs, people
from closeknit.house.core.jobs import every, task
from closeknit.house.core.middleware import TAGS
from closeknit.house.core.permissions import Role, the_house
from closeknit.house.features.communities import api as communities
from closeknit.house.features.insights import rules, selectors, workroom
from closeknit.house.features.insights.actions import outcomes, uploads
from closeknit.house.features.insights.models import Forgetting, Report, Store, Upload
from closeknit.house.features.insights.selectors import StoreCard

MOST_MONTHS_AT_ONCE = 6


@task(takes_context=True)
def read(context: Any, *, upload_id: int) -> None:
    """Read an upload into the archives. Running it again changes nothing."""
    row = Upload.objects.select_related("store").filter(id=upload_id, state__in=("waiting", "reading")).first()
    if row is None:
        return
    store, house = row.store, the_house(row.store.community_id)
    outcomes.reading(actor=house, now=jobs.now(), upload_id=row.id)
    zone, told = _zone(store.community_id)
    order = {
        "folder": str(workroom.home(store.folder)), "whole": store.whole, "own": f"uploads/{row.id}",
        "incoming": f"incoming/{row.id}", "upload": row.id, "salt": store.salt, "at": _at(), "zone": zone,
        "zone_told": told, "language": TAGS.get(row.language, "en"), "pasted": row.pasted,
        "chats": row.told.get("chats", []), "carrier": row.told.get("carrier", ""), "me": row.told.get("me", ""),
        "salvage": bool(row.told.get("salvage")),
    }  # fmt: skip

    def progress(said: dict[str, Any]) -> None:
        Upload.objects.filter(id=row.id).update(read_bytes=min(said.get("read", 0), row.bytes), moved_at=jobs.now())

    try:
        answer = workroom.do("take", order, progress)
    except workroom.Broken:
        if context.attempt < jobs.MOST_ATTEMPTS:
            raise
        answer = {"refused": {"code": "broken", "message": "", "hint": ""}}
    outcomes.outcome(actor=house, now=jobs.now(), upload_id=row.id, answer=answer)


@task
def examine(*, community_id: int, language: str = "") -> None:
    """Examine what is kept, unless that was done; then the months, in jobs of their own."""
    store = selectors.store(community_id)
    if store is None or not Upload.objects.filter(store_id=store.id, state="kept").exists():
        return
    order = _order(store, language)
    seal = _seal(store, order)
    known = Report.objects.filter(store_id=store.id, month="", language=order["house_language"], seal=seal)
    if known.exists() and store.examined == seal:
        return
    answer = workroom.do("judge", order)
    house = the_house(community_id)
    if "refused" in answer:
        outcomes.not_found(actor=house, now=jobs.now(), store_id=store.id, seal=seal)
        return
    kept = outcomes.found(
        actor=house, now=jobs.now(), store_id=store.id, revision=store.revision, seal=seal,
        language=order["house_language"], told=answer,
    )  # fmt: skip
    if kept:
        known_months = dict(
            Report.objects.filter(store_id=store.id, language=order["house_language"]).values_list("month", "seal")
        )
        Report.objects.filter(store_id=store.id).exclude(month__in=["", *(m for m, _s in answer["months"])]).delete()
        wanted = [month for month, sealed in answer["months"] if known_months.get(month) != sealed]
        if wanted:
            examine_months.enqueue(community_id=community_id, language=language, months=wanted)
    else:
        examine.enqueue(community_id=community_id, language=language)


@task(priority=-10)
def examine_months(*, community_id: int, months: list[str], language: str = "") -> None:
    """Examine as if some month had just ended, a few in one job, the newest first."""
    store = selectors.store(community_id)
    if store is None or not Upload.objects.filter(store_id=store.id, state="kept").exists():
        return
    order = _order(store, language)
    house, known = the_house(community_id), order["house_language"]

    def keep(told: dict[str, Any]) -> None:
        outcomes.found_month(
            actor=house, now=jobs.now(), store_id=store.id, revision=store.revision, language=known, told=told
        )

    workroom.do("judge_months", {**order, "months": months[:MOST_MONTHS_AT_ONCE]}, keep)
    if months[MOST_MONTHS_AT_ONCE:]:
        examine_months.enqueue(community_id=community_id, language=language, months=months[MOST_MONTHS_AT_ONCE:])


@task
def rebuild(*, community_id: int) -> None:
    """Make the archive anew from the uploads that stay."""
    store = selectors.store(community_id)
    if store is None:
        return
    rows = Upload.objects.filter(store_id=store.id)
    gone = list(rows.filter(state="leaving").values_list("id", flat=True))
    if not gone:
        return
    stay = list(rows.filter(state="kept").order_by("id").values_list("id", flat=True))
    whole = f"whole-{int(store.whole.rpartition('-')[2]) + 1}"
    zone, _told = _zone(community_id)
    workroom.do(
        "rebuild",
        {
            "folder": str(workroom.home(store.folder)), "was": store.whole, "whole": whole, "salt": store.salt,
            "parts": [{"id": i, "own": f"uploads/{i}"} for i in stay], "gone": [f"uploads/{i}" for i in gone],
            "at": _at(), "zone": zone,
        },
    )  # fmt: skip
    outcomes.rebuilt(
        actor=the_house(community_id), now=jobs.now(), store_id=store.id, was=store.whole, whole=whole, gone=gone
    )


@task
def forget(*, forgetting_id: int) -> None:
    """Forget somebody in every archive."""
    row = Forgetting.objects.select_related("store").filter(id=forgetting_id).first()
    if row is None:
        return
    owns = [f"uploads/{i}" for i in Upload.objects.filter(store_id=row.store_id).values_list("id", flat=True)]
    workroom.do(
        "forget",
        {"folder": str(workroom.home(row.store.folder)), "whole": row.store.whole, "owns": owns,
         "labels": row.labels, "at": _at()},
    )  # fmt: skip
    outcomes.forgotten(actor=the_house(row.store.community_id), now=jobs.now(), forgetting_id=row.id)


@every(timedelta(minutes=10))
@task
def look_after() -> None:
    """Take up what got lost between a deed and its job; a job too many changes nothing."""
    lost = jobs.now() - timedelta(minutes=10)
    for upload_id in Upload.objects.filter(state="waiting", moved_at__lt=lost).values_list("id", flat=True):
        read.enqueue(upload_id=upload_id)
    leaving = Upload.objects.filter(state="leaving", moved_at__lt=lost)
    for community_id in set(leaving.values_list("store__community_id", flat=True)):
        rebuild.enqueue(community_id=community_id)
    for forgetting_id in Forgetting.objects.filter(asked_at__lt=lost).values_list("id", flat=True):
        forget.enqueue(forgetting_id=forgetting_id)
    unexamined = Store.objects.filter(examined="", uploads__state="kept", uploads__moved_at__lt=lost)
    for community_id in set(unexamined.values_list("community_id", flat=True)):
        examine.enqueue(community_id=community_id)


@every(timedelta(hours=12))
@task
def expire() -> None:
    """Remove uploads whose time has ended, and those that nobody finished."""
    now = jobs.now()
    over = Q(keep_until__lt=localdate(now)) | Q(
        state__in=("receiving", "asking", "refused"), moved_at__lt=now - rules.RECEIVING_LASTS
    )
    rows = Upload.objects.filter(over).exclude(state="leaving").values_list("id", "store__community_id")
    for upload_id, community_id in list(rows):
        uploads.remove(actor=the_house(community_id), now=now, upload_id=upload_id)
    workroom.forget_half(now)


def _at() -> str:
    return jobs.now().isoformat(timespec="seconds")


def _zone(community_id: int) -> tuple[str, bool]:
    named = communities.card(community_id).time_zone
    return named or settings.TIME_ZONE, bool(named)


def _order(store: StoreCard, language: str) -> dict[str, Any]:
    """What the examination needs to know of the house: zone, language, and who is behind which face."""
    from closeknit.house.features.members import api as members

    card = communities.card(store.community_id)
    lang = language or card.language
    zone, told = _zone(store.community_id)
    claimed = members.faces(store.community_id)
    names = people.names(claimed.values())
    faces = sorted([carrier, handle, person, names.get(person, "")] for (carrier, handle), person in claimed.items())
    organisers = communities.member_ids(store.community_id, roles=(Role.ORGANISER,))
    return {
        "folder": str(workroom.home(store.folder)), "whole": store.whole, "zone": zone, "zone_told": told,
        "house_language": lang, "lang": TAGS.get(lang, "en"), "language": TAGS.get(lang, "en"),
        "faces": [face for face in faces if face[3]], "title": card.name, "version": rules.PAGES,
        "organisers": sorted({names[person] for person in organisers if names.get(person)}),
        "in_charge": selectors.in_charge(store.id),
    }  # fmt: skip


def _seal(store: StoreCard, order: dict[str, Any]) -> str:
    made = [
        store.revision,
        store.whole,
        *(order[k] for k in ("zone", "faces", "organisers", "in_charge", "title", "version")),
    ]
    return hashlib.sha256(json.dumps(made).encode()).hexdigest()[:32]
