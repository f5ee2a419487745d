"""Events reach other programs: signed, once under one id, whatever dies on the way; and nothing reaches the inside."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.utils import timezone

from closeknit.house.core import jobs, journal, mail
from closeknit.house.core.jobs import worker
from closeknit.house.features.api import rules, selectors, sending, tasks
from closeknit.house.features.api.actions import hooks
from closeknit.house.features.api.models import Delivery, Hook
from closeknit.house.features.communities import api as communities
from closeknit.house.features.deeds import api as deeds
from tests.house.api.programs import give, hook
from tests.house.api.receiver import receiving
from tests.house.conftest import NOW, make_world


@pytest.fixture
def receiver(settings, race):
    """A receiver; what the house writes meanwhile is committed, so that listeners hear of it."""
    settings.DEBUG = True
    with receiving() as started:
        yield started


def work(rounds: int = 40) -> None:
    """Until nothing is due."""
    for _ in range(rounds):
        if not worker.step("w"):
            return


def later(monkeypatch, by: timedelta) -> None:
    at = timezone.now() + by
    monkeypatch.setattr(jobs, "now", lambda: at)
    monkeypatch.setattr(tasks.jobs, "now", lambda: at)


def test_an_event_arrives_signed(receiver) -> None:
    world = make_world()
    hook_id = hook(world, receiver.address)
    ident = give(world, "祕密的事")
    work()
    ((headers, body),) = receiver.came
    told = json.loads(body)
    assert (told["type"], told["data"]["object"]) == ("deeds.given", {"kind": "deed", "id": str(ident)})
    assert told["data"]["person_id"] == world.people["member"]
    assert "祕密的事" not in body.decode(), "numbers, no words"
    # as a receiver checks it, after the Standard Webhooks
    shown = rules.secret(sending.key_of("n0nce"))
    key = base64.b64decode(shown.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    wanted = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{wanted}"
    assert abs(int(headers["webhook-timestamp"]) - timezone.now().timestamp()) < 60
    assert headers["webhook-id"] == told["id"]
    (row,) = selectors.deliveries(world.viewer("organiser"), hook_id, 1)
    assert (row.state, row.status, row.tries) == ("arrived", 204, 1)


def test_only_what_was_chosen_and_only_from_then_on(receiver) -> None:
    world = make_world()
    before = give(world)
    hook_id = hook(world, receiver.address, "deeds.done")
    ident = give(world)
    deeds.done(actor=world.viewer("member"), now=NOW, deed_id=before)
    work()
    assert [json.loads(body)["type"] for _h, body in receiver.came] == ["deeds.done"]
    hooks.change(actor=world.viewer("organiser"), now=NOW, hook_id=hook_id, events=["deeds.given", "deeds.done"])
    tasks.sweep.func()
    work()
    assert len(receiver.came) == 1, "nothing of before"
    deeds.done(actor=world.viewer("member"), now=NOW, deed_id=ident)
    give(world)
    work()
    assert len(receiver.came) == 3


def test_another_community_hears_nothing(receiver) -> None:
    world = make_world()
    rival = communities.viewer(world.other, world.people["rival"])
    hooks.add(actor=rival, now=NOW, address=receiver.address, events=["deeds.given"], nonce="n")
    give(world)
    tasks.sweep.func()
    work()
    assert receiver.came == []


def test_what_does_not_arrive_is_tried_again_under_its_id(receiver, monkeypatch) -> None:
    world = make_world()
    hook_id = hook(world, receiver.address)
    receiver.answers = [(500, {}, "壞了 <b>".encode()), (503, {}, b""), (200, {}, b"ok")]
    give(world)
    work()
    (row,) = selectors.deliveries(world.viewer("organiser"), hook_id, 1)
    assert (row.state, row.status, row.answer, row.failure) == ("waiting", 500, "壞了 <b>", "status")
    assert timedelta(seconds=50) < row.next_at - timezone.now() <= timedelta(minutes=1)
    work()
    assert len(receiver.came) == 1, "not before its time"
    for minutes in (2, 15):
        later(monkeypatch, timedelta(minutes=minutes))
        for _ in range(40):
            worker.step("w", jobs.now)
    assert len(set(receiver.ids())) == 1
    assert len(receiver.came) == 3
    (row,) = selectors.deliveries(world.viewer("organiser"), hook_id, 1)
    assert (row.state, row.tries) == ("arrived", 3)
    assert selectors.hook(world.viewer("organiser"), hook_id).failing_since is None


def test_pauses_grow_and_end(receiver, monkeypatch) -> None:
    pauses = [rules.pause(n) for n in range(1, 9)]
    assert pauses[-1] is None
    assert sorted(p for p in pauses if p) == [p for p in pauses if p]
    world = make_world()
    hook_id = hook(world, receiver.address)
    receiver.answers = [(500, {}, b"")] * 20
    give(world)
    for hours in range(0, 72, 4):
        later(monkeypatch, timedelta(hours=hours))
        tasks.sweep.func()
        tasks.deliver.func(hook_id=hook_id)
    (row,) = selectors.deliveries(world.viewer("organiser"), hook_id, 1)
    assert (row.state, row.tries) == ("given_up", 8)
    hooks.send_again(actor=world.viewer("organiser"), now=jobs.now(), delivery_id=row.id)
    receiver.answers = []
    tasks.deliver.func(hook_id=hook_id)
    assert (Delivery.objects.get().state, len(set(receiver.ids()))) == ("arrived", 1)


def test_after_long_failure_it_is_switched_off_and_organisers_get_a_letter(receiver, monkeypatch) -> None:
    world = make_world()
    hook_id = hook(world, receiver.address)
    receiver.answers = [(500, {}, b"")] * 50
    for hours in (0, 24, 48, 80):
        later(monkeypatch, timedelta(hours=hours))
        give(world)
        sending.spread(world.here, jobs.now())
        tasks.deliver.func(hook_id=hook_id)
    card = selectors.hook(world.viewer("organiser"), hook_id)
    assert card.off_why == "hook_failed"
    mail.send_waiting(jobs.now())
    (letter,) = [m for m in outbox.outbox if "事件已停止送出" in m.subject]
    assert letter.to == ["organiser@example.org"]
    assert f"/c/reading/api/hooks/{hook_id}/" in letter.body
    asked = len(receiver.came)
    give(world)
    tasks.sweep.func()
    tasks.deliver.func(hook_id=hook_id)
    assert len(receiver.came) == asked
    receiver.answers = []
    hooks.switch_on(actor=world.viewer("organiser"), now=jobs.now(), hook_id=hook_id)
    give(world, "之後")
    sending.spread(world.here, jobs.now())
    tasks.deliver.func(hook_id=hook_id)
    assert len(receiver.came) == asked + 1, "what happened meanwhile is not sent later"


def test_who_wants_nothing_more_gets_nothing_more(receiver) -> None:
    world = make_world()
    hook_id = hook(world, receiver.address)
    receiver.answers = [(410, {}, b"")]
    give(world)
    give(world)
    work()
    assert len(receiver.came) == 1
    assert selectors.hook(world.viewer("organiser"), hook_id).off_why == "hook_gone"


def test_a_hook_without_an_organiser_who_answers_for_it_is_switched_off(receiver) -> None:
    world = make_world()
    hook_id = hook(world, receiver.address)
    roles = frozenset({communities.Role.ORGANISER})
    communities.appoint(actor=world.viewer("organiser"), now=NOW, person_id=world.people["second"], roles=roles)
    communities.part(actor=world.viewer("organiser"), now=NOW, person_id=world.people["organiser"])
    tasks.sweep.func()
    assert selectors.hook(world.viewer("second"), hook_id).off_why == "hook_orphan"


def test_killed_before_anybody_heard_of_it(receiver, monkeypatch) -> None:
    """The process dies between the commit and the listeners: the journal's line is there, nothing else."""
    world = make_world()
    hook(world, receiver.address)
    monkeypatch.setattr("closeknit.house.core.events.publish", lambda _event: None)
    give(world)
    work(3)
    assert receiver.came == []
    tasks.sweep.func()
    tasks.sweep.func()
    work()
    assert len(receiver.came) == 1


def test_killed_while_sending(receiver) -> None:
    world = make_world()
    hook_id = hook(world, receiver.address)
    give(world)
    sending.spread(world.here, timezone.now())
    lost = sending.take(hook_id, timezone.now())
    sending.send(lost, timezone.now())  # it arrives, and the worker dies before it says so
    assert sending.take(hook_id, timezone.now()) is None, "it is on its way"
    after = timezone.now() + sending.LEASE
    again = sending.take(hook_id, after)
    assert sending.settle(again, sending.send(again, after), after) == ""
    assert receiver.ids() == [lost.id] * 2, "the receiver knows it by its id"
    sending.settle(lost, sending.Outcome("connection"), after)
    assert Delivery.objects.get().state == "arrived", "who was thought dead says nothing any more"


def test_two_workers_send_it_once(race, settings) -> None:
    settings.DEBUG = True
    world = make_world()
    with receiving() as receiver:
        hook_id = hook(world, receiver.address)
        for _ in range(3):
            give(world)
        now = timezone.now()
        race(*(lambda: sending.spread(world.here, now) for _ in range(3)))
        assert Delivery.objects.count() == 3
        race(*(lambda: tasks.deliver.func(hook_id=hook_id) for _ in range(3)))
        assert len(receiver.came) == len(set(receiver.ids())) == 3


def test_a_line_with_a_lower_number_that_comes_later_is_not_missed(receiver) -> None:
    """On PostgreSQL a transaction that began earlier may be committed later."""
    world = make_world()
    hook_id = hook(world, receiver.address)
    give(world)
    give(world)
    sending.spread(world.here, timezone.now())
    row = Delivery.objects.order_by("line").first()
    row.delete()  # as if its line had not been there
    sending.spread(world.here, timezone.now() + timedelta(minutes=50))
    assert Delivery.objects.count() == 2
    swept = Hook.objects.get(id=hook_id).swept_to
    sending.spread(world.here, timezone.now() + timedelta(minutes=70))
    sending.spread(world.here, timezone.now() + timedelta(minutes=140))
    assert Hook.objects.get(id=hook_id).swept_to == journal.newest() > swept
    assert Delivery.objects.count() == 2
