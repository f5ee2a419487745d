"""Profiles: made at admission or by hand, edited, levelled."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.http import Http404

from closeknit.house.core import journal, people
from closeknit.house.core.actions import action
from closeknit.house.core.permissions import Role, Viewer
from closeknit.house.core.refusals import Stale
from closeknit.house.features.accounts import api as accounts
from closeknit.house.features.communities import api as communities
from closeknit.house.features.members import errors, rules
from closeknit.house.features.members.actions import kept
from closeknit.house.features.members.models import Field, LevelChange, Profile
from closeknit.house.features.members.rules import Level, Shown
from closeknit.house.features.members.selectors import reach


@action(may=None)
def welcome(
    *, actor: Viewer, now: datetime, person_id: int, name: str, invited_by: int | None = None,
    introduction: str | None = None,
) -> int:  # fmt: skip
    """Create or complete a profile at admission; its id. The calling feature has made her a member.

    One who returns gets her profile back, empty where she was forgotten. What she wrote is never overwritten; the
    introduction is for the members, as the gate told her when she wrote it.
    """
    profile = _ensured(actor.community_id, person_id, rules.tidy_name(name), now, claimed=True)
    if invited_by is not None and invited_by != person_id and profile.brought_by_id is None:
        Profile.objects.filter(id=profile.id).update(brought_by_id=invited_by)
    words = rules.tidy_text(introduction or "")
    if words and not Field.objects.filter(profile=profile, key="introduction").exists():
        Field.objects.create(profile=profile, key="introduction", text=words, shown=Shown.MEMBERS, set_at=now)
    kept.refresh([profile.id])
    journal.note("members.welcomed", actor=actor, now=now, object=("profile", profile.id), whom=person_id)
    return int(profile.id)


def _ensured(
    community_id: int | None, person_id: int, name: str, now: datetime, *, claimed: bool, level: Level = Level.NEWCOMER
) -> Profile:  # fmt: skip
    words = {"name": name or people.names([person_id]).get(person_id, ""), "joined_at": now, "changed_at": now,
             "claimed_at": now if claimed else None}  # fmt: skip
    profile, new = Profile.objects.get_or_create(
        community_id=community_id, person_id=person_id, defaults={**words, "level": level}
    )
    if not new and profile.left_at is not None:
        Profile.objects.filter(id=profile.id).update(left_at=None, forgotten_at=None, **words)
        profile.refresh_from_db()
    return profile


@action(may=None)
def ensure(*, actor: Viewer, now: datetime, person_id: int) -> int:
    """A profile for one who became a member by another way than a gate; nothing changes where she has one."""
    runs = person_id in communities.member_ids(actor.community_id or 0, roles=(Role.ORGANISER,))
    level = Level.MEMBER if runs else Level.NEWCOMER  # who founds it is not new to it
    profile = _ensured(actor.community_id, person_id, "", now, claimed=True, level=level)
    kept.refresh([profile.id])
    journal.note("members.ensured", actor=actor, now=now, object=("profile", profile.id), whom=person_id)
    return int(profile.id)


@action(may="members.keep")
def make(
    *, actor: Viewer, now: datetime, name: str, name_shown: int = Shown.MEMBERS,
    fields: Mapping[str, tuple[str, int]] | None = None, agreed: bool = False, wording: str = "",
) -> int:  # fmt: skip
    """A profile for somebody who does not log in (yet); the person's id. Raises NoName, NeedsConsent."""
    tidy = rules.tidy_name(name)
    if not tidy:
        raise errors.NoName(field="name")
    person_id = accounts.make_person(actor=actor, now=now, name=tidy)
    communities.join(actor=actor, now=now, person_id=person_id)
    profile = Profile.objects.create(
        community_id=actor.community_id, person_id=person_id, name=tidy, name_shown=name_shown, joined_at=now,
        changed_at=now, made_by_id=actor.person_id,
    )  # fmt: skip
    _write(profile, fields or {}, actor=actor, now=now, agreed=agreed, wording=wording)
    journal.note("members.made", actor=actor, now=now, object=("profile", profile.id), whom=person_id)
    return person_id


@action(may="members.own")
def edit(
    *, actor: Viewer, now: datetime, person_id: int, version: int, name: str, name_shown: int,
    fields: Mapping[str, tuple[str, int]], agreed: bool, wording: str,
) -> None:  # fmt: skip
    """Write one's own profile, or as an organiser one that nobody has claimed.

    `fields` maps keys to (text, who may see it); an empty text removes, a key left out stays. Whoever shows
    more than before to members must have agreed to `wording`. Raises NoName, NeedsConsent, Claimed, Stale.
    """
    profile = theirs(actor, person_id)
    tidy = rules.tidy_name(name)
    if not tidy:
        raise errors.NoName(field="name")
    if not kept.touched(profile.id, now=now, version=version):
        raise Stale
    wider = name_shown > max(profile.name_shown, Shown.MEMBERS)
    if wider and not agreed:
        raise errors.NeedsConsent(field="agreed")
    if wider:
        kept.agree(profile.id, {"name": name_shown}, wording=wording, actor=actor, now=now)
    Profile.objects.filter(id=profile.id).update(name=tidy, name_shown=max(name_shown, Shown.ORGANISERS))
    _write(profile, fields, actor=actor, now=now, agreed=agreed, wording=wording)
    journal.note("members.edited", actor=actor, now=now, object=("profile", profile.id), whom=person_id)


def theirs(actor: Viewer, person_id: int) -> Profile:
    """The profile that the actor may write in: her own, or an unclaimed one that she keeps; otherwise 404."""
    profile = _present(actor, person_id)
    if person_id == actor.person_id:
        return profile
    if not (reach.keeps(actor) or profile.chapter_id in reach.led(actor)):
        raise Http404
    if profile.claimed_at is not None:
        raise errors.Claimed
    return profile


def _write(
    profile: Profile, fields: Mapping[str, tuple[str, int]], *, actor: Viewer, now: datetime, agreed: bool,
    wording: str,
) -> None:  # fmt: skip
    had = {f.key: f for f in Field.objects.filter(profile=profile)}
    after = {key: (rules.tidy_text(text), int(Shown(shown))) for key, (text, shown) in fields.items()}
    before = {key: (field.text, field.shown) for key, field in had.items()}
    wider = rules.widened(before, after)
    if wider and not agreed:
        raise errors.NeedsConsent(field="agreed")
    for key, (text, shown) in after.items():
        if not text:
            Field.objects.filter(profile=profile, key=key).delete()
        elif before.get(key) != (text, shown):
            Field.objects.update_or_create(
                profile=profile, key=key, defaults={"text": text, "shown": shown, "set_at": now, "run": None}
            )
    if wider:
        kept.agree(profile.id, {key: after[key][1] for key in wider}, wording=wording, actor=actor, now=now)
    kept.withdraw(profile.id, [k for k, (text, s) in after.items() if not text or s < Shown.MEMBERS], now=now)
    kept.refresh([profile.id])


@action(may="members.keep")
def set_level(*, actor: Viewer, now: datetime, person_id: int, level: int) -> None:
    """Up or down a level; the same level changes nothing but the journal."""
    profile = _present(actor, person_id)
    if Profile.objects.filter(id=profile.id, level=profile.level).exclude(level=level).update(level=level):
        LevelChange.objects.create(profile=profile, was=profile.level, is_now=level, at=now)
        kept.touched(profile.id, now=now)
    journal.note("members.levelled", actor=actor, now=now, object=("profile", profile.id), whom=person_id)


@action(may="members.keep")
def set_number(*, actor: Viewer, now: datetime, person_id: int, number: str) -> None:
    """The community's own number of a member; "" for none. Raises NumberTaken."""
    profile = _present(actor, person_id)
    try:
        with transaction.atomic():
            Profile.objects.filter(id=profile.id).update(number=rules.tidy_name(number)[:40])
    except IntegrityError as error:
        raise errors.NumberTaken(field="number") from error
    kept.touched(profile.id, now=now)
    kept.refresh([profile.id])
    journal.note("members.numbered", actor=actor, now=now, object=("profile", profile.id), whom=person_id)


def _present(actor: Viewer, person_id: int) -> Profile:
    """The profile of one who is in the actor's community."""
    rows = Profile.objects.filter(community_id=actor.community_id, person_id=person_id, left_at__isnull=True)
    if (profile := rows.first()) is None:
        raise Http404
    return profile
