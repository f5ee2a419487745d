"""Who holds which role: read, and given or taken."""

from collections.abc import Sequence

import msgspec
from django.core.paginator import Paginator
from django.http import Http404

from closeknit.house.core.permissions import BACKBONE, Role
from closeknit.house.features.api import rules, shapes
from closeknit.house.features.api.declared import Call, operation
from closeknit.house.features.api.views.asking import page_of
from closeknit.house.features.communities import api as communities

_ONE = "/roles/{person_id}"
_ALL = (Role.ORGANISER, *BACKBONE)


@operation("GET", "/roles", scope="roles", answers=shapes.Page[shapes.Roles], query=shapes.Paged)
def list_roles(call: Call) -> shapes.Page[shapes.Roles]:
    """Who holds a role: organisers and the backbone."""
    held = communities.member_ids(call.community_id, roles=_ALL)
    page = Paginator(held, rules.PAGE).get_page(call.query.page)
    return page_of(call, "v1-roles", page, _shapes(call, page.object_list))


@operation("GET", _ONE, scope="roles", answers=shapes.Roles)
def read_roles(call: Call, person_id: int) -> shapes.Roles:
    """The roles of a member."""
    for told in _shapes(call, [person_id]):
        return told
    raise Http404


@operation("PUT", _ONE, scope="roles.write", answers=shapes.Roles, body=shapes.NewRoles, guarded=_ONE)
def set_roles(call: Call, person_id: int) -> shapes.Roles:
    """Give a member exactly these roles; the office of the last organiser cannot be taken."""
    communities.appoint(
        actor=call.viewer, now=call.now, person_id=person_id, roles=frozenset(Role(role) for role in call.body.roles)
    )
    return read_roles(call, person_id)


def _shapes(call: Call, people: Sequence[int]) -> list[shapes.Roles]:
    cards = communities.memberships(call.community_id, people)
    held = {i: {cards[i].role, *cards[i].duties} for i in people if i in cards}
    return [
        msgspec.convert({"person_id": i, "roles": [str(one) for one in _ALL if one in roles]}, shapes.Roles)
        for i, roles in held.items()
    ]  # fmt: skip
