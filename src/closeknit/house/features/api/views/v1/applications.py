"""Applications at the gate, and the decision about them."""

import secrets

from closeknit.house.features.admission import api as admission
from closeknit.house.features.api import shapes
from closeknit.house.features.api.declared import Call, operation
from closeknit.house.features.api.shapes import shaped
from closeknit.house.features.api.views.asking import page_of

_STATES = {"waiting": ("waiting",), "listed": ("listed",), "decided": ("admitted", "refused", "withdrawn")}
_ONE = "/applications/{application_id}"


@operation(
    "GET", "/applications", scope="applications", answers=shapes.Page[shapes.ApplicationCard],
    query=shapes.Applications,
)  # fmt: skip
def list_applications(call: Call) -> shapes.Page[shapes.ApplicationCard]:
    """Who knocked."""
    page = admission.queue(call.viewer, _STATES[call.query.state], call.query.page)
    items = [shaped(shapes.ApplicationCard, row) for row in page.object_list]
    return page_of(call, "v1-applications", page, items, state=call.query.state)


@operation("GET", _ONE, scope="applications", answers=shapes.Application)
def read_application(call: Call, application_id: int) -> shapes.Application:
    """One application: what was answered, who vouches, what reviewers said."""
    card = admission.application(call.viewer, application_id)
    yes = sum(vote for _name, vote in card.votes)
    answers = [
        shapes.Answer(text=str(a.get("text", "")), answer=str(a.get("answer", "")), fits=a.get("fits"))
        for a in card.answers
    ]
    return shaped(
        shapes.Application, card, answers=answers, vouches=len(card.vouchers), yes=yes, no=len(card.votes) - yes
    )


@operation(
    "POST", f"{_ONE}/admit", scope="applications.write", answers=shapes.Application, guarded=_ONE
)  # fmt: skip
def admit_application(call: Call, application_id: int) -> shapes.Application:
    """Say yes, as a reviewer: the state says whether she is in, waits for a place, or for other reviewers."""
    admission.admit(
        actor=call.viewer, now=call.now, application_id=application_id, token=secrets.token_urlsafe(24)
    )  # fmt: skip
    return read_application(call, application_id)


@operation(
    "POST", f"{_ONE}/refuse", scope="applications.write", answers=shapes.Application, body=shapes.Refusal, guarded=_ONE
)  # fmt: skip
def refuse_application(call: Call, application_id: int) -> shapes.Application:
    """Say no, as a reviewer, with a reason and what she is told."""
    body = call.body
    admission.refuse(
        actor=call.viewer, now=call.now, application_id=application_id, reason=body.reason, told=body.told,
        days=body.days,
    )  # fmt: skip
    return read_application(call, application_id)
