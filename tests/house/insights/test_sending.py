"""How files come in: piece by piece, or with one plain form."""

import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from closeknit.house.features.insights import receiving, rules, tasks, workroom
from closeknit.house.features.insights.models import Store, Upload
from tests.house.insights.conftest import TOLD
from tests.house.insights.making import line


class TestPieces:
    """Piece by piece, as the script sends."""

    def begin(self, world, organiser, *sizes: int, name: str = "聊天.txt") -> dict:
        told = {**TOLD, "names": [name] * len(sizes), "sizes": [str(size) for size in sizes]}
        sent = organiser.post(f"/c/{world.slug}/insights/uploads/begin/", told)
        assert sent.status_code == 200, sent.content
        return json.loads(sent.content)

    def put(self, organiser, url: str, at: object, data: bytes) -> tuple[int, dict]:
        sent = organiser.post(f"{url}?at={at}", data, content_type="application/octet-stream")
        return sent.status_code, json.loads(sent.content)

    def test_a_file_arrives_in_pieces_and_goes_on_where_it_stopped(self, world, organiser, work) -> None:
        data = line("林白露")
        plan = self.begin(world, organiser, len(data))
        (file,) = plan["files"]
        assert self.put(organiser, file["url"], 0, data[:100]) == (200, {"come": 100})
        assert self.put(organiser, file["url"], 0, data[:100]) == (200, {"come": 100}), "a piece that came twice"
        assert self.put(organiser, file["url"], 300, data[300:]) == (409, {"come": 100}), "a piece too early"
        assert organiser.post(plan["finish"]).status_code == 409
        shown = organiser.get(plan["page"]).content.decode()
        assert "只到了一部分" in shown
        assert self.put(organiser, file["url"], 100, data[100:]) == (200, {"come": len(data)})
        assert json.loads(organiser.post(plan["finish"]).content) == {"page": plan["page"]}
        assert organiser.post(plan["finish"]).status_code == 409
        tasks.read.enqueue(upload_id=Upload.objects.get().id)
        work()
        assert Upload.objects.get().state == "kept"

    def test_more_than_was_announced_is_not_taken(self, world, organiser) -> None:
        (file,) = self.begin(world, organiser, 4)["files"]
        assert self.put(organiser, file["url"], 0, b"12345")[0] == 422
        assert self.put(organiser, file["url"], "x", b"1")[1] == {"come": 0}

    def test_too_much_is_refused_before_anything_is_sent(self, world, organiser, monkeypatch) -> None:
        for sizes in ([str(rules.MOST_BYTES + 1)], ["-4"], ["many"], []):
            told = {**TOLD, "names": ["a"] * len(sizes), "sizes": sizes}
            sent = organiser.post(f"/c/{world.slug}/insights/uploads/begin/", told)
            assert sent.status_code == 422
        monkeypatch.setattr(workroom, "free_bytes", lambda: 1000)
        sent = organiser.post(f"/c/{world.slug}/insights/uploads/begin/", {**TOLD, "names": ["a"], "sizes": ["900"]})
        assert sent.status_code == 507
        assert not Upload.objects.exists()

    def test_who_may_not_sends_nothing(self, world, organiser) -> None:
        (file,) = self.begin(world, organiser, 4)["files"]
        for who in ("member", "rival", "stranger"):
            assert world.client(who).post(f"{file['url']}?at=0", b"1234", content_type="a/b").status_code == 404
        folder = workroom.incoming(Store.objects.get().folder, Upload.objects.get().id)
        assert receiving.has_come(folder, "聊天.txt") == 0


class TestPlainForm:
    """One form, no script."""

    def test_a_form_that_misses_something_says_so_and_leaves_no_file(self, world, organiser, settings) -> None:
        url = f"/c/{world.slug}/insights/uploads/new/"
        for told in ({**TOLD, "ground": ""}, {**TOLD, "whose": "x"}):
            sent = organiser.post(url, {**told, "files": SimpleUploadedFile("a.txt", b"abc")})
            assert sent.status_code == 422
        assert organiser.post(url, TOLD).status_code == 422, "nothing was sent"
        assert not Upload.objects.exists()
        assert not [p for p in Path(settings.HOME).rglob("*") if p.is_file()]

    def test_a_full_disk_is_said_and_leaves_no_file(self, world, organiser, settings, monkeypatch) -> None:
        monkeypatch.setattr(workroom, "free_bytes", lambda: 1000)
        file = SimpleUploadedFile("a.txt", b"a" * 5000)
        sent = organiser.post(f"/c/{world.slug}/insights/uploads/new/", {**TOLD, "files": file})
        assert sent.status_code == 507
        assert "放不下" in sent.content.decode()
        assert not [p for p in Path(settings.HOME).rglob("*") if p.is_file()]

    def test_a_forged_form_is_refused(self, world) -> None:
        browser = world.client("organiser", enforce_csrf_checks=True)
        sent = browser.post(f"/c/{world.slug}/insights/uploads/new/", {**TOLD, "text": "嗨"})
        assert sent.status_code == 403
        assert not Upload.objects.exists()

    def test_who_may_not_has_not_a_byte_read(self, world) -> None:
        sent = world.client("member").post(
            f"/c/{world.slug}/insights/uploads/new/", {**TOLD, "files": SimpleUploadedFile("a.txt", b"abc")}
        )
        assert sent.status_code == 404
        assert not workroom.home("coming").exists()

    def test_names_of_files_lead_nowhere(self, world, send) -> None:
        number = send(
            ("../../../etc/passwd", line("林白露")), ("a.txt", line("林白露")), ("A.txt", line("林白露")), done=False
        )
        assert set(Upload.objects.get(id=number).files.values_list("name", flat=True)) == {
            "passwd", "a.txt", "A (2).txt"
        }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../a.txt", "a.txt"), ("/etc/passwd", "etc/passwd"), ("C:\\temp\\聊天.txt", "C:/temp/聊天.txt"),
        (".hidden", "hidden"), ("a\x00b\u202etxt", "a_b_txt"), ("", "file"), ("...", "file"), ("a/./b", "a/b"),
    ],
)  # fmt: skip
def test_paths_are_cleaned(name: str, clean: str) -> None:
    assert rules.clean_path(name) == clean


def test_long_names_keep_their_suffix() -> None:
    name = rules.clean_path("長" * 300 + ".json")
    assert name.endswith(".json")
    assert len(name.encode()) <= 180
