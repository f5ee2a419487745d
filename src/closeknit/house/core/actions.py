"""An action is the only way to write: one transaction, a named actor, a journal line, the event on commit.

    @action(may="charter.adopt")
    def adopt(*, actor: Viewer, now: datetime, purpose: str) -> int:
        ...rules, write...
        journal.note("charter.adopted", actor=actor, now=now, object=("charter", charter.id))
        return charter.id

All parameters are keyword-only and `actor` and `now` come first; a draw of luck comes in as `rng`. Rows are looked
up by `community_id=actor.community_id`, so that an id of another community is not there.
"""

import functools
import inspect
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from closeknit.house.core import journal


class Unjournalled(RuntimeError):
    """A bug: an action ended well without having said in the journal what it did."""


def action[**P, R](*, may: str | None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function an action that asks for the permission `may` (None: it asks by itself)."""

    def wrap(function: Callable[P, R]) -> Callable[P, R]:
        parameters = inspect.signature(function).parameters
        if not {"actor", "now"} <= set(parameters) or any(
            p.kind is not inspect.Parameter.KEYWORD_ONLY for p in parameters.values()
        ):
            raise TypeError(f"{function.__qualname__}: an action takes keywords only, among them actor and now")

        @functools.wraps(function)
        def acted(*args: P.args, **words: P.kwargs) -> R:
            actor: Any = words["actor"]
            if may is not None:
                actor.must(may)
            with transaction.atomic(), _journalled(function.__qualname__):
                return function(*args, **words)

        acted.__dict__["may"] = may
        return acted

    return wrap


@contextmanager
def _journalled(name: str) -> Any:
    outer = journal._count.get()
    count = [0]
    token = journal._count.set(count)
    try:
        yield
    finally:
        journal._count.reset(token)
    if not count[0]:
        raise Unjournalled(name)
    if outer is not None:
        outer[0] += count[0]
