"""Everything that organisers may take away, row by row."""

from collections.abc import Iterator, Sequence
from typing import Any

from closeknit.house.core.permissions import Viewer
from closeknit.house.features.communities import api as communities
from closeknit.house.features.members.models import Absence, Acceptance, Consent, Face, Field, LevelChange, Profile
from closeknit.house.features.members.rules import Shown
from closeknit.house.features.members.selectors.directory import roles_of
from closeknit.house.features.members.selectors.reach import keeps, led

_A_PIECE = 500
_COLUMNS = ("id", "person_id", "name", "name_shown", "number", "level", "chapter_id", "chapter__name", "joined_at",
            "changed_at", "claimed_at", "left_at", "brought_by_id")  # fmt: skip
_PARTS = (
    ("fields", Field, ("key", "text", "shown", "set_at")),
    ("faces", Face, ("carrier", "handle", "shown", "claimed_at", "confirmed_at")),
    ("consents", Consent, ("key", "shown", "wording", "given_at", "withdrawn_at")),
    ("absences", Absence, ("since", "until", "reason", "asked_at", "ended_at")),
    ("levels", LevelChange, ("was", "is_now", "at")),
    ("acceptances", Acceptance, ("number", "at")),
)


def may_export(viewer: Viewer) -> bool:
    """Whether the viewer may take away a list: of all, or of the chapters that she organises."""
    return keeps(viewer) or bool(led(viewer))


def everything(viewer: Viewer, *, parts: Sequence[str] = ()) -> Iterator[dict[str, Any]]:
    """Each profile that the viewer looks after, those who left among them, by id; nine queries for 500 profiles.

    What a person shows to nobody is left out. `parts` names the tables below a profile; none means all.
    """
    ours = led(viewer)
    rows = Profile.objects.filter(community_id=viewer.community_id, forgotten_at__isnull=True)
    if not keeps(viewer):
        rows = rows.filter(chapter_id__in=ours)
    last = 0
    while piece := list(rows.filter(id__gt=last).order_by("id").values(*_COLUMNS)[:_A_PIECE]):
        last = piece[-1]["id"]
        held = communities.memberships(viewer.community_id or 0, [row["person_id"] for row in piece])
        below: dict[int, dict[str, list[Any]]] = {row["id"]: {} for row in piece}
        for name, model, columns in _PARTS:
            if parts and name not in parts:
                continue
            told = model.objects.filter(profile_id__in=below).order_by("id")
            if "shown" in columns:
                told = told.filter(shown__gte=Shown.ORGANISERS)
            for row in told.values("profile_id", *columns):
                below[row.pop("profile_id")].setdefault(name, []).append(row)
        for row in piece:
            yield {**row, "roles": roles_of(held.get(row["person_id"])), **below[row["id"]]}
