"""An import carried out, piece by piece."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from itertools import batched
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from closeknit.house.core import bulk, journal, uploads
from closeknit.house.features.accounts import api as accounts
from closeknit.house.features.communities import api as communities
from closeknit.house.features.members import rules
from closeknit.house.features.members.actions import kept
from closeknit.house.features.members.importing import reading
from closeknit.house.features.members.importing.reading import Bad, Entry
from closeknit.house.features.members.importing.running import A_PIECE, inside
from closeknit.house.features.members.models import Consent, Face, Field, Import, Profile
from closeknit.house.features.members.rules import Shown

_PROFILE: Final = (
    "community_id", "person_id", "name", "name_shown", "number", "made_by_id", "joined_at", "changed_at", "run_id",
    "level", "mail", "gives", "needs", "looks", "sorts", "for_organisers", "for_members",
)  # fmt: skip
_FIELD: Final = ("profile_id", "key", "text", "shown", "set_at", "run_id")
_FACE: Final = (
    "profile_id", "community_id", "carrier", "handle", "folded", "shown", "claimed_at", "claimed_by_id", "run_id",
    "confirmed_at", "confirmed_by_id",
)  # fmt: skip
MOST_TOLD: Final = 30
"""Rows that are named as left out, the others are counted; half of them may be rows that merely lost something."""


def carry_out(import_id: int, now: datetime) -> None:
    """Carry an import out from where it stands; safe to be called again after it broke off."""
    run = Import.objects.filter(id=import_id, state="running").first()
    if run is None:
        return
    found = reading.table(uploads.fetch(run.upload), run.suffix)
    if found is None:
        return
    columns = {int(at): target for at, target in run.columns.items()}
    many = Counter(e.name for e in reading.entries(found, columns) if isinstance(e, Entry))
    piece: list[Entry | Bad] = []
    for at, entry in enumerate(reading.entries(found, columns)):
        if at < run.at_row:
            continue
        piece.append(entry)
        if len(piece) == A_PIECE:
            if not _take_piece(run, piece, many, now):
                return
            piece = []
    if not piece or _take_piece(run, piece, many, now):
        _end(run, now)


def _take_piece(run: Import, piece: Sequence[Entry | Bad], many: Counter[str], now: datetime) -> bool:
    """Take some rows in, in one transaction; False where another worker was first."""
    people = [e for e in piece if isinstance(e, Entry)]
    lost = [e for e in piece if isinstance(e, Bad)]
    with transaction.atomic():
        told = _told(run.told, piece)
        here = Import.objects.filter(id=run.id, state="running", at_row=run.at_row)
        if not here.update(at_row=F("at_row") + len(piece), left_out=F("left_out") + len(lost), told=told):
            return False
        known = _known(run, people, many)
        fresh = [e for at, e in enumerate(people) if at not in known]
        _make(run, fresh, now)
        filled = _fill(run, [(known[at], e) for at, e in enumerate(people) if at in known], now)
        Import.objects.filter(id=run.id).update(made=F("made") + len(fresh), filled=F("filled") + filled)
    run.refresh_from_db()
    return True


def _told(known: Sequence[Mapping[str, Any]], piece: Sequence[Entry | Bad]) -> list[Mapping[str, Any]]:
    """The rows that are named, with those of a piece."""
    told = list(known)
    for entry in piece:
        code, most = (entry.code, MOST_TOLD) if isinstance(entry, Bad) else (entry.doubt, MOST_TOLD // 2)
        if code and len(told) < most:
            told.append({"line": entry.line, "code": code})
    return told


def _known(run: Import, people: Sequence[Entry], many: Counter[str]) -> dict[int, int]:
    """Place in the piece → profile that is the same person: by number, by mail address, by a name borne once."""
    present = Profile.objects.filter(community_id=run.community_id, left_at__isnull=True)
    by_number = dict(
        present.filter(number__in=[e.number for e in people if e.number]).exclude(number="").values_list("number", "id")
    )
    mails = {rules.tidy_mail(e.texts.get("email", "")) for e in people} - {""}
    others = present.exclude(run=run)
    by_mail = _unique(others.filter(mail__in=mails).exclude(mail="").values_list("mail", "id"))
    by_name: dict[str, int] = {}
    if run.same_name_is_same:
        sure = {e.name for e in people if many[e.name] == 1}
        names = others.filter(looks__in={rules.skeleton(name) for name in sure}, name__in=sure)
        by_name = _unique(names.values_list("name", "id"))
    found: dict[int, int] = {}
    for at, entry in enumerate(people):
        same = by_number.get(entry.number) if entry.number else None
        same = same or by_mail.get(rules.tidy_mail(entry.texts.get("email", "")))
        if same is None:
            same = by_name.get(entry.name)
        if same is not None and same not in found.values():
            found[at] = same
    return found


def _unique(pairs: Any) -> dict[str, int]:
    told = list(pairs)
    count = Counter(key for key, _id in told)
    return {key: ident for key, ident in told if count[key] == 1}


def _at(day: date | None, now: datetime) -> datetime:
    at = datetime.combine(day, time(4), UTC) if day else now
    return min(at, now)


def _make(run: Import, people: Sequence[Entry], now: datetime) -> None:
    if not people:
        return
    actor = inside(run)
    ids = accounts.make_people(actor=actor, now=now, names=[e.name for e in people])
    joined = {ident: _at(e.joined, now) for ident, e in zip(ids, people, strict=True)}
    communities.join_many(actor=actor, now=now, joined=joined)
    numbers: set[str] = set(
        Profile.objects.filter(
            community_id=run.community_id, left_at__isnull=True, number__in=[e.number for e in people if e.number]
        ).values_list("number", flat=True)
    )
    profiles = []
    for ident, entry in zip(ids, people, strict=True):
        number = "" if entry.number in numbers else entry.number
        numbers.add(number)
        profile = Profile(
            community_id=run.community_id, person_id=ident, name=entry.name, name_shown=run.name_shown, number=number,
            made_by_id=run.made_by_id, joined_at=joined[ident], changed_at=now, run=run,
            level=rules.level_at(joined[ident], now),
        )  # fmt: skip
        shown = Shown.MEMBERS if entry.agreed else Shown.ORGANISERS
        texts = [(text, _shown(key, entry)) for key, text in entry.texts.items()]
        kept.fill(profile, [*texts, *((handle, shown) for _carrier, handle in entry.faces)])
        profile.mail = rules.tidy_mail(entry.texts.get("email", ""))
        profile.gives, profile.needs = (entry.agreed and key in entry.texts for key in ("offer", "need"))
        profiles.append(profile)
    bulk.insert(Profile, _PROFILE, ([getattr(profile, name) for name in _PROFILE] for profile in profiles))
    made = dict(Profile.objects.filter(community_id=run.community_id, person_id__in=ids).values_list("person_id", "id"))
    _add(run, [(made[ident], entry) for ident, entry in zip(ids, people, strict=True)], now)


def _shown(key: str, entry: Entry) -> Shown:
    """Members see what the roster says that she agreed to; how she came stays with the organisers."""
    return Shown.MEMBERS if entry.agreed and key not in {"how", "brought"} else Shown.ORGANISERS


def _add(run: Import, pairs: Sequence[tuple[int, Entry]], now: datetime) -> None:
    """Fields, faces and consents of profiles that have none of these yet."""
    fields: list[tuple[Any, ...]] = []
    consents: list[tuple[Any, ...]] = []
    faces: dict[tuple[str, str], list[tuple[int, str, int]]] = {}
    wording = _("The roster says that the person agreed.")
    for profile, entry in pairs:
        shown = int(Shown.MEMBERS if entry.agreed else Shown.ORGANISERS)
        for key, text in entry.texts.items():
            to = int(_shown(key, entry))
            fields.append((profile, key, text, to, now, run.id))
            if to == Shown.MEMBERS:
                consents.append((profile, key, shown, wording, now, run.made_by_id))
        for carrier, handle in entry.faces:
            folded = rules.handle_key(handle)
            if folded:
                faces.setdefault((carrier, folded), []).append((profile, handle, shown))
    bulk.insert(Field, _FIELD, fields)
    bulk.insert(Consent, ("profile_id", "key", "shown", "wording", "given_at", "given_by_id"), consents)
    taken = set(
        Face.objects.filter(
            community_id=run.community_id, folded__in=[f for _c, f in faces], confirmed_at__isnull=False
        ).values_list("carrier", "folded")
    )
    claims = (
        (profile, run.community_id, carrier, handle, folded, shown, now, run.made_by_id, run.id,
         *((now, run.made_by_id) if len(bearers) == 1 and (carrier, folded) not in taken else (None, None)))
        for (carrier, folded), bearers in faces.items()
        for profile, handle, shown in bearers
    )  # fmt: skip
    bulk.insert(Face, _FACE, claims, skip_conflicts=True)


def _fill(run: Import, pairs: Sequence[tuple[int, Entry]], now: datetime) -> int:
    """Add to profiles that exist what they do not say yet; nothing is overwritten. How many got something."""
    had: dict[int, set[str]] = {ident: set() for ident, _entry in pairs}
    for ident, key in Field.objects.filter(profile_id__in=had).values_list("profile_id", "key"):
        had[ident].add(key)
    fields = [
        (ident, key, text, int(Shown.ORGANISERS), now, run.id)
        for ident, entry in pairs
        for key, text in entry.texts.items()
        if key not in had[ident]
    ]
    bulk.insert(Field, _FIELD, fields)
    changed = {field[0] for field in fields}
    kept.refresh(changed)
    return len(changed)


def _end(run: Import, now: datetime) -> None:
    with transaction.atomic():
        _link_inviters(run)
        if Import.objects.filter(id=run.id, state="running").update(state="done", ended_at=now, upload=""):
            journal.note("members.imported", actor=inside(run), now=now, object=("import", run.id))
            _drop_file(run.upload)


def _link_inviters(run: Import) -> None:
    """Names of those who brought somebody become the people, where exactly one member bears the name."""
    rows = Field.objects.filter(run=run, key="brought", profile__run=run)
    told = list(rows.values_list("id", "profile_id", "text"))
    present = Profile.objects.filter(community_id=run.community_id, left_at__isnull=True)
    people: dict[str, int] = {}
    for names in batched({text for _f, _p, text in told}, A_PIECE):
        bearers = present.filter(looks__in={rules.skeleton(name) for name in names}, name__in=names)
        people |= _unique(bearers.values_list("name", "person_id"))
    for piece in batched(((f, p, people[text]) for f, p, text in told if text in people), A_PIECE):
        free = Profile.objects.filter(id__in=[p for _f, p, _w in piece], brought_by_id=None)
        persons = dict(free.values_list("id", "person_id"))
        bulk.update(Profile, ("brought_by_id",), [(p, who) for _f, p, who in piece if persons.get(p, who) != who])
        Field.objects.filter(id__in=[f for f, _p, _w in piece]).delete()


def _drop_file(name: str) -> None:
    if name and not Import.objects.filter(upload=name).exists():
        transaction.on_commit(lambda: uploads.drop(name), robust=True)


def give_up(import_id: int, now: datetime) -> None:
    """An import that cannot go on: what it has done stays and can be taken back as `done`."""
    for run in Import.objects.filter(id=import_id, state="running"):
        with transaction.atomic():
            Import.objects.filter(id=run.id, state="running").update(
                state="done" if run.at_row else "failed", ended_at=now, upload=""
            )
            journal.note("members.import_failed", actor=inside(run), now=now, object=("import", run.id))
            _drop_file(run.upload)


def stuck(before: datetime) -> list[int]:
    """Imports that were begun long ago and never ended, because their job failed for good."""
    return list(Import.objects.filter(state="running", made_at__lt=before).values_list("id", flat=True))
