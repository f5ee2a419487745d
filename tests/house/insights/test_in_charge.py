"""Who runs the group is told: in the form, on its page, by a confirmed face; the report then knows, and says so."""

import ast
import re

from closeknit import language
from closeknit.house.features.insights import rules
from closeknit.house.features.insights.actions import charge, uploads
from closeknit.house.features.insights.examining.wording import INSTEAD, PASTED
from closeknit.house.features.insights.models import InCharge, Report, Seen, Store
from closeknit.house.features.insights.views.uploading import ways
from tests.conftest import ROOT
from tests.house.conftest import NOW, make_world
from tests.house.insights import making
from tests.house.insights.conftest import EXPORT

OPTION = re.compile(r"(?:^|[^\w-])--[a-z]|`closeknit ")


def ground(world) -> str:
    return str(Report.objects.get(store__community_id=world.here, month="").facts["in_charge"]["ground"])


def shown(world, path: str = "in-charge/") -> str:
    return world.client("organiser").get(f"/c/{world.slug}/insights/{path}").content.decode()


def press(world, **typed: str):
    return world.client("organiser").post(f"/c/{world.slug}/insights/in-charge/", typed)


def test_names_are_typed_in_many_ways() -> None:
    assert rules.words("許立夏、 林白露,陳穀雨；\n許立夏") == ["許立夏", "林白露", "陳穀雨"]
    assert rules.words(" ，; ") == []
    assert len(rules.words(",".join(map(str, range(999))))) == rules.MOST_IN_CHARGE
    assert len(rules.words("長" * 999)[0]) == rules.LONGEST_WORD


def test_whoever_uploads_says_who_runs_the_group(world, send) -> None:
    send((EXPORT.name, EXPORT.read_bytes()), runs="何處暑、沒有這個人")
    assert ground(world) == "told"
    assert Seen.objects.get(name="何處暑").data["runs"]
    told = shown(world)
    assert "已說明；還沒有報告看到他" in told  # 沒有這個人
    assert "LINE\u3000何處暑" in told
    assert "line:何處暑" not in shown(world, "people/")


def test_one_press_tells_it_and_the_report_is_made_anew(world, send, work, django_capture_on_commit_callbacks) -> None:
    send((EXPORT.name, EXPORT.read_bytes()))
    assert ground(world) != "told"
    assert "說出誰負責" in shown(world, "")
    label = Seen.objects.get(name="何處暑").labels[0]
    for _twice in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            assert press(world, whom=label, runs="1").status_code == 303
    work()
    assert ground(world) == "told"
    assert "說出誰負責" not in shown(world, "")
    with django_capture_on_commit_callbacks(execute=True):
        press(world, whom=label)
    work()
    assert ground(world) != "told"


def test_nobody_of_this_house_in_the_history_is_no_reason_to_judge_nothing(world, send) -> None:
    send((EXPORT.name, EXPORT.read_bytes()), runs="沒有這個人")
    report = Report.objects.get(store__community_id=world.here, month="")
    assert ground(world) != "told"
    assert report.word != "cannot-tell"


def test_no_page_of_the_house_names_an_option_of_the_command_line(world, send) -> None:
    for name, messages in (("little.txt", making.line("何處暑", days=3)), (EXPORT.name, EXPORT.read_bytes())):
        send((name, messages))
        report = Report.objects.get(store__community_id=world.here, month="")
        assert not OPTION.search(re.sub(r"<style.*?</style>|var\(--[^)]*\)", "", report.page, flags=re.S))
    told = shown(world, "uploads/new/")
    assert PASTED not in told
    assert "--date" not in told


def test_every_text_of_the_library_with_an_option_has_a_text_without() -> None:
    """A report, an issue or a way to an export that speaks of the command line would reach people who have none."""
    source = ROOT / "src" / "closeknit"
    parts = ("vitality", "records", "carriers", "report/templates", "sources")
    texts = set()
    for path in (p for part in parts for p in (source / part).rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in {"_", "N_"}:
                texts |= {arg.value for arg in call.args if isinstance(arg, ast.Constant)}
    for path in (source / "report" / "templates").rglob("*.html"):
        texts |= set(re.findall(r'_\("([^"]*)"\)', path.read_text(encoding="utf-8")))
    spoken = {text.replace(PASTED, "") for text in texts if text not in INSTEAD}
    others = (
        "mmctl ",
        "mongoexport ",
        "signalbackup-tools",
        "lark-cli ",
        "--map cannot set",
    )  # other people's programs
    assert not [t for t in spoken if OPTION.search(t) and not any(other in t for other in others)]
    assert set(INSTEAD) <= texts | {t for t in INSTEAD if "--for member" in t}
    assert not any(OPTION.search(text) for text in INSTEAD.values())


def test_the_language_says_another_text_only_inside() -> None:
    with language.using("zh-Hant"), language.saying(INSTEAD):
        assert language._("name them with --organiser") == "請到「誰負責這個群」指明"
    assert language._("name them with --organiser") == "name them with --organiser"
    assert not any(
        "closeknit examine" in way for tag in language.LANGUAGES for _t, told, _c in ways(tag) for way in told
    )


def test_who_is_forgotten_is_no_longer_in_charge(world) -> None:
    making.examined(world)
    store = Store.objects.get(community_id=world.here)
    charge.tell_in_charge(store.id, ["line:白露0", "林白露0", "林白露1"])
    uploads.forget(actor=world.viewer("organiser"), now=NOW, seen_id=Seen.objects.get(store=store, name="林白露0").id)
    assert list(InCharge.objects.values_list("word", flat=True)) == ["林白露1"]


def test_two_organisers_say_the_same_at_once(race, now) -> None:
    world = make_world()
    making.examined(world)

    def say() -> None:
        charge.say_who_runs(actor=world.viewer("organiser"), now=now, word="line:白露0", runs=True)

    assert race(say, say) == [None, None]
    assert InCharge.objects.count() == 1


def test_the_page_asks_the_same_number_of_queries(world, query_count) -> None:
    making.examined(world, n=200)
    store = Store.objects.get(community_id=world.here)
    charge.tell_in_charge(store.id, [f"林白露{i}" for i in range(99)])
    assert InCharge.objects.count() == rules.MOST_IN_CHARGE
    browser = world.client("organiser")
    with query_count.at_most(8):
        assert browser.get(f"/c/{world.slug}/insights/in-charge/").status_code == 200
