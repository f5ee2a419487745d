"""Who vouches, who reads, and how many have to."""

import pytest
from django.http import Http404

from closeknit.house.features.accounts.models import Person
from closeknit.house.features.admission.actions import reviewing
from closeknit.house.features.admission.selectors import review
from closeknit.house.features.communities import api as communities
from closeknit.house.features.members.actions import profiles
from tests.house.admission.making import knock, reviewer, viewer


def test_who_was_only_written_down_cannot_vouch_and_is_not_waited_for(world, now) -> None:
    ident = knock(world, now)
    before = review.application(viewer(world, "organiser"), ident).vouches_needed
    for name in ("阿婆", "阿公", "小叔", "大姨"):
        profiles.make(actor=viewer(world, "organiser"), now=now, name=name, name_shown=2, fields={})
    assert review.application(viewer(world, "organiser"), ident).vouches_needed == before
    Person.objects.filter(id__in=communities.member_ids(world.here)).exclude(
        id=world.people["organiser"]
    ).update(email=None)  # fmt: skip
    assert review.application(viewer(world, "organiser"), ident).vouches_needed == 1
    reviewing.vouch(actor=viewer(world, "organiser"), now=now, application_id=ident)
    assert reviewing.admit(actor=viewer(world, "organiser"), now=now, application_id=ident, token="t") == "admitted"


def test_only_reviewers_read_and_only_members_vouch(world, now) -> None:
    ident = knock(world, now)
    for who in ("visitor", "newcomer", "applicant", "member", "stranger", "rival", "host"):
        with pytest.raises(Http404):
            review.application(viewer(world, who), ident)
    for who in ("visitor", "applicant", "stranger"):
        with pytest.raises(Http404):
            reviewing.vouch(actor=viewer(world, who), now=now, application_id=ident)
    with pytest.raises(Http404):
        reviewing.admit(actor=communities.viewer(world.other, world.people["rival"]), now=now, application_id=ident,
                        token="t")  # fmt: skip
    reviewer(world, now)
    assert review.application(viewer(world, "host"), ident).name == "林小寒"
