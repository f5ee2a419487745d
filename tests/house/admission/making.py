"""Applications for tests, made as people make them."""

from datetime import datetime, timedelta
from typing import Any

from closeknit.house.core.permissions import Role, Viewer
from closeknit.house.core.questions import Question
from closeknit.house.features.accounts import api as accounts
from closeknit.house.features.admission import forms
from closeknit.house.features.admission.actions import inviting, keeping, knocking, reviewing
from closeknit.house.features.admission.models import Application
from closeknit.house.features.admission.selectors import gate, knocked
from closeknit.house.features.communities import api as communities

ASKED = [
    Question("text", "你卡在哪一步？", key="q0"),
    Question("choice", "你怎麼讀？", ("自己讀", "想有人等", "只想收筆記"), (0, 1), key="q1"),
    Question("yes_no", "你是來賣東西的嗎？", wanted="no", key="q2"),
]
ANSWERS = {"q0": "每次都停在第三章，想有人一起讀完。", "q1": 1, "q2": "no"}
HOME = "http://testserver/c/reading/gate/"


def viewer(world: Any, who: str) -> Viewer:
    """The person with her roles of this moment; "visitor" is nobody."""
    return communities.viewer(world.here, world.people.get(who))


def knock(world: Any, now: datetime, *, who: str = "visitor", email: str = "xiaohan@example.org", **words: Any) -> int:
    """An application; its id."""
    told = {"name": "林小寒", "asked": ASKED, "answers": ANSWERS, "invitation": None, **words}
    ident = knocking.knock(
        actor=viewer(world, who), now=now, email=email, language="zh-hant", community="城南夜讀", home=HOME, **told
    )
    assert ident is not None
    return ident


def vouched(world: Any, now: datetime, ident: int, *by: str) -> None:
    """Three members vouch, which is always enough."""
    for who in by or ("member", "host", "second"):
        reviewing.vouch(actor=viewer(world, who), now=now, application_id=ident)


def admitted(world: Any, now: datetime, **words: Any) -> int:
    """An application that was vouched for and admitted; its id."""
    ident = knock(world, now, **words)
    vouched(world, now, ident)
    assert reviewing.admit(actor=viewer(world, "organiser"), now=now, application_id=ident, token="let-me-in") == (
        "admitted"
    )
    return ident


def invite(world: Any, now: datetime, who: str = "member") -> str:
    """An invitation's token."""
    ident = inviting.invite(actor=viewer(world, who), now=now, label="表妹", nonce="-_a_nonce-")
    return knocked.invitation(viewer(world, who), ident, now).token


def set_gate(world: Any, now: datetime, **words: Any) -> None:
    told = {"is_open": True, "asks_vouches": True, "votes_needed": 1, "places": None, "words": "", **words}
    keeping.set_gate(actor=viewer(world, "organiser"), now=now, **told)


def reviewer(world: Any, now: datetime, who: str = "host") -> None:
    """A member keeps the gate from now on."""
    communities.appoint(
        actor=viewer(world, "organiser"), now=now, person_id=world.people[who],
        roles=frozenset({Role.HOST, Role.REVIEWER}),
    )  # fmt: skip


def row(ident: int) -> Application:
    return Application.objects.get(id=ident)


def typed(world: Any, now: datetime, **words: Any) -> dict[str, Any]:
    """The door's form as a browser sends it, opened a minute ago."""
    from closeknit.house.features.admission.views.door import _mark

    asked = gate.questions(world.here)
    answers = {f"a_{q.key}": "每次都停在第三章，想有人一起讀完。" for q in asked}
    opened = forms.since(now - timedelta(minutes=1))
    return {
        "name": "林小寒",
        "email": "xiaohan@example.org",
        "since": opened,
        "asked": _mark(asked),
        **answers,
        **words,
    }


def person(world: Any, now: datetime, name: str) -> int:
    return accounts.make_person(actor=viewer(world, "organiser"), now=now, name=name, email=f"{name}@example.org")
