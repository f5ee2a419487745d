"""The gate's pages: what strangers see, what machines and forms of yesterday get, how many queries it takes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from closeknit.house.features.admission import forms
from closeknit.house.features.admission.actions import keeping
from closeknit.house.features.admission.models import Application
from tests.house.admission import making
from tests.house.charter.making import adopted

DOOR = "/c/reading/gate/"


def test_who_runs_it_stands_before_any_question(world, now, visitor) -> None:
    adopted(world, now)
    page = visitor.get(DOOR).text
    assert page.index("許立夏") < page.index("卡在哪一步")
    assert page.index("我們共同需要什麼") < page.index("卡在哪一步")
    assert "三十天後刪除" in page
    assert 'value="yes"' in page, "the question with a hidden answer is asked"
    assert "wanted" not in page


def test_a_stranger_sends_the_form(world, visitor) -> None:
    sent = visitor.post(DOOR, making.typed(world, timezone.now()), follow=True)
    assert "你的回答收到了" in sent.text
    assert Application.objects.get().name == "林小寒"


def test_a_double_click_knocks_once(world, visitor) -> None:
    told = making.typed(world, timezone.now(), once="a-token-of-this-form")
    first, second = visitor.post(DOOR, told), visitor.post(DOOR, told)
    assert (first.status_code, second.status_code) == (303, 303)
    assert Application.objects.count() == 1


def test_machines_are_told_politely(world, visitor) -> None:
    now = timezone.now()
    assert visitor.post(DOOR, making.typed(world, now, since=forms.since(now))).status_code == 429
    assert visitor.post(DOOR, making.typed(world, now, since="forged")).status_code == 429
    trapped = visitor.post(DOOR, making.typed(world, now, website="http://spam.example"))
    assert trapped.status_code == 422
    assert "有一欄要空著" in trapped.text
    assert not Application.objects.exists()


def test_a_form_of_yesterday_keeps_its_answers(world, visitor) -> None:
    told = making.typed(world, timezone.now(), name="慢慢寫的人")
    adopted(world, timezone.now())
    late = visitor.post(DOOR, told)
    assert late.status_code == 422, "questions are missing in it"
    assert "慢慢寫的人" in late.text
    again = visitor.post(DOOR, {**told, "a_t0": "每次都停在第三章，想有人等。", "a_t1": "4", "a_t2": "yes"})
    assert again.status_code == 409
    assert "你打開這一頁之後，問題改了" in again.text
    told["asked"] = making.typed(world, timezone.now())["asked"]
    sent = visitor.post(DOOR, {**told, "a_t0": "每次都停在第三章，想有人等。", "a_t1": "4", "a_t2": "yes"})
    assert sent.status_code == 303


def test_a_flood_is_stopped(world, visitor) -> None:
    now = timezone.now()
    statuses = [visitor.post(DOOR, making.typed(world, now, email=f"{n}@example.org")).status_code for n in range(21)]
    assert statuses == [303] * 20 + [429]


@pytest.mark.parametrize("bad", [{"name": "長" * 5_000_000}, {"a_d0": "x" * 1_000_001}, {"email": "not an address"}])
def test_oversized_and_misshapen_fields(world, visitor, bad) -> None:
    answer = visitor.post(DOOR, making.typed(world, timezone.now(), **bad))
    assert answer.status_code in {400, 413, 422}
    assert not Application.objects.exists()


def test_what_was_typed_is_shown_and_not_run(world, organiser, visitor) -> None:
    now = timezone.now()
    visitor.post(
        DOOR, making.typed(world, now, name="<img src=x onerror=1>", a_d0="=cmd|' /C calc'!A0 <script>x</script>")
    )
    ident = Application.objects.get().id
    for path in ("desk/", "applications/", f"applications/{ident}/", f"applications/{ident}/refuse/", "funnel/"):
        text = organiser.get(DOOR + path).text
        assert "<script>x" not in text
        assert "<img src=x" not in text


def test_a_spent_invitation_is_gone_and_typed_words_stay(world, visitor) -> None:
    now = timezone.now()
    token = making.invite(world, now)
    told = making.typed(world, now)
    assert "林白露邀請你來" in visitor.get(f"{DOOR}i/{token}/").text
    assert visitor.post(f"{DOOR}i/{token}/", told).status_code == 303
    late = visitor.post(f"{DOOR}i/{token}/", {**told, "email": "other@example.org"})
    assert late.status_code == 410
    assert "這份邀請已經失效" in late.text
    assert "林小寒" in late.text
    assert visitor.get(f"{DOOR}i/{token}/").status_code == 410


def test_an_unvouched_application_is_refused_in_place(world, organiser) -> None:
    ident = making.knock(world, timezone.now())
    answer = organiser.post(f"{DOOR}applications/{ident}/admit/", {})
    assert answer.status_code == 409
    assert "還要 2 位成員先作保" in answer.text


def test_todays_code_is_for_members(world, now, organiser, visitor, member) -> None:
    actor = making.viewer(world, "organiser")
    today = timezone.localdate()
    keeping.set_passage(
        actor=actor, now=now, tool="line", name="夜讀群", link="https://line.me/R/ti/g/abc", picture="",
        expires_on=today - timedelta(days=1),
    )  # fmt: skip
    assert "這個二維碼過期了" in member.get(DOOR + "in/").text
    keeping.set_passage(
        actor=actor, now=now, tool="line", name="夜讀群", link="https://line.me/R/ti/g/new", picture="",
        expires_on=today,
    )  # fmt: skip
    assert 'href="https://line.me/R/ti/g/new"' in member.get(DOOR + "in/").text
    assert "line.me" not in visitor.get(DOOR).text
    bad = organiser.post(
        DOOR + "passages/", {"tool": "line", "link": "javascript:alert(1)", "name": "", "expires_on": ""}
    )
    assert bad.status_code == 422


def test_the_code_is_a_picture_of_the_permanent_address(visitor, world) -> None:
    drawn = visitor.get(DOOR + "qr.svg")
    assert drawn["Content-Type"] == "image/svg+xml"
    assert drawn.content.startswith(b"<?xml")


@pytest.mark.parametrize("who", ["organiser", "member"])
def test_pages_take_as_many_queries_for_one_row_as_for_many(world, query_count, who: str) -> None:
    now = timezone.now()
    browser = world.client(who)
    paths = ["", "desk/", "invitations/", "in/", "mine/"]
    if who == "organiser":
        paths += ["applications/", "applications/?list=decided", "funnel/", "questions/", "passages/", "settings/"]
    before = {}
    for rows in (0, 1, 6):
        for n in range(rows):
            making.knock(world, now, email=f"{rows}.{n}@example.org")
            making.admitted(world, now, email=f"in{rows}.{n}@example.org")
            making.invite(world, now, who)
        if rows == 0:
            for path in paths:
                browser.get(DOOR + path)
        counted = {path: query_count(lambda path=path: browser.get(DOOR + path)) for path in paths}
        assert max(counted.values()) <= 12, counted
        if rows == 1:
            before = counted
        if rows == 6:
            assert counted == before
    ident = Application.objects.order_by("id").first().id
    if who == "organiser":
        waiting = Application.objects.filter(state="waiting").order_by("id").first().id
        making.vouched(world, now, waiting)
        for read in (ident, waiting):
            with query_count.at_most(12):
                browser.get(f"{DOOR}applications/{read}/")


def test_a_reviewer_vouches_where_she_reads_and_admits_when_enough_did(world, organiser) -> None:
    ident = making.knock(world, timezone.now())
    page = f"{DOOR}applications/{ident}/"
    told = organiser.get(page).text
    assert "我作保" in told
    assert "請進來" not in told, "a button that is refused is no button"
    answer = organiser.post(f"{DOOR}vouch/{ident}/", {"back": "application"})
    assert answer.headers["Location"].endswith(page)
    assert "我作保" not in organiser.get(page).text
    world.client("host").post(f"{DOOR}vouch/{ident}/", {})
    assert "請進來" in organiser.get(page).text
