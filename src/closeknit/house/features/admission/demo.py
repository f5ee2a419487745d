"""The demonstration's gate: some came long ago, one yesterday, three stand before it, one waits for a word."""

import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from closeknit.house.core.demo import World
from closeknit.house.core.permissions import Viewer
from closeknit.house.core.questions import Question
from closeknit.house.features.admission.actions import inviting, keeping, knocking, reviewing
from closeknit.house.features.admission.selectors.gate import questions
from closeknit.house.features.communities import api as communities

_HOME = "http://localhost:8000/c/{}/gate/"
_CAME = (  # key, name, days ago, what she wrote, times a month, will be asked after, what became of her
    ("frost", "羅大雪", 410, "讀到第三章就停，孩子睡了只剩四十分鐘，想有人在同一頁等我。", 4, "yes", "admitted"),
    ("grain", "郭冬至", 190, "退休以後書買了一櫃，一本都沒讀完；一個人讀，讀完沒有人可以說。", 4, "yes", "admitted"),
    ("seller", "書香代理", 44, "想加入", 30, "no", "refused"),
    ("swallow", "葉春分", 2, "《紅樓夢》開了七次頭。想要有人在第十回等我，我可以借大家場地。", 3, "yes", "admitted"),
    ("heat", "方仲夏", 3, "通勤在捷運上讀，讀完就忘，需要有人問我讀到哪裡。", 4, "yes", "waiting"),
    ("cold", "沈小寒", 1, "搬來城南半年，還沒有人可以一起讀書。每次都停在序。", 2, "yes", "waiting"),
    ("quick", "王白露", 0, "看看", 1, "yes", "waiting"),
)


def seed(world: World) -> None:
    """Everything as people would have done it, at the time at which they would have."""
    community = communities.here(world.slug, None)
    assert community
    organiser = world.viewers["organiser"]
    asked = questions(community.id)
    for key, name, days, words, times, yes, became in _CAME:
        at = world.now - timedelta(days=days, hours=3)
        actor = Viewer(community_id=community.id)
        if key == "swallow":
            invitation = inviting.invite(
                actor=world.viewers["member"], now=at, label="春分", nonce=secrets.token_urlsafe(9)
            )
            held = (invitation, world.people["member"])
        else:
            held = None
        ident = knocking.knock(
            actor=actor, now=at, name=name, email=f"{key}@demo.invalid", asked=asked,
            answers=_answers(asked, words, times, yes), language="zh-hant", invitation=held,
            community=community.name, home=_HOME.format(world.slug),
        )  # fmt: skip
        assert ident is not None
        if became != "refused":
            vouching = ("member", "host", "organiser") if became == "admitted" else ("host",) if key == "heat" else ()
            for who in vouching:
                reviewing.vouch(actor=world.viewers[who], now=at, application_id=ident)
        after = at + timedelta(hours=20)
        if became == "admitted":
            reviewing.admit(actor=organiser, now=after, application_id=ident, token=secrets.token_urlsafe(24))
        if became == "refused":
            told = f"{name}你好，謝謝你來敲門。我們在一起是為了把書讀完，不買也不賣。等你想讀一本書的時候，歡迎再來。"
            reviewing.refuse(actor=organiser, now=after, application_id=ident, reason="no_fit", told=told, days=90)
    _passage(world)


def _answers(asked: Sequence[Question], words: str, times: int, yes: str) -> dict[str, object]:
    """What one person would answer to each kind of question."""
    said: dict[str, object] = {"text": words, "number": times, "yes_no": yes, "choice": 0, "several": [0]}
    return {q.key: said[q.kind] for q in asked}


def _passage(world: World) -> None:
    today = timezone.localdate(world.now)
    keeping.set_passage(
        actor=world.viewers["organiser"], now=world.now - timedelta(days=2), tool="line", name="城南夜讀",
        link="https://line.me/R/ti/g/demo-invalid", picture="", expires_on=today + timedelta(days=5),
    )  # fmt: skip
