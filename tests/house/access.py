"""The table of who gets what at which address: each feature's rows stand in tests/house/FEATURE/access.py.

    ROWS = [
        row("charter:page", EVERYONE),
        row("charter:edit", ORGANISERS, post={"purpose": "…"}),
        row("members:profile", MEMBERS, words=lambda world: {"id": world.people["member"]}),
    ]

A number is the status of a GET; with `post` a POST is tried too, and ends as `posted` where the number is 200. 302 is
the way to the sign-in page, 404 both "not there" and "not yours".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

ROLES: Final = ("visitor", "newcomer", "applicant", "member", "host", "stranger", "organiser", "rival")
"""Nobody; signed in, in no community; at the gate; member; backbone; elsewhere a member; organiser; elsewhere one."""

EVERYONE: Final = dict.fromkeys(ROLES, 200)
SIGNED_IN: Final = EVERYONE | {"visitor": 302}
NOBODY_ELSE: Final = dict.fromkeys(ROLES, 404) | {"visitor": 302}
MEMBERS: Final = NOBODY_ELSE | dict.fromkeys(("member", "host", "organiser"), 200)
ORGANISERS: Final = NOBODY_ELSE | {"organiser": 200}
HOSTS: Final = ORGANISERS | {"host": 200}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One address. `words` gives the address's parameters (`slug` is added); `only` is "post" where GET is 405.

    `posted` is the status of a POST by those whose number is 200: 303 after a deed, 422 for a form with errors.
    `make(world)` runs once before each try, to make what the address shows.
    """

    name: str
    statuses: Mapping[str, int]
    words: Callable[[Any], Mapping[str, Any]] = lambda _world: {}
    make: Callable[[Any], None] | None = None
    post: Mapping[str, Any] | None = None
    posted: int = 303
    only: str = ""
    query: str = ""


def row(name: str, statuses: Mapping[str, int], **words: Any) -> Row:
    """A row; shorter to read in a table."""
    return Row(name=name, statuses=statuses, **words)
