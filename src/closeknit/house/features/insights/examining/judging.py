"""Examines the whole archive of a community, and says what pages show: as HTML, and as facts."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from closeknit.archive import Archive, is_archive, open_archive
from closeknit.archive.faces import KnownFace, known_faces
from closeknit.errors import UnreadableSource
from closeknit.examination import Examined, examine
from closeknit.house.features.insights.examining.dates import days, month_ends
from closeknit.house.features.insights.examining.facts import facts_of, seen
from closeknit.house.features.insights.examining.keeping import Order, Tell
from closeknit.house.features.insights.examining.locking import alone
from closeknit.records.history import History
from closeknit.records.people import as_typed

MOST_MONTHS: Final = 120


def judge(order: Order, _tell: Tell) -> dict[str, Any]:
    """The newest examination: `facts`, the two pages, everybody who was seen, and the months with their seals."""
    folder = Path(order["folder"])
    with alone(folder):
        archive, history = _opened(folder / order["whole"])
        people, owners = _known(archive, order)
        found = _examined(history, order, people, None)
        first, last = days(history, order["zone"])
        answer = _answer(found, owners, order)
        answer["seen"] = seen(found, owners, order["zone"])
        answer["months"] = [[day.strftime("%Y-%m"), _seal(archive, day, order, people)] for day in _months(first, last)]
        return answer


def judge_months(order: Order, tell: Tell) -> dict[str, Any]:
    """Examinations as they would have stood at the end of each of `months` ("2026-10"), told one by one."""
    folder = Path(order["folder"])
    with alone(folder):
        archive, history = _opened(folder / order["whole"])
        people, owners = _known(archive, order)
        first, last = days(history, order["zone"])
        for day in _months(first, last):
            month = day.strftime("%Y-%m")
            if month in order["months"]:
                found = _examined(history, order, people, day)
                tell({"month": month, "seal": _seal(archive, day, order, people), **_answer(found, owners, order)})
    return {"done": True}


def _opened(place: Path) -> tuple[Archive, History]:
    if not is_archive(place):
        raise UnreadableSource("")
    archive = open_archive(place)
    history = archive.history()
    if history.is_empty:
        raise UnreadableSource("")
    return archive, history


def _known(archive: Archive, order: Order) -> tuple[dict[str, list[str]], dict[str, int]]:
    """Who is who; `runs` of the order says then who runs the group."""
    faces = known_faces(archive)
    people, owners = _matched(faces, order["faces"])
    order["runs"] = _in_charge(faces, order, people)
    return people, owners


def _examined(history: History, order: Order, people: Mapping[str, Sequence[str]], until: date | None) -> Examined:
    return examine(
        history, chats=("*",), timezone=order["zone"] if order["zone_told"] else None, organisers=order["runs"],
        people=people, until=until, lang=order["lang"], title=order["title"],
    )  # fmt: skip


def _in_charge(faces: Sequence[KnownFace], order: Order, people: Mapping[str, Sequence[str]]) -> list[str]:
    """Who runs the group, as the house knows it: organisers with a confirmed face, and whoever was told and is seen.

    Nobody where none of them is in this history: then the library looks for itself.
    """
    seen = {as_typed(word) for face in faces for word in (face.label, face.id or "", *face.names)}
    told = [word for word in order["in_charge"] if as_typed(word) in seen]
    return [*(name for name in order["organisers"] if name in people), *told]


def _answer(found: Examined, owners: Mapping[str, int], order: Order) -> dict[str, Any]:
    from closeknit.report import html, member

    return {
        "facts": facts_of(found, owners, order["zone"]),
        "page": inside(html.render(found)),
        "members_page": _ours(found, inside(member.render(found, names="hide"))),
    }


def _ours(found: Examined, page: str) -> str:
    """The page of the members with the community's own name: they know where they are; nobody else is named."""
    from markupsafe import escape

    from closeknit import language
    from closeknit.report.names import Names

    with language.using(found.language):
        return page.replace(str(escape(Names(found, "hide").title)), str(escape(found.title)))


def inside(page: str) -> str:
    """What stands between <main> and </main> of a page of the library: the house has its own frame."""
    start = page.index(">", page.index("<main")) + 1
    return page[start : page.rindex("</main>")].strip()


def _matched(
    faces: Sequence[KnownFace], claimed: Sequence[tuple[str, str, int, str]]
) -> tuple[dict[str, list[str]], dict[str, int]]:
    """What the house's members are called → labels of their faces here, and label → person.

    A claimed face is an account id or a shown name. A name that several accounts show means none of them.
    """
    by_word: dict[tuple[str, str], set[str]] = {}
    for face in faces:
        for word in {face.id or "", *face.names} - {""}:
            for carrier in (face.carrier, ""):
                by_word.setdefault((carrier, word), set()).add(face.label)
    people: dict[str, list[str]] = {}
    owners: dict[str, int] = {}
    called: dict[str, int] = {}
    for carrier, handle, person, name in claimed:
        labels = by_word.get((carrier, handle), set())
        if len(labels) != 1:
            continue
        label = next(iter(labels))
        if owners.setdefault(label, person) != person:
            continue
        unique = name if called.setdefault(name, person) == person else f"{name} #{person}"
        people.setdefault(unique, [])
        if label not in people[unique]:
            people[unique].append(label)
    return {name: labels for name, labels in people.items() if labels}, owners


def _months(first: str | None, last: str | None) -> list[date]:
    return month_ends(first, last, MOST_MONTHS) if first and last else []


def _seal(archive: Archive, until: date, order: Order, people: Mapping[str, Sequence[str]]) -> str:
    """Changes exactly when something changes from which the month's examination is made."""
    month = until.strftime("%Y-%m")
    files = sorted([f.chat, f.month, f.path, f.size] for f in archive.files() if f.month <= month)
    beside = [table.version for table in archive.beside.tables.values()]
    made = [files, beside, order["zone"], order["runs"], order["title"], sorted(people.items()), order["version"]]
    return hashlib.sha256(json.dumps(made, ensure_ascii=True).encode()).hexdigest()[:32]
