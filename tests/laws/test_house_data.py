"""Whatever the house stores about a person, she can see and take away: every column that holds a person's id is asked
by one of the queries that `members.stores` knows."""

from collections.abc import Iterator
from typing import Any

import pytest

from closeknit.house.core.features import installed
from closeknit.house.features.api.portable import shape
from closeknit.house.features.members.selectors import elsewhere

NOBODY, NOWHERE = 987_654_321, 123_456_789


def asked(node: Any) -> Iterator[tuple[str, str]]:
    """(table, column) of the conditions of a query that compare with the person."""
    for child in node.children:
        if hasattr(child, "children"):
            if not child.negated:
                yield from asked(child)
        elif child.rhs == NOBODY:
            yield child.lhs.target.model._meta.label, child.lhs.target.attname


def queries() -> Iterator[tuple[str, str, Any]]:
    for room, told in elsewhere.told(NOWHERE, NOBODY).items():
        for what, rows in told.items():
            yield room, what, rows


def held() -> set[tuple[str, str]]:
    models = [model for feature in installed() for model in feature.get_models()]
    return {(m._meta.label, column) for m in models for column in shape.people_columns(m)}


def test_every_column_that_holds_a_person_is_told_to_her() -> None:
    known = {pair for _room, _what, rows in queries() for pair in asked(rows.query.where)}
    assert not held() - known, "say it through members.api.stores in the feature's receivers.py"


def test_no_query_tells_a_secret() -> None:
    """Hashes and half keys are nobody's data, and open things."""
    secret = {
        "digest",
        "letter_digest",
        "nonce",
        "password",
        "credential",
        "handle",
        "public_key",
        "address_key",
        "salt",
    }
    told = {(room, name) for room, _what, rows in queries() for name in rows.query.values_select}
    assert not [pair for pair in told if pair[1] in secret]


@pytest.mark.parametrize(("room", "what"), [(room, what) for room, what, _rows in queries()])
def test_a_query_asks_for_one_person_in_one_community(room: str, what: str) -> None:
    rows = elsewhere.told(NOWHERE, NOBODY)[room][what]
    text = str(rows.query)
    assert str(NOBODY) in text
    assert room == "account" or str(NOWHERE) in text
