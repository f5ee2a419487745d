"""Programs give roles, keep chapters, and draft the charter: with the scope for it, on the state that they read."""

from closeknit.house.core import journal
from closeknit.house.features.api import shapes
from closeknit.house.features.charter import api as charters
from closeknit.house.features.charter.rules import KINDS, SECTORS
from closeknit.house.features.charter.sixteen import LANGUAGES
from tests.house.api.programs import adopt, program, welcome
from tests.house.conftest import make_world

TEMPLATE = {"kind": "habit", "sector": "public_good", "language": "zh-hant"}


def test_roles_are_given_and_taken(world) -> None:
    writer, hers = program(world, "roles.write"), f"/roles/{world.people['member']}"
    assert writer.read(hers) == {"person_id": world.people["member"], "roles": []}
    assert writer.send("PUT", hers, {"roles": ["editor"]}, match='"old"').status_code == 412
    told = writer.send("PUT", hers, {"roles": ["editor", "host"]}, match=writer.tag(hers)).json()
    assert told["roles"] == ["host", "editor"]
    listed = {one["person_id"]: one["roles"] for one in writer.read("/roles")["items"]}
    assert listed[world.people["member"]] == ["host", "editor"]
    assert listed[world.people["organiser"]] == ["organiser"]
    assert writer.send("PUT", hers, {"roles": []}, match="*").json()["roles"] == []
    assert writer.send("PUT", hers, {"roles": ["king"]}, match="*").status_code == 422
    assert journal.lines(community_id=world.here)[0].verb == "communities.appointed"


def test_the_last_organiser_keeps_the_office(world) -> None:
    writer, own = program(world, "roles.write"), f"/roles/{world.people['organiser']}"
    answer = writer.send("PUT", own, {"roles": []}, match="*")
    assert (answer.status_code, answer.json()["code"]) == (409, "communities.last_organiser")
    assert (
        writer.send("PUT", f"/roles/{world.people['member']}", {"roles": ["organiser"]}, match="*").status_code == 200
    )
    assert writer.send("PUT", own, {"roles": []}, match="*").status_code == 200, "the office was handed over"
    assert writer.get("/api/v1/roles").status_code == 401, "and the key ends with it"


def test_a_role_is_a_member_s(world) -> None:
    writer = program(world, "roles.write")
    for who in ("applicant", "rival"):
        path = f"/roles/{world.people[who]}"
        assert writer.get(f"/api/v1{path}").status_code == 404
        assert writer.send("PUT", path, {"roles": ["host"]}, match="*").status_code == 404


def test_a_chapter_is_opened_changed_filled_and_closed(world) -> None:
    welcome(world)
    writer, her = program(world, "chapters.write"), world.people["member"]
    made = writer.send("POST", "/chapters", {"name": "東門", "place": "東門市場"})
    assert made.status_code == 201, made.content.decode()
    path = f"/chapters/{made.json()['id']}"
    assert writer.send("POST", "/chapters", {"name": "東門"}).json()["code"] == "members.chapter_there"
    assert writer.send("POST", "/chapters", {"name": " "}).status_code == 422
    assert writer.send("PUT", f"{path}/members/{her}").json()["members"] == 1
    changed = writer.send("PATCH", path, {"leads": [her, world.people["host"]]}, match=writer.tag(path))
    assert (changed.json()["leads"], changed.json()["name"]) == ([her], "東門")
    assert writer.send("PATCH", path, {"place": "", "leads": []}, match="*").json()["leads"] == []
    for _twice in range(2):
        assert writer.send("DELETE", f"{path}/members/{her}").json()["members"] == 0
    assert writer.send("PUT", f"{path}/members/{world.people['rival']}").status_code == 404
    assert writer.send("DELETE", path).status_code == 428
    assert writer.send("DELETE", path, match=writer.tag(path)).status_code == 204
    assert writer.read("/chapters")["items"] == []
    assert writer.get(f"/api/v1{path}").status_code == 404


def test_a_charter_is_drafted_and_adopted(world) -> None:
    writer, path = program(world, "drafts.write"), "/charter/draft"
    assert writer.get(f"/api/v1{path}").status_code == 404
    assert writer.send("POST", path, {"kind": "habit"}).status_code == 422
    assert writer.send("POST", path, {}).status_code == 409, "nothing is in force yet"
    begun = writer.send("POST", path, TEMPLATE)
    assert begun.status_code == 201, begun.content.decode()
    assert begun.json()["revision"] == 1
    assert writer.send("POST", path, TEMPLATE).status_code == 409, "the draft that is there is somebody's work"
    assert writer.send("POST", path, {}).status_code == 409
    texts = dict.fromkeys(charters.FIELDS, "每週一起讀完一章")
    written = writer.send("PATCH", path, {"fields": texts, "summary": "第一版"}, match=begun["ETag"])
    assert (written.json()["revision"], written.json()["fields"]) == (2, texts)
    assert writer.send("PATCH", path, {"fields": {"purpose": ""}}, match=begun["ETag"]).status_code == 412
    assert writer.send("POST", f"{path}/adopt").status_code == 428
    adopted = writer.send("POST", f"{path}/adopt", match=written["ETag"], key="once")
    assert (adopted.status_code, adopted.json()["number"]) == (200, 1), adopted.content.decode()
    assert writer.send("POST", f"{path}/adopt", match=written["ETag"], key="once").json() == adopted.json()
    assert writer.get(f"/api/v1{path}").status_code == 404
    assert program(world, "charter", token="r").read("/charter")["fields"] == texts


def test_what_is_not_whole_is_not_adopted(world) -> None:
    writer, path = program(world, "drafts.write"), "/charter/draft"
    adopt(world)
    assert writer.send("POST", path, {}).json()["based_on"] == 1
    assert writer.send("POST", f"{path}/adopt", match="*").json()["code"] == "charter.nothing_changed"
    for text, code in (("", "charter.empty"), ("在〔地方〕讀書", "charter.blank_left")):
        assert writer.send("PATCH", path, {"fields": {"need": text}}, match="*").status_code == 200
        refused = writer.send("POST", f"{path}/adopt", match="*")
        assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert writer.send("DELETE", path, match=writer.tag(path)).status_code == 204


def test_accepting_a_charter_is_not_writing_one(world) -> None:
    adopt(world)
    accepter = program(world, "charter.write")
    assert accepter.send("POST", "/charter/draft", {}).status_code == 403
    reader = program(world, "drafts", token="r")
    assert reader.send("POST", "/charter/draft", {}).status_code == 403


def test_two_programs_adopt_at_once(race, now) -> None:
    world = make_world()
    writer = program(world, "drafts.write")
    writer.send("POST", "/charter/draft", TEMPLATE)
    body = {"fields": dict.fromkeys(charters.FIELDS, "每週一起讀完一章")}
    writer.send("PATCH", "/charter/draft", body, match="*")

    def go() -> int:
        return int(program_again().send("POST", "/charter/draft/adopt", match="*").status_code)

    def program_again():
        from tests.house.api.programs import Program

        return Program(headers={"authorization": "Bearer closeknit_t"})

    assert sorted(race(go, go)) in ([200, 404], [200, 409], [200, 412])


def test_the_words_of_the_wire_are_those_of_the_house() -> None:
    from closeknit.house.core.permissions import BACKBONE, Role
    from closeknit.house.features.api.shapes import keeping

    for wire, room in (
        (keeping.RoleName, {str(role) for role in (Role.ORGANISER, *BACKBONE)}), (keeping.Kind, KINDS),
        (keeping.Sector, SECTORS), (keeping.Language, LANGUAGES), (keeping.CharterField, charters.FIELDS),
    ):  # fmt: skip
        assert set(wire.__value__.__args__) == set(room)
    assert shapes.Draft.__struct_fields__[0] == "revision"
