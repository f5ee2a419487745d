"""Addresses of the gate."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from closeknit.house.core import uploads
from closeknit.house.features.admission.actions import keeping
from closeknit.house.features.admission.models import Application, Invitation, Passage, Question
from tests.house.access import EVERYONE, MEMBERS, ORGANISERS, ROLES, SIGNED_IN, row
from tests.house.admission import making


def knocked(world) -> None:
    making.knock(world, timezone.now())


def vouched(world) -> None:
    ident = making.knock(world, timezone.now())
    making.vouched(world, timezone.now(), ident)


def invited(world) -> None:
    world.made["token"] = making.invite(world, timezone.now())


def in_(world) -> None:
    making.admitted(world, timezone.now())


def own(world) -> None:
    keeping.own_questions(actor=making.viewer(world, "organiser"), now=timezone.now())


def passage(world) -> None:
    drawn = BytesIO()
    Image.new("RGB", (8, 8), "white").save(drawn, "PNG")
    file = SimpleUploadedFile("code.png", drawn.getvalue())
    name = uploads.keep(uploads.picture(file, field="picture"), folder="passages", suffix=".webp")
    keeping.set_passage(
        actor=making.viewer(world, "organiser"), now=timezone.now(), tool="line", name="夜讀群", link="", picture=name,
        expires_on=None,
    )  # fmt: skip


def the(model):
    return lambda _world: {"ident": model.objects.order_by("-id").values_list("id", flat=True).first()}


GONE = dict.fromkeys(ROLES, 410)
SETTINGS = {"is_open": "on", "asks_vouches": "on", "votes_needed": "1", "places": "", "words": ""}
QUESTION = {"text": "你住哪裡？", "kind": "choice", "options": "* 城南\n城北", "least": "", "wanted": ""}
ROWS = [
    row("admission:door", EVERYONE),
    row("admission:invited", EVERYONE, make=invited, words=lambda w: {"token": w.made["token"]}),
    row("admission:invited", GONE, words=lambda _w: {"token": "nothing-like-it"}, query="?spent"),
    row("admission:sent", EVERYONE),
    row("admission:mine", SIGNED_IN),
    row("admission:withdraw", dict.fromkeys(ROLES, 409) | {"visitor": 302}, only="post"),
    row("admission:letter", EVERYONE, make=in_, words=lambda _w: {"token": "let-me-in"}, post={}),
    row("admission:letter", GONE, words=lambda _w: {"token": "spent"}, query="?spent"),
    row("admission:qr", EVERYONE),
    row("admission:desk", MEMBERS, make=knocked),
    row("admission:poster", MEMBERS),
    row("admission:arrive", MEMBERS, post={"words": "我是新來的，會修書，想找人讀《紅樓夢》。"}),
    row("admission:vouch", MEMBERS, make=knocked, words=the(Application), only="post"),
    row("admission:invitations", MEMBERS, post={"label": "表妹"}),
    row("admission:invitation", {**MEMBERS, "host": 404, "organiser": 404}, make=invited, words=the(Invitation)),
    row(
        "admission:uninvite", {**MEMBERS, "host": 404, "organiser": 404}, make=invited, words=the(Invitation),
        only="post",
    ),
    row("admission:picture", MEMBERS, make=passage, words=the(Passage)),
    row("admission:applications", ORGANISERS, make=knocked),
    row("admission:application", ORGANISERS, make=knocked, words=the(Application)),
    row("admission:admit", ORGANISERS, make=vouched, words=the(Application), only="post"),
    row(
        "admission:refuse", ORGANISERS, make=knocked, words=the(Application),
        post={"reason": "no_fit", "told": "謝謝你來。", "days": "30"},
    ),
    row("admission:funnel", ORGANISERS, make=knocked),
    row("admission:settings", ORGANISERS, post=SETTINGS),
    row("admission:questions", ORGANISERS, post={}),
    row("admission:new-question", ORGANISERS, post=QUESTION),
    row("admission:question", ORGANISERS, make=own, words=the(Question), post=QUESTION),
    row("admission:remove-question", ORGANISERS, make=own, words=the(Question), only="post"),
    row("admission:raise-question", ORGANISERS, make=own, words=the(Question), only="post"),
    row(
        "admission:passages", ORGANISERS,
        post={"tool": "line", "name": "夜讀", "link": "https://line.me/R/ti/g/abc", "expires_on": ""},
    ),
    row("admission:remove-passage", ORGANISERS, make=passage, words=the(Passage), only="post"),
]  # fmt: skip
