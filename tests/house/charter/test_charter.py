"""A draft is begun, written, adopted; what members are asked; what everybody reads."""

import pytest
from django.http import Http404

from closeknit.house.core import events
from closeknit.house.core.refusals import Stale
from closeknit.house.features.charter import actions, api, errors, rules, selectors
from closeknit.house.features.communities import api as communities
from tests.house.charter.making import TEXTS, adopted, draft, viewer
from tests.house.conftest import make_world


def write(world, now, **changes):
    held = selectors.draft(viewer(world))
    return actions.write(
        actor=viewer(world), now=now, revision=held.revision, fields={**held.fields, **changes}, summary="",
        is_material=False,
    )  # fmt: skip


def test_a_charter_begins_from_a_template(world, now) -> None:
    held = draft(world, now)
    assert "讀完一章書" in held.fields["purpose"]
    assert api.current(world.here) is None, "a draft is not in force"
    actions.adopt(actor=viewer(world), now=now, revision=held.revision)
    card = api.current(world.here)
    assert (card.number, card.is_material, card.kind, card.sector) == (1, True, "habit", "public_good")
    assert (communities.here("reading", None).community.kind, communities.here("reading", None).community.sector) == (
        "habit", "public_good",
    )  # fmt: skip
    assert [q.kind for q in api.questions(world.here)] == ["text", "number", "yes_no"]
    assert [d.days for d in api.first_deeds(world.here)] == [7, 14]
    assert api.version(card.id) == card
    assert api.questions(world.other) == ()


def test_the_gates_questions_have_the_same_words_in_their_blanks(world, now) -> None:
    actions.choose(
        actor=viewer(world), now=now, kind="person", sector="public_good", language="zh-hant", revision=0,
        fills={"誰": "林醫師"},
    )  # fmt: skip
    actions.adopt(actor=viewer(world), now=now, revision=1)
    assert api.questions(world.here)[-1].text == "你是不是只想聽林醫師說話，不打算自己做？"


def test_blanks_and_holes_are_refused_at_their_field(world, now) -> None:
    actions.choose(
        actor=viewer(world), now=now, kind="habit", sector="public_good", language="zh-hant", revision=0, fills={}
    )
    with pytest.raises(errors.BlankLeft) as refused:
        actions.adopt(actor=viewer(world), now=now, revision=1)
    assert (refused.value.field, refused.value.blanks["blank"]) == ("purpose", "一件好事")
    revision = write(world, now, conditions=" \u200b ")
    with pytest.raises(errors.Empty) as empty:
        actions.adopt(actor=viewer(world), now=now, revision=revision)
    assert empty.value.field == "conditions"


@pytest.mark.parametrize(
    ("changes", "asks"),
    [
        ({"conditions": "兩個月裡來過一次，或回應過一個人。"}, True),
        ({"need": "我們都要有人等。"}, True),
        ({"conditions": "三個月裡，來過一次；或 回應過一個人"}, False),
        ({"direction": "五年讀完十二部。"}, False),
        ({"direction": "五年讀完十二部。", "material": True}, True),
    ],
)
def test_other_words_in_what_binds_ask_every_member_again(world, now, changes, asks: bool) -> None:
    adopted(world, now)
    card = adopted(world, now, **changes)
    assert (card.number, card.is_material, card.material_since) == (2, asks, 2 if asks else 1)


def test_a_version_like_the_last_is_refused(world, now) -> None:
    adopted(world, now)
    actions.begin(actor=viewer(world), now=now)
    held = selectors.draft(viewer(world))
    with pytest.raises(errors.NothingChanged):
        actions.adopt(actor=viewer(world), now=now, revision=held.revision)
    actions.drop(actor=viewer(world), now=now, revision=held.revision)
    assert selectors.draft(viewer(world)) is None


def test_a_form_of_yesterday_overwrites_nobody(world, now) -> None:
    held = draft(world, now)
    write(world, now, need="第一個人寫的")
    for deed in (
        lambda: actions.write(
            actor=viewer(world), now=now, revision=held.revision, fields=TEXTS, summary="", is_material=False
        ),
        lambda: actions.adopt(actor=viewer(world), now=now, revision=held.revision),
        lambda: actions.drop(actor=viewer(world), now=now, revision=held.revision),
        lambda: actions.choose(
            actor=viewer(world), now=now, kind="person", sector="faith", language="zh-hant", fills={}, revision=0
        ),
    ):
        with pytest.raises(Stale):
            deed()
    assert selectors.draft(viewer(world)).fields["need"] == "第一個人寫的"


def test_begin_twice_gives_the_same_draft(world, now) -> None:
    adopted(world, now)
    first = actions.begin(actor=viewer(world), now=now)
    write(world, now, direction="慢慢讀")
    assert actions.begin(actor=viewer(world), now=now) == first
    assert selectors.draft(viewer(world)).fields["direction"] == "慢慢讀"


def test_only_organisers_write(world, now) -> None:
    for who in ("member", "host", "stranger", "rival"):
        with pytest.raises(Http404):
            actions.begin(actor=viewer(world, who), now=now)
    adopted(world, now)
    with pytest.raises(Http404):
        selectors.draft(viewer(world, "member"))


def test_an_adoption_is_told(world, now, django_capture_on_commit_callbacks) -> None:
    heard = []
    events.on("charter.adopted")(heard.append)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            card = adopted(world, now)
    finally:
        events._listeners["charter.adopted"].pop()
    assert [(e.kind, e.object_id, e.why) for e in heard] == [("charter", str(card.id), "charter.material")]


def test_the_page_shows_words_and_versions_and_escapes_them(world, now, visitor, query_count) -> None:
    assert "發起人還沒有寫章程" in visitor.get("/c/reading/charter/").text
    adopted(world, now, need="<script>alert(1)</script>我們都要有人等")
    adopted(world, now, need="我們都要有人等")
    shown = visitor.get("/c/reading/charter/").text
    assert "我們都要有人等" in shown
    assert "改一句話" in shown
    assert "草稿" not in shown
    changes = visitor.get("/c/reading/charter/compare/1/2/").text
    assert "<script>alert" not in changes
    assert "&lt;" in changes
    assert "<del>" in changes
    few = query_count(lambda: visitor.get("/c/reading/charter/"))
    for at in range(6):
        adopted(world, now, direction=f"第 {at} 個方向")
    assert query_count(lambda: visitor.get("/c/reading/charter/")) <= few + 1 <= 12


def test_pages_are_cheap(world, now, organiser, query_count) -> None:
    adopted(world, now)
    actions.begin(actor=viewer(world), now=now)
    for path in ("", "templates/", "templates/?template=habit.faith", "draft/", "draft/adopt/", "draft/drop/"):
        with query_count.at_most(12):
            assert organiser.get(f"/c/reading/charter/{path}").status_code == 200


def test_template_names_that_are_not_there(organiser) -> None:
    for asked in ("x", "habit", "habit.x", "../..", "habit.public_good.x", "common.toml"):
        assert organiser.get("/c/reading/charter/templates/", {"template": asked}).status_code == 404


def test_long_and_strange_texts_are_kept_short_and_clean() -> None:
    assert rules.tidy(" 甲\u202e乙\u200b \r\n\r\n 丙 \x00") == "甲乙\n\n丙"
    assert len(rules.tidy("長" * 9000)) == rules.LONGEST


def test_two_adopt_the_draft_at_once(race, now) -> None:
    world = make_world()
    held = draft(world, now)
    deed = lambda: actions.adopt(actor=viewer(world), now=now, revision=held.revision)  # noqa: E731
    results = race(deed, deed)
    assert sorted(isinstance(r, Stale) for r in results) == [False, True], results
    assert selectors.current(world.here).number == 1


def test_two_begin_a_draft_at_once(race, now) -> None:
    world = make_world()

    def deed(kind: str):
        return lambda: actions.choose(
            actor=viewer(world), now=now, kind=kind, sector="faith", language="zh-hant", fills={}, revision=0
        )

    results = race(deed("habit"), deed("person"))
    assert sorted(isinstance(r, Stale) for r in results) == [False, True], results


def test_one_writes_while_another_adopts(race, now) -> None:
    world = make_world()
    held = draft(world, now)
    results = race(
        lambda: actions.adopt(actor=viewer(world), now=now, revision=held.revision),
        lambda: actions.write(
            actor=viewer(world), now=now, revision=held.revision, fields=TEXTS, summary="", is_material=False
        ),
    )
    assert sorted(isinstance(r, Stale) for r in results) == [False, True], results
