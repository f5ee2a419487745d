"""Uploads: what comes in whole, in pieces, cut, twice, at once, and not at all."""

import io
import os
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from closeknit.house.core.permissions import the_house
from closeknit.house.features.insights import receiving, selectors, tasks, workroom
from closeknit.house.features.insights.actions import outcomes, uploads
from closeknit.house.features.insights.models import File, Report, Seen, Store, Upload
from tests.conftest import ROOT
from tests.house.conftest import NOW, make_world
from tests.house.insights import making
from tests.house.insights.conftest import EXPORT
from tests.house.insights.making import line

SHOP = next((ROOT / "examples" / "shop").glob("*.json"))


def state(number: int) -> str:
    return Upload.objects.get(id=number).state


def answer(number: int) -> dict:
    return Upload.objects.get(id=number).answer


def page(world, path: str = "", who: str = "organiser") -> str:
    return world.client(who).get(f"/c/{world.slug}/insights/{path}").content.decode()


def test_the_file_goes_and_the_words_stay(far, world, send) -> None:
    number = send((EXPORT.name, EXPORT.read_bytes()))
    store = Store.objects.get()
    assert state(number) == "kept"
    assert not workroom.incoming(store.folder, number).exists()
    assert (workroom.home(store.folder) / store.whole).is_dir()
    assert Report.objects.filter(month="").count() == 1
    assert list(Report.objects.exclude(month="").order_by("month").values_list("month", flat=True)) == [
        "2026-03", "2026-04", "2026-05", "2026-06"
    ]  # fmt: skip


def test_the_same_file_twice_adds_nothing_and_nothing_is_examined_twice(world, send) -> None:
    send((EXPORT.name, EXPORT.read_bytes()))
    months = dict(Report.objects.exclude(month="").values_list("month", "made_at"))
    number = send((EXPORT.name, EXPORT.read_bytes()))
    assert answer(number)["kept"]["added"] == 0
    assert "沒有重複加入" in page(world, f"uploads/{number}/")
    assert dict(Report.objects.exclude(month="").values_list("month", "made_at")) == months


def test_a_longer_export_adds_what_is_new(send) -> None:
    send(("a.txt", line("林白露", days=10)))
    number = send(("b.txt", line("林白露", days=20)))
    assert answer(number)["kept"]["rows"] == 40
    assert answer(number)["kept"]["added"] == 20


def test_pasted_text_and_a_zip_are_read_too(send) -> None:
    assert state(send(text=line("林白露").decode())) == "kept"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[LINE] 城南夜讀的聊天記錄.txt", line("陳穀雨"))
    assert state(send(("export.zip", packed.getvalue()))) == "kept"


def test_what_is_no_export_is_refused_in_the_librarys_words(world, send) -> None:
    number = send(("假期.txt", b"hello"))
    assert state(number) == "refused"
    shown = page(world, f"uploads/{number}/")
    assert "假期.txt 裡沒有認得的聊天紀錄" in shown
    assert "closeknit carriers" not in shown
    assert str(workroom.home("")) not in shown


@pytest.mark.parametrize(
    "data", [b"", b"\x00" * 5000, b"PK\x03\x04" + b"\x00" * 100, "[LINE] 城南夜讀的聊天記錄\r\n".encode()]
)
def test_odd_bytes_are_refused_and_nothing_breaks(world, send, data: bytes) -> None:
    number = send(("[LINE] 城南夜讀的聊天記錄.txt", data))
    assert state(number) == "refused"
    assert answer(number)["refused"]["code"] != "broken"
    page(world, f"uploads/{number}/")


def test_a_file_that_breaks_off_is_kept_as_far_as_it_goes_when_somebody_says_so(world, send, work) -> None:
    data = SHOP.read_bytes()
    number = send(("阿果鲜果福利群.json", data[: len(data) // 2]))
    assert state(number) == "asking"
    assert "留下完整的" in page(world, f"uploads/{number}/")
    uploads.answer(actor=world.viewer("organiser"), now=timezone.now(), upload_id=number, told={"salvage": True})
    tasks.read.enqueue(upload_id=number)
    work()
    assert state(number) == "kept"


def test_of_several_chats_somebody_chooses_and_only_those_are_kept(world, send, work, organiser) -> None:
    files = [
        ("a.txt", line("林白露")),
        ("b.txt", line("外人", title="別的群")),
        ("c.txt", line("另外", title="第三個")),
    ]
    number = send(*files)
    assert state(number) == "asking"
    shown = page(world, f"uploads/{number}/")
    assert "別的群" in shown
    url = f"/c/{world.slug}/insights/uploads/{number}/answer/"
    assert organiser.post(url, {}).status_code == 422
    assert organiser.post(url, {"chats": ["不在的群"]}).status_code == 422
    assert organiser.post(url, {"chats": ["城南夜讀"]}).status_code == 303
    tasks.read.enqueue(upload_id=number)
    work()
    assert answer(number)["kept"]["chats"] == ["城南夜讀"]
    assert not Seen.objects.filter(name__in=("外人", "另外")).exists()
    again = send(*[(name, data + b"\r\n") for name, data in files])
    assert answer(again)["kept"]["chats"] == ["城南夜讀"], "who has chosen is not asked again"


def test_an_upload_that_is_removed_takes_with_it_what_only_it_brought(world, send, work) -> None:
    first, second = (
        send(("a.txt", line("林白露", days=20))),
        send(("b.txt", line("外人", days=10, since=15, book="河"))),
    )
    assert Seen.objects.filter(name="外人").exists()
    assert "外人" in page(world, "report/")
    uploads.remove(actor=world.viewer("organiser"), now=timezone.now(), upload_id=second)
    assert "外人" not in page(world, "report/"), "gone from pages at once"
    tasks.rebuild.enqueue(community_id=world.here)
    tasks.examine.enqueue(community_id=world.here)
    work()
    tasks.examine.enqueue(community_id=world.here)
    work()
    assert not Upload.objects.filter(id=second).exists()
    assert not Seen.objects.filter(name="外人").exists()
    assert "林白露" in page(world, "report/")
    uploads.remove(actor=world.viewer("organiser"), now=timezone.now(), upload_id=first)
    tasks.rebuild.enqueue(community_id=world.here)
    work()
    assert not Report.objects.exists()
    assert "還沒有讀過什麼" in page(world)


def test_somebody_is_forgotten_for_good(world, send, work) -> None:
    send(("a.txt", line("林白露")))
    uploads.forget(actor=world.viewer("organiser"), now=timezone.now(), seen_id=Seen.objects.get(name="林白露").id)
    assert not Report.objects.exists()
    from closeknit.house.features.insights.models import Forgetting

    tasks.forget.enqueue(forgetting_id=Forgetting.objects.get().id)
    work()
    tasks.examine.enqueue(community_id=world.here)
    work()
    send(("a.txt", line("林白露", days=24)))
    assert not Seen.objects.filter(name="林白露").exists()
    assert "林白露" not in page(world, "report/")
    kept = b"".join(p.read_bytes() for p in workroom.home(Store.objects.get().folder).rglob("*") if p.is_file())
    assert "林白露".encode() not in kept


def test_everything_is_removed_at_once(world, send, organiser) -> None:
    send(("a.txt", line("林白露")))
    folder = workroom.home(Store.objects.get().folder)
    uploads.remove_all(actor=world.viewer("organiser"), now=NOW)
    assert not Store.objects.exists()
    assert not Report.objects.exists()
    assert folder.exists()  # only until the commit, which this test never makes
    assert organiser.post(f"/c/{world.slug}/insights/uploads/remove-all/").status_code == 404


def test_what_was_to_be_kept_until_yesterday_goes_by_itself(world, work) -> None:
    number = making.kept(world)
    Upload.objects.filter(id=number).update(keep_until=timezone.localdate() - timedelta(days=1))
    left = making.begun(world, now=timezone.now() - timedelta(days=8))
    fresh = making.begun(world, now=timezone.now())
    half = workroom.home("coming") / "part-x"
    half.parent.mkdir(parents=True)
    half.write_bytes(b"x")
    os.utime(half, (0, 0))
    tasks.expire.enqueue()
    work()
    assert not half.exists()
    assert set(Upload.objects.values_list("id", flat=True)) == {fresh}
    assert left != fresh


def test_a_worker_that_dies_leaves_a_job_that_another_does_once(world, send, work) -> None:
    number = send(("a.txt", line("林白露")), done=False)
    Upload.objects.filter(id=number).update(state="reading")
    work()
    assert answer(number)["kept"]["added"] == 40
    Upload.objects.filter(id=number).update(state="reading")  # it died after reading, before saying so
    tasks.read.enqueue(upload_id=number)
    workroom.incoming(Store.objects.get().folder, number).mkdir(parents=True, exist_ok=True)
    work()
    assert answer(number)["kept"]["added"] == 40


def test_a_reader_that_always_breaks_is_told_and_can_be_tried_again(world, send, work, monkeypatch) -> None:
    def breaks(*_words: object) -> dict:
        raise workroom.Broken("killed")

    number = send(("a.txt", line("林白露")), done=False)
    with monkeypatch.context() as patched:
        patched.setattr(workroom, "do", breaks)
        for _attempt in range(5):
            from closeknit.house.core.models import Job

            Job.objects.filter(state="READY").update(run_at=timezone.now() - timedelta(seconds=1))
            work()
    assert answer(number)["refused"]["code"] == "broken"
    uploads.again(actor=world.viewer("organiser"), now=timezone.now(), upload_id=number)
    tasks.read.enqueue(upload_id=number)
    work()
    assert state(number) == "kept"


def test_what_got_lost_on_the_way_is_taken_up(world, work) -> None:
    number = making.begun(world)
    File.objects.all().delete()
    folder = workroom.incoming(Store.objects.get().folder, number)
    receiving.write_text(line("林白露").decode(), folder)
    Upload.objects.filter(id=number).update(state="waiting", pasted=True)
    tasks.look_after.enqueue()
    work()
    assert state(number) == "kept"


def test_a_face_that_a_member_claims_is_called_by_her_name_here(world, send, work, monkeypatch) -> None:
    from closeknit.house.features.members import api as members

    me = world.people["member"]
    monkeypatch.setattr(
        members, "faces", lambda _community: {("line", "白露露"): me, ("line", "許立夏"): world.people["organiser"]}
    )
    send(("a.txt", line("白露露")))
    assert Seen.objects.get(person_id=me).name == "林白露"
    assert selectors.myself(world.viewer("member"))["said"] > 0
    shown = page(world, "", "member")
    assert "你說了" in shown
    assert "白露露" not in page(world, "report/", "member")


def test_two_uploads_at_once_are_both_kept(far, race, tmp_path) -> None:
    world = make_world()

    def one(who: str) -> int:
        return uploads.receive(
            actor=world.viewer("organiser"), now=timezone.now(), files=[], text=line(who).decode(), whose="mine",
            ground="told", keep_until=timezone.localdate() + timedelta(days=9), me="", language="zh-hant",
        )  # fmt: skip

    results = race(lambda: one("林白露"), lambda: one("陳穀雨"))
    assert Store.objects.count() == 1
    done = race(
        lambda: tasks.read.func(_Context(), upload_id=results[0]),
        lambda: tasks.read.func(_Context(), upload_id=results[1]),
    )
    assert done == [None, None]
    assert list(Upload.objects.values_list("state", flat=True)) == ["kept", "kept"]
    assert Store.objects.get().revision == 2


def test_two_who_finish_at_once_have_it_read_once(race) -> None:
    world = make_world()
    number = making.begun(world, size=0)
    results = race(*[lambda: uploads.finish(actor=world.viewer("organiser"), now=NOW, upload_id=number)] * 2)
    assert sorted(type(r).__name__ for r in results) in (["NoneType", "NotWaiting"], ["NoneType", "Unfinished"])


def test_an_examination_of_yesterdays_archive_is_not_kept(world) -> None:
    making.examined(world)
    store = Store.objects.get()
    kept = outcomes.found(
        actor=the_house(world.here), now=NOW, store_id=store.id, revision=store.revision + 1, seal="x",
        language="zh-hant", told={"facts": making.facts(), "page": "", "members_page": "", "seen": []},
    )  # fmt: skip
    assert not kept


class _Context:
    attempt = 1
