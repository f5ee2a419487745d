"""Who may do what, and where: one table, to which each feature's `apps.py` gives its lines.

A line is `"feature.deed": {role: where}`. A person's roles in a community are a set (an organiser is also a
member, a person and a visitor), and the widest `where` that any of them has is what counts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import Final

from django.http import Http404


class Role(StrEnum):
    """What somebody is, in one community or (VISITOR, PERSON, KEEPER) in the whole house."""

    VISITOR = "visitor"
    PERSON = "person"
    """Signed in, whoever it is."""
    APPLICANT = "applicant"
    MEMBER = "member"
    HOST = "host"
    """Backbone: holds sessions and gatherings, looks after newcomers."""
    REVIEWER = "reviewer"
    """Backbone: keeps the gate."""
    EDITOR = "editor"
    """Backbone: supplies what is not public."""
    TREASURER = "treasurer"
    """Backbone: keeps the books."""
    ORGANISER = "organiser"
    KEEPER = "keeper"
    """Runs the house itself: founds communities, sees its checks. No right inside any community."""


class Where(IntEnum):
    """How far a permission reaches; wider is greater."""

    NOWHERE = 0
    OWN = 1
    """What belongs to oneself."""
    CHAPTER = 2
    """What belongs to one's chapter."""
    COMMUNITY = 3
    """Everything in the community (or in the house, for roles of the house)."""


BACKBONE: Final = (Role.HOST, Role.REVIEWER, Role.EDITOR, Role.TREASURER)
"""The roles that a member may hold beside being a member."""

_IMPLIED: Final = {
    Role.PERSON: (Role.VISITOR,),
    Role.APPLICANT: (Role.VISITOR, Role.PERSON),
    Role.KEEPER: (Role.VISITOR, Role.PERSON),
    **dict.fromkeys((Role.MEMBER, *BACKBONE), (Role.VISITOR, Role.PERSON, Role.MEMBER)),
    Role.ORGANISER: (Role.VISITOR, Role.PERSON, Role.MEMBER),
}

_table: dict[str, Mapping[Role, Where]] = {}


def enter(lines: Mapping[str, Mapping[Role, Where]]) -> None:
    """Add a feature's lines; the same permission twice is a bug."""
    for name, line in lines.items():
        if _table.setdefault(name, line) is not line:
            raise ValueError(f"permission {name} is entered twice")


def table() -> Mapping[str, Mapping[Role, Where]]:
    """The whole table, read only."""
    return MappingProxyType(_table)


def with_implied(roles: Iterable[Role]) -> frozenset[Role]:
    """The roles together with those that they include."""
    own = set(roles) | {Role.VISITOR}
    return frozenset(own.union(*(_IMPLIED.get(role, ()) for role in own)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Whoever looks or acts: a person (or nobody, or the house itself) with roles in one community.

    `community_id` None means the house as a whole. Every action takes one as `actor`, every selector as `viewer`.
    """

    person_id: int | None = None
    community_id: int | None = None
    chapter_id: int | None = None
    roles: frozenset[Role] = field(default=frozenset({Role.VISITOR}))
    system: bool = False
    """The house itself acts: a job, a receiver. It may do everything and is nobody."""

    def reach(self, permission: str) -> Where:
        """How far `permission` reaches for this viewer; an unknown permission is a bug (KeyError)."""
        line = _table[permission]
        if self.system:
            return Where.COMMUNITY
        return max((line.get(role, Where.NOWHERE) for role in self.roles), default=Where.NOWHERE)

    def may(self, permission: str, *, owner: int | None = None, chapter: int | None = None) -> bool:
        """Whether the viewer may; name the owner or the chapter of the thing where the reach may end there.

        Without either it asks whether the viewer may at all, somewhere.
        """
        reach = self.reach(permission)
        if owner is None and chapter is None:
            return reach > Where.NOWHERE
        mine = owner is not None and owner == self.person_id
        ours = chapter is not None and chapter == self.chapter_id
        return reach == Where.COMMUNITY or (reach == Where.CHAPTER and (mine or ours)) or (reach == Where.OWN and mine)

    def must(self, permission: str, *, owner: int | None = None, chapter: int | None = None) -> None:
        """Raise the same 404 as for what is not there, unless the viewer may."""
        if not self.may(permission, owner=owner, chapter=chapter):
            raise Http404


def the_house(community_id: int | None = None) -> Viewer:
    """The actor of jobs and receivers."""
    return Viewer(community_id=community_id, system=True)
