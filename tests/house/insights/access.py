"""Addresses of insights."""

from closeknit.house.features.insights.models import File, Report, Upload
from tests.house.access import MEMBERS, ORGANISERS, row
from tests.house.insights import making

TOLD = {"whose": "everybody", "ground": "told", "keep": 365, "me": ""}


def number(world) -> dict[str, int]:
    return {"upload_id": Upload.objects.order_by("-id").values_list("id", flat=True)[0]}


def a_file(world) -> dict[str, int]:
    return {**number(world), "file_id": File.objects.order_by("-id").values_list("id", flat=True)[0]}


def remedy(world) -> dict[str, object]:
    return {"report_id": Report.objects.get(month="").id, "slug_": "introduce"}


def asking(world) -> None:
    making.kept(world, state="asking", ask={"kind": "salvage", "rows": 3, "message": "斷了"})


def broken(world) -> None:
    making.kept(world, state="refused", refused={"code": "broken", "message": "", "hint": ""})


def doer(world) -> dict[str, object]:
    return {"person_id": world.people["organiser"], "due": "2026-12-01"}


ROWS = [
    row("insights:pulse", MEMBERS),
    row("insights:pulse", MEMBERS, make=making.examined, query="?full"),
    row("insights:report", MEMBERS, make=making.examined),
    row("insights:month", MEMBERS, make=making.examined, words=lambda _w: {"year": 2026, "month": 10}),
    row("insights:say", ORGANISERS, make=making.examined, only="post"),
    row("insights:months", MEMBERS, make=making.examined),
    row("insights:months", MEMBERS, query="?none"),
    row("insights:take", ORGANISERS, make=making.examined, words=remedy, only="post", post=doer),
    row("insights:uploads", ORGANISERS, make=making.kept),
    row("insights:bring", ORGANISERS, post={**TOLD, "text": "2026/11/1 上午10:00 林白露：早"}),
    row("insights:begin", ORGANISERS, only="post", post={**TOLD, "names": "a.txt", "sizes": "4"}, posted=200),
    row("insights:upload", ORGANISERS, make=making.kept, words=number),
    row("insights:upload", ORGANISERS, make=asking, words=number, query="?asking"),
    row("insights:upload", ORGANISERS, make=broken, words=number, query="?broken"),
    row("insights:piece", ORGANISERS, make=making.begun, words=a_file, only="post", posted=409),
    row("insights:finish", ORGANISERS, make=making.begun, words=number, only="post", posted=409),
    row("insights:answer", ORGANISERS, make=asking, words=number, only="post"),
    row("insights:again", ORGANISERS, make=broken, words=number, only="post"),
    row("insights:remove", ORGANISERS, make=making.kept, words=number, post={}),
    row("insights:remove-all", ORGANISERS, make=making.kept, post={}),
    row("insights:in-charge", ORGANISERS, make=making.examined, post={"whom": "line:白露0", "runs": "1"}),
    row("insights:people", ORGANISERS, make=making.examined),
    row("insights:forget", ORGANISERS, make=making.examined, words=lambda w: {"seen_id": making.someone(w)}, post={}),
]
