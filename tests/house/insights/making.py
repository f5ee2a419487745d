"""Insights without reading anything: rows as jobs leave them."""

from datetime import timedelta
from typing import Any

from closeknit.house.core.permissions import the_house
from closeknit.house.features.insights.actions import outcomes, uploads
from closeknit.house.features.insights.models import Report, Seen, Store, Upload
from tests.house.conftest import NOW

STATES = ("holds", "partly", "missing", "cannot-tell")


def begun(world: Any, *, names: tuple[str, ...] = ("聊天.txt",), size: int = 8, now: Any = NOW) -> int:
    """Files that are on their way."""
    return uploads.begin(
        actor=world.viewer("organiser"), now=now, names=list(names), sizes=[size] * len(names), whose="everybody",
        ground="told", keep_until=NOW.date() + timedelta(days=365), me="", language="zh-hant",
    )  # fmt: skip


def kept(world: Any, *, added: int = 12, state: str = "kept", **answer: Any) -> int:
    """An upload that was read."""
    number = begun(world)
    told = {"kept": {"rows": 20, "added": added, "chats": ["城南夜讀"], "first": "2026-08-01", "last": "2026-11-07",
                     "issues": [], "zone": "Asia/Taipei"}}  # fmt: skip
    Upload.objects.filter(id=number).update(state=state, answer=answer or told)
    return number


def facts(n: int = 3, until: str = "2026-11-07", states: tuple[str, ...] = STATES) -> dict[str, Any]:
    """What an examination finds, with `n` of everything; names are as hostile as people's."""
    people = [
        {"name": f"林<b>白露</b>{i}", "id": None, "last": "2026-09-01", "words": "有人要一起走嗎？", "at": "2026-11-01",
         "is_new": i % 2 == 0}
        for i in range(n)
    ]  # fmt: skip
    return {
        "title": "城南夜讀", "word": "becoming-one", "word_title": "正在成為社群", "because": "彼此交談，還缺骨幹。",
        "from": "2026-08-10", "until": until, "messages": 900, "active": 24, "coverage": 0.9,
        "conditions": [
            {"slug": f"c{i}", "title": f"條件{i}", "state": state, "sentence": "…"} for i, state in enumerate(states)
        ],
        "remedies": [
            {"slug": slug, "title": f"處方{slug}", "text": "回他們一句話。", "paste": "歡迎！", "expect": "有人回了。",
             "look_again": 7, "people": people[:2]}
            for slug in ("answer-newcomers", "introduce", "ask-need")[: min(3, n)]
        ],
        "quiet": people, "quiet_rule": "以前常寫，最近 60 天沒有。", "waiting": people,
        "in_charge": {"ground": "inferred" if n else "unknown", "people": [
            {"name": "林<b>白露</b>0", "id": None, "last": "2026-09-01", "labels": ["line:白露0"],
             "faces": ["LINE　白露0"]}
        ][:n]},
        "weeks": [26, 30, 31, 44, 39] if n else [], "summary": "摘要", "members_text": "我們彼此交談。",
    }  # fmt: skip


def examined(world: Any, *, n: int = 3, months: int = 2) -> Report:
    """The newest examination and some months."""
    kept(world)
    store = Store.objects.get(community_id=world.here)
    house = the_house(world.here)
    told = {
        "facts": facts(n), "page": '<h1>給發起人</h1><p class="who">林白露</p>', "members_page": "<h1>給成員</h1>",
        "seen": [
            {"name": f"林白露{i}", "id": world.people["member"] if i == 0 else None, "last": "2026-11-01",
             "labels": [f"line:白露{i}"], "faces": [f"LINE　白露{i}"], "runs": False,
             "said": 5, "gave": 3.2, "got": 1.0, "with": 2}
            for i in range(n)
        ],
    }  # fmt: skip
    outcomes.found(
        actor=house, now=NOW, store_id=store.id, revision=store.revision, seal="s", language="zh-hant", told=told
    )
    for i in range(months):
        month = {**told, "month": f"{2026 - (9 - i % 12) // 12 - i // 12}-{12 - (i + 2) % 12:02}", "seal": f"m{i}"}
        month["facts"] = facts(n, states=("missing", "partly", "missing", "cannot-tell"))
        outcomes.found_month(
            actor=house, now=NOW, store_id=store.id, revision=store.revision, language="zh-hant", told=month
        )
    return Report.objects.get(store=store, month="")


def someone(world: Any) -> int:
    """Somebody who was seen."""
    return int(Seen.objects.filter(store__community_id=world.here).values_list("id", flat=True)[0])


def line(who: str, days: int = 20, title: str = "城南夜讀", since: int = 1, book: str = "") -> bytes:
    """A LINE export of two people."""
    out = [f"[LINE] {title}的聊天記錄", "儲存日期： 2026/11/20 09:12", ""]
    for day in range(since, since + days):
        out += [
            f"2026/10/{day:02}（四）",
            f"上午10:{day:02}\t{who}\t{book}第{day}章誰讀了？",
            f"上午11:{day:02}\t許立夏\t我讀了{book}第{day}章",
        ]
    return "\r\n".join(out).encode()
