"""What happened, told after the commit to whoever listens.

A feature's `receivers.py` says `@events.on("admission.admitted")`; it runs in the request that made the event,
after its commit, and therefore only starts jobs or other actions. A receiver that breaks is logged and breaks
nothing else.

What nobody would notice if it were lost is told `surely`: a job is written with the deed, and taken back when every
receiver has heard. Where one broke, or the process was killed before, the job tells all of them again.
"""

import logging
from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from closeknit.house.core import jobs
from closeknit.house.core.models import Job

SOON: Final = timedelta(minutes=1)
"""How long receivers have before they are told again."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One journal line, as told to listeners."""

    verb: str
    at: datetime
    community_id: int | None
    actor_id: int | None
    kind: str
    object_id: str
    whom_id: int | None
    why: str


type Listener = Callable[[Event], None]
_listeners: dict[str, list[Listener]] = defaultdict(list)
_sure: set[str] = set()


def on(*verbs: str, surely: bool = False) -> Callable[[Listener], Listener]:
    """Listen to events with these verbs; `"*"` hears all. A receiver that is told `surely` may hear the same twice,
    and the second time changes nothing; so do the others of that verb."""

    def register(listener: Listener) -> Listener:
        for verb in verbs:
            _listeners[verb].append(listener)
        if surely:
            _sure.update(verbs)
        return listener

    return register


def publish(event: Event) -> None:
    """Tell the listeners once the transaction in course is committed."""
    if not (_listeners[event.verb] or _listeners["*"]):
        return
    again: Any = None
    if event.verb in _sure:
        words = asdict(event) | {"at": event.at.isoformat()}
        again = tell_again.using(run_after=jobs.now() + SOON).enqueue(**words)

    def told() -> None:
        if not _tell(event) and again is not None:
            Job.objects.filter(id=again.id, state="READY").delete()

    transaction.on_commit(told, robust=True)


def _tell(event: Event) -> list[Exception]:
    """Tell every listener; what broke."""
    broken: list[Exception] = []
    for listener in (*_listeners[event.verb], *_listeners["*"]):
        try:
            listener(event)
        except Exception as error:  # noqa: BLE001 - one that breaks keeps nothing from the others
            _log.exception("a receiver of %s broke", event.verb)
            broken.append(error)
    return broken


@jobs.task
def tell_again(*, at: str, **words: Any) -> None:
    """Whoever should have heard of it did not, or not for sure."""
    if broken := _tell(Event(at=datetime.fromisoformat(at), **words)):
        raise broken[0]
