"""Profiles made for somebody, taken over by her."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import translation
from django.utils.translation import gettext as _

from closeknit.house.core import journal, mail
from closeknit.house.core.actions import action
from closeknit.house.core.permissions import Role, Viewer
from closeknit.house.features.accounts import api as accounts
from closeknit.house.features.communities import api as communities
from closeknit.house.features.members import errors, rules
from closeknit.house.features.members.actions.profiles import theirs
from closeknit.house.features.members.models import Claim, ClaimLink, Profile


@action(may="members.own")
def make_link(*, actor: Viewer, now: datetime, person_id: int, token: str) -> None:
    """A link for the person for whom an unclaimed profile was made; earlier links of hers die. Raises Claimed."""
    profile = theirs(actor, person_id)
    if profile.claimed_at is not None:
        raise errors.Claimed
    ClaimLink.objects.filter(profile=profile, used_at__isnull=True).update(used_at=now)
    ClaimLink.objects.create(
        digest=rules.digest(token),
        profile=profile,
        made_by_id=actor.person_id,
        made_at=now,
        expires_at=now + rules.LINK_LASTS,
    )
    journal.note("members.link_made", actor=actor, now=now, object=("profile", profile.id), whom=person_id)


@action(may="members.own")
def send_link(
    *, actor: Viewer, now: datetime, person_id: int, token: str, link: str, community: str, language: str
) -> None:
    """Make a link and write it to the mail address that the profile holds. Raises NoAddress, Claimed."""
    profile = theirs(actor, person_id)
    if not profile.mail:
        raise errors.NoAddress
    make_link(actor=actor, now=now, person_id=person_id, token=token)
    with translation.override(language):
        mail.write(
            key=f"members.claim:{rules.digest(token)[:40]}", to=profile.mail, now=now,
            subject=_("Your profile in {community}").format(community=community),
            body=_(
                "{community} keeps a profile for you. Open this link to take it over, or to have it removed; "
                "it works for 30 days:\n\n{link}"
            ).format(community=community, link=link),
        )  # fmt: skip
    journal.note("members.link_sent", actor=actor, now=now, object=("profile", profile.id), whom=person_id)


@action(may="members.claim")
def claim(*, actor: Viewer, now: datetime, token: str) -> int:
    """Take over the profile behind a claim link; its id. Raises ClaimSpent, AlreadyHere."""
    link = ClaimLink.objects.filter(digest=rules.digest(token), used_at__isnull=True, expires_at__gt=now).first()
    if link is None:
        raise errors.ClaimSpent
    return _take(actor, link.profile_id, "link", now, link.digest)


@action(may="members.claim")
def claim_by_mail(*, actor: Viewer, now: datetime, profile_id: int) -> int:
    """Take over an unclaimed profile that holds the address with which the actor signs in; its id."""
    own = accounts.address_of(actor.person_id or 0)
    held = Profile.objects.filter(id=profile_id, mail=rules.tidy_mail(own), claimed_at__isnull=True).exclude(mail="")
    if not own or not held.exists():
        raise Http404
    return _take(actor, profile_id, "mail", now)


def _take(actor: Viewer, profile_id: int, how: str, now: datetime, digest: str = "") -> int:
    """Move profile and membership from the person made for it to the actor; other features hear `members.claimed`
    (the kind `person` and the id that was, whom: who it is now) and move their rows."""
    person_id = actor.person_id or 0
    profile = Profile.objects.filter(id=profile_id).first()
    if profile is None or profile.left_at is not None:
        raise errors.ClaimSpent
    was = profile.person_id
    inside = Viewer(person_id=person_id, community_id=profile.community_id, system=True)
    mine = Profile.objects.filter(community_id=profile.community_id, person_id=person_id)
    if mine.filter(left_at__isnull=True).exists():
        raise errors.AlreadyHere
    mine.delete()
    held = communities.memberships(profile.community_id, [was]).get(was)
    try:
        with transaction.atomic():
            moved = Profile.objects.filter(id=profile_id, claimed_at__isnull=True, left_at__isnull=True).update(
                person_id=person_id, claimed_at=now, run=None, changed_at=now
            )
            if not moved:
                raise errors.ClaimSpent
            communities.join(
                actor=inside, now=now, person_id=person_id, joined_at=held.joined_at if held else profile.joined_at
            )
    except (IntegrityError, communities.AlreadyIn) as error:
        raise errors.AlreadyHere from error
    links = ClaimLink.objects.filter(profile_id=profile_id, used_at__isnull=True)
    if digest and not links.filter(digest=digest).update(used_at=now):  # spent since we looked
        raise errors.ClaimSpent
    links.update(used_at=now)
    _hand_over(inside, was, held, profile, now)
    Claim.objects.create(profile_id=profile_id, was_id=was, is_now_id=person_id, how=how, at=now)
    Profile.objects.filter(community_id=profile.community_id, brought_by_id=was).update(brought_by_id=person_id)
    journal.note("members.claimed", actor=inside, now=now, object=("person", was), whom=person_id)
    accounts.erase(actor=inside, now=now, person_ids=[was])
    return int(profile_id)


def _hand_over(
    inside: Viewer, was: int, held: communities.MembershipCard | None, profile: Profile, now: datetime
) -> None:
    person_id = inside.person_id or 0
    if profile.chapter_id is not None:
        communities.place(actor=inside, now=now, person_id=person_id, chapter_id=profile.chapter_id)
    if held is None:
        return
    roles = frozenset({Role(role) for role in (held.role, *held.duties)} - {Role.MEMBER})
    if roles:
        communities.appoint(actor=inside, now=now, person_id=person_id, roles=roles)
    communities.part(actor=inside, now=now, person_id=was, why="members.claimed")
