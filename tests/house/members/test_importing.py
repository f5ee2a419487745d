"""Rosters: read, taken in, taken back."""

import csv
import io
import json

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from closeknit.house.core.jobs import worker
from closeknit.house.core.models import Job
from closeknit.house.features.communities import api as communities
from closeknit.house.features.members.actions import profiles
from closeknit.house.features.members.importing import reading, returning, running, taking
from closeknit.house.features.members.models import Consent, Face, Field, Import, Profile
from closeknit.house.features.members.rules import Level

ROSTER = """姓名,會員編號,LINE昵稱,手機,電郵,加入日期,能給,邀請人,同意公開
王小明,001,小明,+886 912 345 678,Ming@example.org,2024/3/1,修腳踏車,許立夏,是
王小明,002,,,other@example.org,2024/3/2,,,
,003,,,,,,,
陳穀雨,,,0900,,,,,
=HYPERLINK("http://x"),004,,,,,,,
林白露\u200b,,白露,,,,,王小明,
合計,5,,,,,,,
"""


def bring(world, text: str | bytes = ROSTER, now=None, **words) -> Import:
    """Send a roster and carry it out."""
    data = text if isinstance(text, bytes) else text.encode()
    organiser = world.viewer("organiser")
    ident = running.upload(actor=organiser, now=now, data=data)
    run = Import.objects.get(id=ident)
    columns = {int(at): target for at, target in run.columns.items()}
    words = {"columns": columns, "name_shown": 1, "same_name_is_same": True, **words}
    running.begin(actor=organiser, now=now, import_id=ident, **words)
    taking.carry_out(ident, now)
    return Import.objects.get(id=ident)


def test_a_roster_becomes_profiles(world, now) -> None:
    run = bring(world, now=now)
    assert (run.state, run.made, run.filled, run.left_out, run.upload) == ("done", 3, 2, 1, "")
    assert run.told == [{"line": 4, "code": "no-name"}]
    ming = Profile.objects.get(community_id=world.here, number="001")
    assert (ming.name, ming.joined_at.date().isoformat(), ming.claimed_at) == ("王小明", "2024-03-01", None)
    assert ming.level == Level.MEMBER, "who joined two years ago is no newcomer"
    assert {p.level for p in Profile.objects.filter(run=run).exclude(number__in=("001", "002"))} == {Level.NEWCOMER}
    assert ming.brought_by_id == world.people["organiser"]
    assert dict(ming.fields.values_list("key", "shown")) == {"phone": 2, "email": 2, "offer": 2}
    assert Consent.objects.filter(profile=ming).count() == 3
    assert ming.mail == "ming@example.org"
    face = Face.objects.get(profile=ming)
    assert (face.carrier, face.handle, face.confirmed_at is not None) == ("line", "小明", True)
    assert ming.person_id in communities.member_ids(world.here)
    assert Profile.objects.filter(community_id=world.here, name="王小明").count() == 2
    host = Profile.objects.get(community_id=world.here, person_id=world.people["host"])
    assert list(host.fields.values_list("key", "text", "shown")) == [("phone", "0900", 1)]


def test_a_joining_day_that_is_no_day_is_said_and_the_person_taken_in(world, organiser, now) -> None:
    text = "姓名,加入日期\n阿一,2026-13-45\n阿二,2025/3/1\n阿三,\n阿四,昨天\n"
    ident = running.upload(actor=world.viewer("organiser"), now=now, data=text.encode())
    shown = organiser.get(f"/c/{world.slug}/members/import/{ident}/")
    assert shown.content.decode().count("加入日期讀不懂") == 2
    run = bring(world, text + "阿五,\n", now=now)
    assert (run.made, run.left_out) == (5, 0)
    assert run.told == [{"line": 2, "code": "no-day"}, {"line": 5, "code": "no-day"}]


def test_rows_that_lost_a_day_do_not_crowd_out_those_that_were_left_out(world, now) -> None:
    days = "".join(f"人{n},哪天\n" for n in range(40))
    run = bring(world, f"姓名,加入日期\n{days},2025/3/1\n", now=now)
    assert (run.made, run.left_out) == (40, 1)
    assert run.told[-1] == {"line": 42, "code": "no-name"}


def test_what_a_member_wrote_is_never_overwritten(world, now) -> None:
    profiles.edit(
        actor=world.viewer("host"), now=now, person_id=world.people["host"], version=1, name="陳穀雨", name_shown=2,
        fields={"phone": ("0911", 2)}, agreed=True, wording="x",
    )  # fmt: skip
    run = bring(world, now=now)
    assert run.filled == 0 or Field.objects.filter(profile__person_id=world.people["host"]).get().text == "0911"


@pytest.mark.parametrize("encoding", ["big5", "gb18030", "utf-8-sig", "utf-16"])
def test_any_encoding_is_read(encoding: str) -> None:
    text = "姓名,手機\n" + "".join(f"成員{n},0900{n:06}\n" for n in range(50))
    data = text.encode(encoding, errors="replace")
    assert reading.fits(data[:4096])
    found = reading.table(data, ".csv")
    assert found is not None
    assert [e.name for e in reading.entries(found, found.guess)][:2] == ["成員0", "成員1"]


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9,
        b"<html><body>",
        b"\x00" * 50,
        b"",
        b"%PDF-1.4\n" + bytes(range(128, 256)) * 20,
    ],
)
def test_what_is_no_table_is_refused(world, organiser, data: bytes) -> None:
    answer = organiser.post(f"/c/{world.slug}/members/import/", {"file": SimpleUploadedFile("名單.csv", data)})
    assert answer.status_code == 422
    assert not Import.objects.exists()


def test_a_broken_workbook_is_refused(world, organiser) -> None:
    file = SimpleUploadedFile("a.xlsx", b"PK\x03\x04" + b"x" * 500)
    assert organiser.post(f"/c/{world.slug}/members/import/", {"file": file}).status_code == 422


def test_a_name_of_ten_megabytes_is_left_out(world, now) -> None:
    run = bring(world, "姓名,手機\n" + "大" * 10_000_000 + ",1\n小,2\n", now=now)
    assert (run.made, run.left_out) == (1, 1)


def test_columns_of_any_name_can_be_taken(world, organiser, now) -> None:
    answer = organiser.post(f"/c/{world.slug}/members/import/", {"pasted": "甲\t乙\n阿一\t會修書\n阿二\t\n"})
    assert answer.status_code == 303
    looked = organiser.get(answer.url)
    assert "阿一" in looked.content.decode()
    sent = organiser.post(answer.url, {"c0": "name", "c1": "offer", "name_shown": "2"})
    assert sent.status_code == 303
    assert Job.objects.count() == 1
    worker.step("w")
    assert set(Profile.objects.filter(run__isnull=False).values_list("name", flat=True)) == {"阿一", "阿二"}
    assert "2" in organiser.get(answer.url).content.decode()


def test_without_a_column_of_names_nothing_begins(world, organiser) -> None:
    answer = organiser.post(f"/c/{world.slug}/members/import/", {"pasted": "姓名\t乙\n阿一\t會修書\n"})
    assert organiser.post(answer.url, {"c0": "", "c1": "offer", "name_shown": "2"}).status_code == 422


def test_an_import_is_taken_back_but_for_what_was_touched(world, now) -> None:
    before = set(Profile.objects.filter(left_at__isnull=True).values_list("id", flat=True))
    run = bring(world, now=now)
    ming = Profile.objects.get(number="001", community_id=world.here)
    profiles.set_level(actor=world.viewer("organiser"), now=now, person_id=ming.person_id, level=2)
    running.undo(actor=world.viewer("organiser"), now=now, import_id=run.id)
    returning.carry_back(run.id, now)
    run.refresh_from_db()
    assert (run.state, run.taken_back) == ("undone", 2)
    assert set(Profile.objects.filter(left_at__isnull=True).values_list("id", flat=True)) == {*before, ming.id}
    assert not Field.objects.filter(profile__person_id=world.people["host"]).exists()
    assert bring(world, now=now).state == "done"


def test_the_same_file_is_not_taken_in_twice(world, organiser, now) -> None:
    bring(world, now=now)
    answer = organiser.post(f"/c/{world.slug}/members/import/", {"pasted": ROSTER})
    assert answer.status_code == 409


def test_a_job_that_is_killed_goes_on_where_it_stood(world, now, monkeypatch) -> None:
    text = "姓名,會員編號\n" + "".join(f"人{n},{n}\n" for n in range(1, 1201))
    organiser = world.viewer("organiser")
    ident = running.upload(actor=organiser, now=now, data=text.encode())
    running.begin(
        actor=organiser,
        now=now,
        import_id=ident,
        columns={0: "name", 1: "number"},
        name_shown=2,
        same_name_is_same=True,
    )
    make, calls = taking._make, []

    def killed(*args):
        calls.append(1)
        if len(calls) == 2:
            raise SystemExit
        make(*args)

    monkeypatch.setattr(taking, "_make", killed)
    with pytest.raises(SystemExit):
        taking.carry_out(ident, now)
    assert Import.objects.get(id=ident).at_row == 500
    taking.carry_out(ident, now)
    taking.carry_out(ident, now)
    assert Profile.objects.filter(run_id=ident).count() == 1200


def test_the_file_is_gone_once_it_was_taken_in_or_thrown_away(world, now, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        bring(world, now=now)
    with django_capture_on_commit_callbacks(execute=True):
        ident = running.upload(actor=world.viewer("organiser"), now=now, data="姓名\n阿一\n".encode())
    name = Import.objects.get(id=ident).upload
    assert default_storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        running.drop(actor=world.viewer("organiser"), now=now, import_id=ident)
    assert not default_storage.exists(name)
    assert default_storage.listdir("rosters")[1] == []


@pytest.mark.parametrize("language", ["zh-TW", "zh-CN", "en"])
def test_what_is_exported_comes_in_again(world, now, language: str) -> None:
    bring(world, now=now)
    client = world.client("organiser")
    answer = client.get(f"/c/{world.slug}/members/export/members.csv", headers={"accept-language": language})
    data = b"".join(answer.streaming_content)
    assert b"\n=" not in data
    assert "'=HYPERLINK" in data.decode()
    assert "'+886" in data.decode()
    found = reading.table(data, ".csv")
    assert found is not None
    people = {e.name: e for e in reading.entries(found, found.guess) if isinstance(e, reading.Entry)}
    assert people['=HYPERLINK("http://x")'].number == "004"
    ming = next(e for e in reading.entries(found, found.guess) if e.number == "001")
    assert ming.texts == {"phone": "+886 912 345 678", "email": "Ming@example.org", "offer": "修腳踏車"}


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_no_cell_is_calculated_and_all_come_back(world, organiser, now, sign: str) -> None:
    odd = f"{sign}HYPERLINK(1)"
    bring(world, f"姓名,會員編號,能給,LINE昵稱\n{odd},{sign}7,{odd},{odd}\n", now=now)
    answer = organiser.get(f"/c/{world.slug}/members/export/members.csv")
    data = b"".join(answer.streaming_content)
    cells = [cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))) for cell in row]
    assert f"'{odd}" in cells
    assert not [cell for cell in cells if cell.startswith(sign)]
    found = reading.table(data, ".csv")
    assert found is not None
    (back,) = [e for e in reading.entries(found, found.guess) if isinstance(e, reading.Entry) and e.name == odd]
    assert (back.number, back.texts["offer"]) == (f"{sign}7", odd)


def test_lines_hold_everything_but_what_is_shown_to_nobody(world, now) -> None:
    bring(world, now=now)
    profiles.edit(
        actor=world.viewer("member"), now=now, person_id=world.people["member"], version=1, name="林白露", name_shown=2,
        fields={"phone": ("秘密", 0), "offer": ("陪讀", 2)}, agreed=True, wording="我同意",
    )  # fmt: skip
    answer = world.client("organiser").get(f"/c/{world.slug}/members/export/members.jsonl")
    text = b"".join(answer.streaming_content).decode()
    rows = [json.loads(line) for line in io.StringIO(text)]
    assert "秘密" not in text
    assert any(f["text"] == "陪讀" for row in rows for f in row.get("fields", ()))
    assert any(c["wording"] == "我同意" for row in rows for c in row.get("consents", ()))
