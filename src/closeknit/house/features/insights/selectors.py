"""What may be read of insights."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404

from closeknit.house.core.permissions import Viewer
from closeknit.house.core.prepared import given, prepared
from closeknit.house.features.insights import receiving, rules, workroom
from closeknit.house.features.insights.models import File, InCharge, Report, Seen, Store, Taken, Upload

PAGE = 20
MONTHS = 24


@dataclass(frozen=True, slots=True)
class StoreCard:
    """Where the histories of a community lie, for jobs."""

    id: int
    community_id: int
    folder: str
    salt: str
    whole: str
    revision: int
    examined: str


@dataclass(frozen=True, slots=True)
class UploadCard:
    """An upload."""

    id: int
    by_id: int | None
    begun_at: datetime
    moved_at: datetime
    state: str
    whose: str
    ground: str
    keep_until: date
    language: str
    pasted: bool
    bytes: int
    read_bytes: int
    told: Mapping[str, Any]
    answer: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FileCard:
    """A file of an upload, and how much of it has come."""

    id: int
    name: str
    size: int
    come: int


@dataclass(frozen=True, slots=True)
class ReportCard:
    """An examination without its pages."""

    id: int
    month: str
    language: str
    made_at: datetime
    word: str
    facts: Mapping[str, Any]


_STORE = tuple(StoreCard.__dataclass_fields__)
_UPLOAD = tuple(UploadCard.__dataclass_fields__)
_REPORT = tuple(ReportCard.__dataclass_fields__)
_of_month = prepared(
    lambda: Report.objects.filter(store__community_id=given("community"), month=given("month")).values_list(*_REPORT)
)


def store(community_id: int | None) -> StoreCard | None:
    """None where nothing was ever uploaded. For jobs and actions; it says nothing that a page shows."""
    row = Store.objects.filter(community_id=community_id).values_list(*_STORE).first()
    return StoreCard(*row) if row else None


def uploads(viewer: Viewer, number: Any = 1) -> Page:
    """The uploads, the newest first."""
    viewer.must("insights.keep")
    rows = Upload.objects.filter(store__community_id=viewer.community_id).order_by("-id")
    page = Paginator(rows.values_list(*_UPLOAD), PAGE).get_page(number)
    page.object_list = [UploadCard(*row) for row in page.object_list]
    return page


def file_names(viewer: Viewer, upload_ids: Sequence[int]) -> Mapping[int, list[str]]:
    """Names of the files by upload, in one query."""
    viewer.must("insights.keep")
    found: dict[int, list[str]] = {}
    rows = File.objects.filter(upload__store__community_id=viewer.community_id, upload_id__in=list(upload_ids))
    for upload_id, name in rows.order_by("id").values_list("upload_id", "name")[:200]:
        found.setdefault(upload_id, []).append(name)
    return found


def upload(viewer: Viewer, upload_id: int) -> UploadCard:
    """One upload; 404 where it is not of this community."""
    viewer.must("insights.keep")
    row = Upload.objects.filter(store__community_id=viewer.community_id, id=upload_id).values_list(*_UPLOAD).first()
    if row is None:
        raise Http404
    return UploadCard(*row)


def files(viewer: Viewer, upload_id: int) -> Sequence[FileCard]:
    """The files of an upload, with what has come of each."""
    viewer.must("insights.keep")
    rows = File.objects.filter(upload__store__community_id=viewer.community_id, upload_id=upload_id).order_by("id")
    found = rows.values_list("id", "name", "size", "upload__store__folder", "upload__state")
    return [
        FileCard(i, name, size, receiving.has_come(workroom.incoming(folder, upload_id), name)
                 if state == "receiving" else size)
        for i, name, size, folder, state in found
    ]  # fmt: skip


def place_of(viewer: Viewer, upload_id: int, file_id: int) -> tuple[str, str, int]:
    """Folder of the store, name and size of a file that is still coming; 404 otherwise."""
    viewer.must("insights.keep")
    rows = File.objects.filter(
        id=file_id, upload_id=upload_id, upload__store__community_id=viewer.community_id, upload__state="receiving"
    )
    row = rows.values_list("upload__store__folder", "name", "size").first()
    if row is None:
        raise Http404
    return row


def is_busy(viewer: Viewer) -> bool:
    """Whether something is being read right now."""
    rows = Upload.objects.filter(store__community_id=viewer.community_id)
    return rows.filter(state__in=("waiting", "reading", "leaving")).exists()


def newest(viewer: Viewer, language: str) -> ReportCard | None:
    """The newest examination, in this language where there is one."""
    return report(viewer, "", language)


def report(viewer: Viewer, month: str, language: str) -> ReportCard | None:
    """An examination, in this language where there is one."""
    viewer.must("insights.see")
    cards = [ReportCard(*row) for row in _of_month(community=viewer.community_id, month=month)]
    return next((card for card in cards if card.language == language), cards[0] if cards else None)


def months(viewer: Viewer, language: str, number: Any = 1) -> Page:
    """A page of (month, the month before or None), the newest first; of the facts only what a list shows."""
    viewer.must("insights.see")
    rows = Report.objects.filter(store__community_id=viewer.community_id).exclude(month="")
    named = rows.order_by("-month").values_list("month", flat=True).distinct()
    page = Paginator(named, MONTHS).get_page(number)
    listed = list(named[(page.number - 1) * MONTHS : page.number * MONTHS + 1])
    fields = ("id", "month", "language", "made_at", "word", "facts__conditions", "facts__word_title", "facts__messages",
              "facts__active")  # fmt: skip
    found: dict[str, ReportCard] = {}
    shown = rows.filter(month__in=listed).values_list(*fields)
    for i, month, lang, made, word, conditions, title, messages, active in shown:
        if month not in found or lang == language:
            facts = {"conditions": conditions, "word_title": title, "messages": messages, "active": active}
            found[month] = ReportCard(i, month, lang, made, word, facts)
    cards = [found[month] for month in listed]
    page.object_list = list(zip_longest(cards[:MONTHS], cards[1:]))
    return page


def page_of(viewer: Viewer, report_id: int) -> str:
    """The report as HTML of the library: with names for organisers, the version for members for everybody else."""
    viewer.must("insights.see")
    field = "page" if viewer.may("insights.keep") else "members_page"
    row = Report.objects.filter(store__community_id=viewer.community_id, id=report_id).values_list(field).first()
    if row is None:
        raise Http404
    return str(row[0])


def myself(viewer: Viewer) -> Mapping[str, Any] | None:
    """What the newest examination saw of the viewer herself; None where no face of hers is confirmed."""
    viewer.must("insights.see")
    rows = Seen.objects.filter(store__community_id=viewer.community_id, person_id=viewer.person_id)
    return rows.values_list("data", flat=True).first()


def seen(viewer: Viewer, query: str = "", number: Any = 1, *, first: str = "name") -> Page:
    """Everybody whose words are kept, by name, or (`first` "-data__said") whoever wrote most first."""
    viewer.must("insights.keep")
    rows = Seen.objects.filter(store__community_id=viewer.community_id)
    if query:
        rows = rows.filter(name__icontains=query)
    return Paginator(rows.order_by(first, "id").values("id", "name", "person_id", "labels", "data"), 50).get_page(
        number
    )


def in_charge(store_id: int) -> list[str]:
    """Who was said to run the group: labels and names."""
    return list(InCharge.objects.filter(store_id=store_id).order_by("id").values_list("word", flat=True))


def in_charge_here(viewer: Viewer) -> list[str]:
    """The same, of the viewer's community."""
    viewer.must("insights.keep")
    rows = InCharge.objects.filter(store__community_id=viewer.community_id).order_by("id")
    return list(rows.values_list("word", flat=True))


def one_seen(viewer: Viewer, seen_id: int) -> Mapping[str, Any]:
    """One of them; 404 otherwise."""
    viewer.must("insights.keep")
    row = (
        Seen.objects.filter(store__community_id=viewer.community_id, id=seen_id).values("id", "name", "labels").first()
    )
    if row is None:
        raise Http404
    return row


def taken(viewer: Viewer, marks: Sequence[str]) -> Mapping[str, int]:
    """Which remedies are deeds already: mark → deed."""
    rows = Taken.objects.filter(store__community_id=viewer.community_id, mark__in=list(marks))
    return dict(rows.values_list("mark", "deed_id"))


def reach(viewer: Viewer) -> tuple[str | None, int]:
    """The newest day of anything that is kept, and how many uploads are kept."""
    rows = Upload.objects.filter(store__community_id=viewer.community_id, state="kept")
    days = [answer.get("kept", {}).get("last") for (answer,) in rows.order_by("-id").values_list("answer")[:50]]
    return max((day for day in days if day), default=None), len(days)


def stuck(card: UploadCard, now: datetime) -> bool:
    """Whether an upload has been with the worker for so long that nobody may be working on it."""
    return card.state in {"waiting", "reading"} and now - card.moved_at > rules.STUCK_AFTER


def month_before(viewer: Viewer, card: ReportCard) -> ReportCard | None:
    """The examination of the last month that had ended before the newest day of another one."""
    viewer.must("insights.see")
    until = str(card.facts.get("until") or "")[:7]
    rows = Report.objects.filter(store__community_id=viewer.community_id, language=card.language, month__lt=until)
    row = rows.exclude(month="").order_by("-month").values_list(*_REPORT).first()
    return ReportCard(*row) if row else None


def stored(community_id: int, person_id: int) -> Mapping[str, Any]:
    """Queries of what is kept of a person: what she uploaded, and what was seen of her; her words lie in archives."""
    uploads = Upload.objects.filter(store__community_id=community_id, by_id=person_id)
    seen = Seen.objects.filter(store__community_id=community_id, person_id=person_id)
    return {
        "uploads": uploads.values("begun_at", "state", "whose", "ground", "keep_until", "bytes"),
        "seen": seen.values("name", "data"),
    }
