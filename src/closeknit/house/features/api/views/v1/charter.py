"""The charter in force, its versions, and who accepted what."""

from django.core.paginator import Paginator
from django.http import Http404

from closeknit.house.features.api import rules, shapes
from closeknit.house.features.api.declared import Call, operation
from closeknit.house.features.api.shapes import shaped
from closeknit.house.features.api.views.asking import page_of
from closeknit.house.features.charter import api as charters
from closeknit.house.features.communities import api as communities
from closeknit.house.features.members import api as every_member


@operation("GET", "/charter", scope="charter", answers=shapes.Charter)
def read_charter(call: Call) -> shapes.Charter:
    """The charter in force."""
    card = charters.current(call.community_id)
    if card is None:
        raise Http404
    return shaped(shapes.Charter, card)


@operation(
    "GET", "/charter/versions", scope="charter", answers=shapes.Page[shapes.CharterVersion], query=shapes.Paged
)  # fmt: skip
def list_charter_versions(call: Call) -> shapes.Page[shapes.CharterVersion]:
    """Every version that was adopted, the newest first."""
    page = Paginator(charters.versions(call.viewer, at_most=10_000), rules.PAGE).get_page(call.query.page)
    items = [shaped(shapes.CharterVersion, line) for line in page]
    return page_of(call, "v1-charter-versions", page, items)


@operation(
    "GET", "/charter/acceptances", scope="charter", answers=shapes.Page[shapes.Acceptance], query=shapes.Paged
)  # fmt: skip
def list_charter_acceptances(call: Call) -> shapes.Page[shapes.Acceptance]:
    """What present members accepted last; who accepted nothing is not in it."""
    page = Paginator(communities.member_ids(call.community_id), rules.PAGE).get_page(call.query.page)
    told = every_member.acceptances(call.community_id, page.object_list)
    items = [shapes.Acceptance(person_id=person, number=n, at=at) for person, (n, at) in sorted(told.items())]
    return page_of(call, "v1-charter-acceptances", page, items)


@operation("PUT", "/charter/acceptance", scope="charter.write", answers=shapes.Charter, body=shapes.Accept)
def accept_charter(call: Call) -> shapes.Charter:
    """Accept the version that was read, for oneself: nobody accepts for another."""
    every_member.accept(actor=call.viewer, now=call.now, version=call.body.version)
    return read_charter(call)
