"""What other features store about a person: they say it here, so that one page tells all of it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

type Told = Sequence[Mapping[str, Any]]
type Teller = Callable[[int, int], Told]

_tellers: dict[str, tuple[Any, Teller]] = {}


def stores(name: str, label: Any) -> Callable[[Teller], Teller]:
    """Register what a feature stores: `function(community_id, person_id)` gives rows of plain values.

    In the feature's `receivers.py`, which is read when the house starts:

        @members.stores("deeds", gettext_lazy("Deeds"))
        def of(community_id: int, person_id: int) -> Told: ...

    The page "my data" counts the rows under `label`; the file that a member downloads holds them under `name`.
    """

    def register(teller: Teller) -> Teller:
        _tellers[name] = (label, teller)
        return teller

    return register


def elsewhere(community_id: int, person_id: int) -> Mapping[str, tuple[Any, Told]]:
    """Name → (label, rows) of every feature that stores something about the person."""
    told = {name: (label, teller(community_id, person_id)) for name, (label, teller) in _tellers.items()}
    return {name: (label, rows) for name, (label, rows) in told.items() if rows}
