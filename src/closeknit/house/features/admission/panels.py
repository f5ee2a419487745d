"""What the gate says on a community's home page."""

from datetime import timedelta
from typing import Any

from django.template.loader import render_to_string

from closeknit.house.core.permissions import Role
from closeknit.house.features.admission.selectors import knocked, review
from closeknit.house.features.communities.api import Here

_NEW = timedelta(days=30)


def gate(request: Any, here: Here) -> str:
    """To strangers the way in; to applicants what became of it; to newcomers the next step; to members who knocks.

    To organisers whose gate nobody found yet, where it is.
    """
    viewer = here.viewer
    if Role.MEMBER not in viewer.roles:
        card = knocked.mine(viewer) if viewer.person_id is not None else None
        return render_to_string("admission/panel_out.html", {"card": card}, request=request)
    card = knocked.mine(viewer)
    new = bool(card and card.decided_at and card.state == "admitted" and card.decided_at > request.now - _NEW)
    counts = review.counts(here.id) if viewer.may("admission.review") else {}
    context = {
        "never": viewer.may("admission.keep") and not any(counts.values()),
        "new": new and card is not None and card.introduced_at is None,
        "strangers": review.strangers(viewer, at_most=5),
        "waiting": counts.get("waiting", 0),
    }
    if not any(context.values()):
        return ""
    return render_to_string("admission/panel_in.html", context, request=request)
