"""A house without a mail server: letters lie in it, whoever runs it hands them over; no page says that they went."""

from mailbox import Maildir
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from closeknit.house.core import mail
from closeknit.house.core.permissions import the_house
from closeknit.house.features.accounts import actions, unsent
from tests.house import journeys


@pytest.fixture
def folder(tmp_path: Path, settings) -> Path:
    """The letters' folder, with a backend that writes into it as a house without a mail server does."""
    settings.LETTERS_FOLDER = str(tmp_path / "mail")
    settings.MAILERS = {
        "default": {
            "BACKEND": "closeknit.house.core.maildir.EmailBackend",
            "OPTIONS": {"folder": settings.LETTERS_FOLDER},
        }
    }
    return tmp_path / "mail"


def keep(world, who: str = "organiser"):
    get_user_model().objects.filter(id=world.people[who]).update(keeper=True)
    return world.client(who)


def shown(browser, path: str) -> str:
    return browser.get(path).content.decode()


def test_a_letter_is_handed_over(world, folder) -> None:
    mail.write(key="k", to="lin@example.org", subject="進來的連結", body="打開 https://x.example/enter/abc/\n城南夜讀",
               now=timezone.now())  # fmt: skip
    assert mail.send_waiting(timezone.now()) == 1
    browser = keep(world)
    told = shown(browser, "/letters/")
    assert "進來的連結" in told
    assert "https://x.example/enter/abc/" in told
    assert "lin@example.org" in told
    (letter,) = unsent.letters()
    assert letter.text.splitlines()[1] == "城南夜讀"
    assert browser.post("/letters/", {"letter": letter.name}).status_code == 303
    assert unsent.letters() == []
    assert browser.post("/letters/", {"letter": letter.name}).status_code == 404, "pressed twice"
    for wrong in ("../db.sqlite3", "", "x.log"):
        assert browser.post("/letters/", {"letter": wrong}).status_code == 404


def test_only_who_runs_the_house_reads_letters(world, folder, settings) -> None:
    for who in ("member", "organiser", "applicant"):
        assert world.client(who).get("/letters/").status_code == 404
    keeper = keep(world)
    assert keeper.get("/letters/").status_code == 200
    assert "/letters/" in shown(keeper, "/me/")
    assert "/letters/" not in shown(world.client("member"), "/me/")
    settings.LETTERS_FOLDER = ""
    assert keeper.get("/letters/").status_code == 404
    assert "/letters/" not in shown(keeper, "/me/")


def test_what_is_no_letter_does_no_harm(world, folder) -> None:
    (folder / "new").mkdir(parents=True)
    (folder / "new" / "a").write_bytes(b"\xff\x00 nothing of the kind")
    (folder / "new" / "b").write_bytes(b"")
    (folder / "new" / "c").write_bytes(b"To: x@example.org\nSubject: =?utf-8?q?=E4=BF=A1?=\n\n<b>hi</b>\n")
    (folder / "other.txt").write_bytes(b"x")
    told = shown(keep(world), "/letters/")
    assert "&lt;b&gt;hi" in told
    assert "<b>hi" not in told
    assert not unsent.drop("other.txt")


def test_letters_of_one_moment_are_all_there(world, folder) -> None:
    """A gathering's reminder goes to everybody within a second."""
    for n in range(40):
        mail.write(key=str(n), to=f"{n}@example.org", subject="提醒", body="明晚七點", now=timezone.now())
    assert mail.send_waiting(timezone.now()) == 40
    assert {one.to for one in unsent.letters()} == {f"{n}@example.org" for n in range(40)}


def test_a_mail_program_may_open_them_too(world, folder) -> None:
    """It moves a letter that was seen; on the page it lies until somebody says that it was handed over."""
    mail.write(key="k", to="lin@example.org", subject="信", body="連結", now=timezone.now())
    mail.send_waiting(timezone.now())
    box = Maildir(folder)
    ((key, message),) = box.items()
    message.set_subdir("cur")
    message.add_flag("S")
    box[key] = message
    (letter,) = unsent.letters()
    assert letter.to == "lin@example.org"
    assert unsent.drop(letter.name)
    assert not unsent.letters()


def test_who_is_erased_leaves_no_letter(world, folder) -> None:
    address = get_user_model().objects.get(id=world.people["member"]).email
    for key, to in (("a", address), ("b", "other@example.org")):
        mail.write(key=key, to=to, subject="信", body="連結", now=timezone.now())
    assert mail.send_waiting(timezone.now()) == 2
    actions.erase(actor=the_house(), now=timezone.now(), person_ids=[world.people["member"]])
    assert [one.to for one in unsent.letters()] == ["other@example.org"]


def test_who_is_erased_leaves_no_half_written_letter(world, folder) -> None:
    address = get_user_model().objects.get(id=world.people["member"]).email
    (folder / "tmp").mkdir(parents=True)
    (folder / "tmp" / "left").write_text(f"To: {address}\nSubject: x\n\nhal")
    assert unsent.letters() == []
    actions.erase(actor=the_house(), now=timezone.now(), person_ids=[world.people["member"]])
    assert not list(folder.glob("*/*"))


def test_no_page_says_that_a_letter_is_on_its_way(world, folder, settings) -> None:
    visitor = world.client("visitor")
    paths = ("/enter/sent/", f"/c/{world.slug}/gate/sent/")
    for path in paths:
        assert "還不能寄信" in shown(visitor, path)
    assert "還不能寄信" in shown(world.client("organiser"), f"/c/{world.slug}/gate/desk/")
    assert "還不能寄信" not in shown(world.client("member"), f"/c/{world.slug}/gate/desk/")
    settings.LETTERS_FOLDER = ""
    for path in paths:
        assert "還不能寄信" not in shown(visitor, path)


@pytest.mark.browser
def test_the_page_of_letters_is_accessible(house, folder) -> None:
    """Empty, and with a letter whose address and link are longer than a phone is wide."""
    keep(house.world)
    page = house.page("organiser")
    for letters in (0, 1):
        if letters:
            mail.write(key="k", to=f"{'a' * 60}@example.org", subject="進來的連結",
                       body=f"打開 https://x.example/enter/{'a' * 80}/\n", now=timezone.now())  # fmt: skip
            assert mail.send_waiting(timezone.now()) == 1
        page.goto("/letters/")
        for width, scheme in ((320, "dark"), (1280, "light")):
            page.set_viewport_size({"width": width, "height": 844})
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            journeys.check(page)
