"""The only door for other features: `in_community` for views, and how people come, go and are appointed."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse

from closeknit.house.core.permissions import Role, Where, table
from closeknit.house.features.communities.actions import (
    appoint,
    change,
    found,
    join,
    join_many,
    part,
    part_many,
    place,
    set_kind,
)
from closeknit.house.features.communities.errors import AlreadyIn, LastOrganiser
from closeknit.house.features.communities.selectors import (
    Card,
    Here,
    MembershipCard,
    card,
    count_able,
    count_members,
    here,
    holders,
    member_ids,
    memberships,
    names,
    of_person,
    stored,
    viewer,
)

__all__ = [
    "AlreadyIn", "Card", "Here", "LastOrganiser", "MembershipCard", "appoint", "card", "change", "count_able",
    "count_members", "found", "here", "holders", "in_community", "join", "join_many", "member_ids", "memberships",
    "names", "of_person", "part", "part_many", "place", "set_kind", "stored", "viewer",
]  # fmt: skip


def in_community(permission: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Make `view(request, here, **words)` a page of a community, for those who hold `permission` there.

    A visitor who may not is led to the sign-in page, whether the community exists or not; everybody else gets the
    same 404 for what is not there and what is not theirs.
    """

    def wrap(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def asked(request: Any, slug: str, **words: Any) -> HttpResponse:
            person_id = request.user.id if request.user.is_authenticated else None
            found = here(slug, person_id)
            if found is not None and found.viewer.may(permission):
                request.here = found
                return view(request, found, **words)
            public = table()[permission].get(Role.VISITOR, Where.NOWHERE) > Where.NOWHERE
            if person_id is None and not public:
                return redirect_to_login(request.get_full_path())
            raise Http404

        asked.__dict__["permission"] = permission
        return asked

    return wrap
