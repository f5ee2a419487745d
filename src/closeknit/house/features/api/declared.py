"""What `/api/v1` can do, said once: the addresses and the description are both made from it.

    @operation("PATCH", "/deeds/{deed_id}", scope="deeds.write", answers=shapes.Deed, body=shapes.DeedChange)
    def change_deed(call: Call, deed_id: int) -> shapes.Deed:
        \"\"\"It is done, let go, taken up again, or put off.\"\"\"

The docstring's first line is the operation's summary.
"""

import inspect
import re
import zoneinfo
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.utils import timezone

from closeknit.house.core.permissions import Viewer
from closeknit.house.features.communities import api as communities

BLANK: Final = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Who asks for what: `viewer` is the key's maker in her community; `body` and `query` have been looked at."""

    viewer: Viewer
    token_id: int
    scopes: Sequence[str]
    now: datetime
    body: Any = None
    query: Any = None

    @property
    def community_id(self) -> int:
        """The community that the key opens a part of."""
        return self.viewer.community_id or 0

    def today(self) -> date:
        """The day it is in the community."""
        name = communities.card(self.community_id).time_zone
        try:
            zone = zoneinfo.ZoneInfo(name) if name else None
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            zone = None
        return timezone.localdate(self.now, zone or timezone.get_default_timezone())


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method of one address."""

    method: str
    path: str
    name: str
    """The address's name: the same for every method of a path."""
    scope: str
    summary: str
    view: Callable[..., Any]
    answers: Any
    """The shape of what is answered; None: nothing (204)."""
    body: Any
    """The shape of the body; `bytes` for plain bytes, None for none."""
    query: Any
    status: int
    guarded: str
    """The path whose ETag `If-Match` is compared with; "" where nothing is."""
    match_needed: bool

    @property
    def ident(self) -> str:
        """How programs call it."""
        return self.view.__name__

    @property
    def writes(self) -> bool:
        """Whether it changes something."""
        return self.method != "GET"


OPERATIONS: Final[dict[tuple[str, str], Operation]] = {}
"""(path, method) → what is done."""


def operation(
    method: str, path: str, *, scope: str = "", answers: Any = None, body: Any = None, query: Any = None,
    status: int = 0, guarded: str = "", match_needed: bool | None = None,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:  # fmt: skip
    """Declare `view(call, **words)`; PATCH and DELETE are guarded by their own path's GET and need an `If-Match`."""

    def declare(view: Callable[..., Any]) -> Callable[..., Any]:
        changes = method in {"PATCH", "DELETE"}
        needed = changes if match_needed is None else match_needed
        OPERATIONS[path, method] = Operation(
            method=method, path=path, name=_name(path), scope=scope, summary=_summary(view), view=view,
            answers=answers, body=body, query=query, status=status or (200 if answers is not None else 204),
            guarded=guarded or (path if changes else ""), match_needed=needed,
        )  # fmt: skip
        return view

    return declare


def by_path() -> Mapping[str, Mapping[str, Operation]]:
    """Path → method → operation, in the order of their declaration."""
    found: dict[str, dict[str, Operation]] = {}
    for (path, method), declared in OPERATIONS.items():
        found.setdefault(path, {})[method] = declared
    return found


def _name(path: str) -> str:
    """`/histories/{upload_id}/files/{file_id}` → `v1-histories-files-one`."""
    parts = [part for part in path.strip("/").split("/") if not part.startswith("{")]
    return "-".join(["v1", *parts, *(["one"] if path.endswith("}") else [])])


def _summary(view: Callable[..., Any]) -> str:
    return (inspect.getdoc(view) or "").split("\n\n")[0].replace("\n", " ")
