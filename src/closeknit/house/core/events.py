"""What happened, told after the commit to whoever listens.

A feature's `receivers.py` says `@events.on("admission.admitted")`; it runs in the request that made the event,
after its commit, and therefore only starts jobs or other actions. A receiver that breaks is logged and breaks
nothing else.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction


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


def on(*verbs: str) -> Callable[[Listener], Listener]:
    """Listen to events with these verbs; `"*"` hears all."""

    def register(listener: Listener) -> Listener:
        for verb in verbs:
            _listeners[verb].append(listener)
        return listener

    return register


def publish(event: Event) -> None:
    """Tell the listeners once the transaction in course is committed."""
    for listener in (*_listeners[event.verb], *_listeners["*"]):
        transaction.on_commit(lambda listener=listener: listener(event), robust=True)
