"""Members: found, made, changed, on leave, gone."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from msgspec import UNSET

from closeknit.house.core.permissions import Role, Viewer, with_implied
from closeknit.house.features.api import rules, shapes
from closeknit.house.features.api.declared import Call, operation
from closeknit.house.features.api.shapes import shaped
from closeknit.house.features.api.views.asking import Made, page_of
from closeknit.house.features.communities import api as communities
from closeknit.house.features.members import api as every_member

_ONE = "/members/{person_id}"


@operation("GET", "/members", scope="members", answers=shapes.Page[shapes.MemberCard], query=shapes.Paged)
def list_members(call: Call) -> shapes.Page[shapes.MemberCard]:
    """Present members with what they show to members; without `members.write` only those who show them their names."""
    page = Paginator(communities.member_ids(call.community_id), rules.PAGE).get_page(call.query.page)
    cards = every_member.profiles(call.community_id, page.object_list)
    writes = _writes(call)
    items = [
        shaped(shapes.MemberCard, card, id=card.person_id)
        for person_id in page.object_list
        if (card := cards.get(person_id)) and (card.is_shown or writes)
    ]  # fmt: skip
    return page_of(call, "v1-members", page, items)


@operation("POST", "/members", scope="members.write", answers=shapes.Member, body=shapes.NewMember, status=201)
def create_member(call: Call) -> Made:
    """A profile for somebody who does not log in; she can take it over later."""
    body = call.body
    words: dict[str, Any] = {"actor": call.viewer, "now": call.now}
    ident = every_member.make(
        **words, name=body.name, name_shown=body.name_shown, fields=_fields(body.fields), agreed=body.agreed,
        wording=str(every_member.MADE_WORDING),
    )  # fmt: skip
    if body.number:
        every_member.set_number(**words, person_id=ident, number=body.number)
    return Made(read_member(call, ident), "v1-members-one", {"person_id": ident})


@operation("GET", _ONE, scope="members", answers=shapes.Member)
def read_member(call: Call, person_id: int) -> shapes.Member:
    """One member."""
    return _shape(_card(call, person_id, call.today()))


@operation("PATCH", _ONE, scope="members.write", answers=shapes.Member, body=shapes.MemberChange)
def change_member(call: Call, person_id: int) -> shapes.Member:
    """Name and fields of an unclaimed profile or of one's own; level and number of anybody."""
    wanted = call.body
    words: dict[str, Any] = {"actor": call.viewer, "now": call.now, "person_id": person_id}
    card = _card(call, person_id, call.today())
    if any(told is not UNSET for told in (wanted.name, wanted.name_shown, wanted.fields)):
        every_member.edit(
            **words, version=card.version, name=_or(wanted.name, card.name),
            name_shown=_or(wanted.name_shown, card.name_shown), fields=_fields(_or(wanted.fields, {})),
            agreed=wanted.agreed,
            wording=str(every_member.OWN_WORDING if card.is_you else every_member.MADE_WORDING),
        )  # fmt: skip
    if _or(wanted.level, card.level) != card.level:
        every_member.set_level(**words, level=wanted.level)
    if _or(wanted.number, card.number) != card.number:
        every_member.set_number(**words, number=wanted.number)
    return read_member(call, person_id)


@operation("DELETE", _ONE, scope="members.write")
def remove_member(call: Call, person_id: int) -> None:
    """Oneself: leave. Somebody for whom a profile was made and who never took it: remove it for good. A member who
    claimed her profile leaves by herself."""
    card = _card(call, person_id, call.today())
    if card.is_you:
        every_member.leave(actor=call.viewer, now=call.now)
    elif card.is_claimed:
        raise every_member.Claimed
    else:
        every_member.forget(actor=call.viewer, now=call.now, person_id=person_id)


@operation(
    "PUT", f"{_ONE}/absence", scope="members.write", answers=shapes.Member, body=shapes.NewAbsence, guarded=_ONE
)  # fmt: skip
def begin_absence(call: Call, person_id: int) -> shapes.Member:
    """A leave of absence, from one day to another."""
    every_member.go_away(
        actor=call.viewer, now=call.now, person_id=person_id, today=call.today(), since=call.body.since,
        until=call.body.until, reason=call.body.reason,
    )  # fmt: skip
    return read_member(call, person_id)


@operation("DELETE", f"{_ONE}/absence", scope="members.write", answers=shapes.Member, guarded=_ONE, match_needed=False)
def end_absence(call: Call, person_id: int) -> shapes.Member:
    """End a leave before its day; ending none is no fault."""
    every_member.come_back(actor=call.viewer, now=call.now, person_id=person_id)
    return read_member(call, person_id)


def _writes(call: Call) -> bool:
    return rules.opens(call.scopes, "members.write")


def _card(call: Call, person_id: int, on: date) -> every_member.ProfilePage:
    """As the key's maker sees it, or with a key that only reads as any member does."""
    any_member = Viewer(community_id=call.community_id, roles=with_implied([Role.MEMBER]))
    card = every_member.profile(call.viewer if _writes(call) else any_member, person_id, on)
    if card is None:
        raise Http404
    return card


def _shape(card: every_member.ProfilePage) -> shapes.Member:
    return shaped(
        shapes.Member, card, id=card.person_id, chapter_id=card.chapter[0] if card.chapter else None,
        fields={f.key: shapes.Field(text=f.text, shown=f.shown) for f in card.fields},
    )  # fmt: skip


def _fields(told: dict[str, shapes.FieldBody]) -> dict[str, tuple[str, int]]:
    return {key: (field.text, field.shown) for key, field in told.items()}


def _or(told: Any, otherwise: Any) -> Any:
    return otherwise if told is UNSET else told
