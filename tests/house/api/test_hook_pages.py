"""The pages of the addresses that hear of events, and what may be one."""

from datetime import timedelta

import pytest

from closeknit.house.core.permissions import the_house
from closeknit.house.features.api import errors, rules, sending
from closeknit.house.features.api.actions import hooks
from closeknit.house.features.api.models import Delivery, Hook
from tests.house.api.programs import hook
from tests.house.conftest import NOW


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/in", "https://me:word@example.org/", "https://", "ftp://example.org/",
        "javascript:alert(1)", "https://exa mple.org/", "https://example.org\\@inside/", "https://例子.org/",
        "https://a/\n", "//example.org/", f"https://example.org/{'a' * 600}", "https://example.org:0/",
        "https://example.org:99999/", "",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(world, address) -> None:
    with pytest.raises(errors.NotAnAddress):
        hook(world, address)


def test_no_more_than_anybody_can_oversee(world) -> None:
    for _ in range(rules.MOST_HOOKS):
        hook(world, "https://example.org/in")
    with pytest.raises(errors.TooManyHooks):
        hook(world, "https://example.org/in")


def test_the_secret_is_not_kept(world) -> None:
    hook_id = hook(world, "https://example.org/in")
    secret = rules.secret(sending.key_of("n0nce")).removeprefix("whsec_")
    assert secret not in str(list(Hook.objects.filter(id=hook_id).values()))


def test_it_is_shown_once_and_tried(world) -> None:
    browser = world.client("organiser")
    form = {"address": "https://example.org/in", "events": ["deeds.done"], "once": "x"}
    shown = browser.post("/c/reading/api/hooks/new/", form).content.decode()
    assert "whsec_" in shown
    again = browser.post("/c/reading/api/hooks/new/", form)
    assert (again.status_code, Hook.objects.count()) == (303, 1)
    ident = Hook.objects.get().id
    page = browser.get(f"/c/reading/api/hooks/{ident}/").content.decode()
    assert "whsec_" not in page
    assert browser.post(f"/c/reading/api/hooks/{ident}/try/").status_code == 303
    assert "測試" in browser.get(f"/c/reading/api/hooks/{ident}/").content.decode()
    assert "https://example.org/in" in browser.get("/c/reading/api/").content.decode()
    browser.post(f"/c/reading/api/hooks/{ident}/end/")
    assert browser.get(f"/c/reading/api/hooks/{ident}/").status_code == 404
    assert not Delivery.objects.exists()


def test_the_page_costs_the_same_with_many_deliveries(world, query_count) -> None:
    browser, hook_id = world.client("organiser"), hook(world, "https://example.org/in")
    with query_count.at_most(12):
        browser.get(f"/c/reading/api/hooks/{hook_id}/")
    for n in range(60):
        hooks.try_out(actor=world.viewer("organiser"), now=NOW, hook_id=hook_id, ident=f"msg_{n}")
    with query_count.at_most(12):
        assert browser.get(f"/c/reading/api/hooks/{hook_id}/").content.decode().count("msg_") == 25


def test_old_deliveries_go(world, now) -> None:
    hook_id = hook(world, "https://example.org/in")
    hooks.try_out(actor=world.viewer("organiser"), now=NOW, hook_id=hook_id, ident="msg_1")
    assert sending.forget_old(now + timedelta(days=31)) == 0, "it may still arrive"
    Delivery.objects.update(state="arrived")
    assert sending.forget_old(now + timedelta(days=31)) == 1


def test_what_was_switched_off_says_why_and_is_switched_on(world) -> None:
    browser, hook_id = world.client("organiser"), hook(world, "https://example.org:8443/in")
    hooks.switch_off(actor=the_house(world.here), now=NOW, hook_id=hook_id, why="hook_gone")
    page = browser.get(f"/c/reading/api/hooks/{hook_id}/").content.decode()
    assert "example.org:8443" in page
    assert "對方表示不再需要。" in page
    assert "關閉" in browser.get("/c/reading/api/").content.decode()
    browser.post(f"/c/reading/api/hooks/{hook_id}/on/")
    assert "對方表示不再需要。" not in browser.get(f"/c/reading/api/hooks/{hook_id}/").content.decode()
