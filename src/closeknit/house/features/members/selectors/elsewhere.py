"""What every room stores about a person: it says it here, so that one page and one file tell all of it."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Value

type Told = Mapping[str, Any]
"""What it is → a query of rows of plain values, read only when somebody asks."""
type Teller = Callable[[int, int], Told]

_tellers: dict[str, tuple[Any, Teller]] = {}


def stores(name: str, label: Any) -> Callable[[Teller], Teller]:
    """Register what a feature stores about a person in a community, in its `receivers.py`:

        @members.stores("deeds", gettext_lazy("Deeds"))
        def stored(community_id: int, person_id: int) -> Mapping[str, Any]:
            return {"to_do": Deed.objects.filter(community_id=community_id, person_id=person_id).values("title", "due")}

    The page "my data" counts the rows under `label`; the file that a member downloads holds them under `name`. A law
    fails for a column that holds a person's id and by which no such query asks.
    """

    def register(teller: Teller) -> Teller:
        _tellers[name] = (label, teller)
        return teller

    return register


def told(community_id: int, person_id: int) -> Mapping[str, Told]:
    """Every feature's queries, by its name."""
    return {name: teller(community_id, person_id) for name, (_label, teller) in _tellers.items()}


def counted(community_id: int, person_id: int) -> list[tuple[Any, int]]:
    """(label, how many rows) of every feature that stores something about the person; in one query."""
    rooms = [
        rows.order_by().values_list(Value(name))
        for name, queries in told(community_id, person_id).items()
        for rows in queries.values()
    ]
    counts = Counter(name for (name,) in rooms[0].union(*rooms[1:], all=True)) if rooms else Counter()
    return [(label, counts[name]) for name, (label, _teller) in _tellers.items() if counts[name]]
