"""What every change of a profile keeps true: what a search finds, and which consents are in force."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import F

from closeknit.house.core import bulk
from closeknit.house.core.permissions import Viewer
from closeknit.house.features.members import rules
from closeknit.house.features.members.models import Consent, Face, Field, Profile
from closeknit.house.features.members.rules import Shown


def refresh(profile_ids: Iterable[int]) -> None:
    """Write anew what searches look through, and whether somebody gives or needs; in four queries for any number."""
    profiles = {p.id: p for p in Profile.objects.filter(id__in=list(profile_ids), forgotten_at__isnull=True)}
    words: dict[int, list[tuple[str, int]]] = {ident: [] for ident in profiles}
    for profile in profiles.values():
        profile.gives = profile.needs = False
        profile.mail = ""
    for ident, key, text, shown in Field.objects.filter(profile_id__in=profiles).values_list(
        "profile_id", "key", "text", "shown"
    ):
        words[ident].append((text, shown))
        if key == "email":
            profiles[ident].mail = rules.tidy_mail(text)
        if shown >= Shown.MEMBERS:
            profiles[ident].gives |= key == "offer"
            profiles[ident].needs |= key == "need"
    for ident, handle, shown, confirmed in Face.objects.filter(profile_id__in=profiles).values_list(
        "profile_id", "handle", "shown", "confirmed_at"
    ):
        words[ident].append((handle, shown if confirmed else Shown.ORGANISERS))
    for ident, profile in profiles.items():
        fill(profile, words[ident])
    columns = ("for_members", "for_organisers", "gives", "needs", "looks", "sorts", "mail")
    bulk.update(Profile, columns, ([p.id, *(getattr(p, name) for name in columns)] for p in profiles.values()))


def fill(profile: Profile, words: Iterable[tuple[str, int]]) -> None:
    """Set the columns that a search looks through from (text, shown) pairs, without saving."""
    told = list(words)
    profile.looks, profile.sorts = rules.skeleton(profile.name), rules.sorting(profile.name)
    kept = [text for text, shown in told if shown >= Shown.ORGANISERS]
    open_ = [text for text, shown in told if shown >= Shown.MEMBERS]
    profile.for_organisers = rules.findable(profile.name, [profile.number, *kept])
    profile.for_members = rules.findable(profile.name if profile.name_shown >= Shown.MEMBERS else "", open_)


def touched(profile_id: int, *, now: datetime, version: int | None = None) -> bool:
    """Mark a profile as changed by hand, so that no undone import takes it back; False where `version` is old."""
    rows = Profile.objects.filter(id=profile_id, left_at__isnull=True)
    if version is not None:
        rows = rows.filter(version=version)
    return bool(rows.update(version=F("version") + 1, changed_at=now, run=None))


def agree(
    profile_id: int, shown: Mapping[str, int], *, wording: str, actor: Viewer, now: datetime
) -> None:  # fmt: skip
    """Note consents: for each key who may see it, in the words that were read."""
    Consent.objects.filter(profile_id=profile_id, key__in=shown, withdrawn_at__isnull=True).update(withdrawn_at=now)
    Consent.objects.bulk_create(
        [
            Consent(
                profile_id=profile_id, key=key, shown=to, wording=wording[:400], given_at=now,
                given_by_id=actor.person_id,
            )
            for key, to in shown.items()
        ]
    )  # fmt: skip


def withdraw(profile_id: int, keys: Iterable[str], *, now: datetime) -> None:
    """End the consents in force for some keys."""
    Consent.objects.filter(profile_id=profile_id, key__in=list(keys), withdrawn_at__isnull=True).update(
        withdrawn_at=now
    )
