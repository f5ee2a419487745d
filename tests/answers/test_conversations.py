"""What an opening message set going is one conversation."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from closeknit.answers.conversations import Conversations, conversations
from closeknit.answers.linking import link
from closeknit.answers.links import GROUNDS, INFERRED, Links
from closeknit.records.rows import NO_TIME, Rows
from tests.answers.conversation import SECOND, START, history


def links(*triples: tuple[int, int, float]) -> Links:
    """Inferred links (child, parent, probability)."""
    child, parent, probability = (np.array(column) for column in zip(*triples)) if triples else (np.empty(0),) * 3
    return Links(
        child.astype(np.int64), parent.astype(np.int64), probability.astype(np.float32),
        np.full(len(child), INFERRED, np.int8), "quick",
    )  # fmt: skip


def told(rows: Rows, found: Conversations) -> list[tuple[list[int], list[str], bool]]:
    """Rows, names, and whether it was answered."""
    return [
        (found.rows_of(i).tolist(), [rows.people[p].name for p in found.people_of(i)], bool(found.answered[i]))
        for i in range(len(found))
    ]


def test_two_conversations_that_run_side_by_side() -> None:
    rows = history(
        """
        Lin> 週六誰去圖書館？
        Mei> 有人看到我的傘嗎？
        Wang> 我去
        Ann> 在門口
        Lin> 三點見
        Mei> 晚安
        """,
        {2: {"reply_to": "0"}, 3: {"reply_to": "1"}, 4: {"reply_to": "2"}},
    )
    found = conversations(link(rows, inference="none"), rows)
    assert told(rows, found) == [
        ([0, 2, 4], ["Lin", "Wang"], True),
        ([1, 3], ["Mei", "Ann"], True),
        ([5], ["Mei"], False),
    ]
    assert found.of_row.tolist() == [0, 1, 0, 1, 0, 2]
    assert found.opener.tolist() == [0, 1, 5]
    assert [rows.people[p].name for p in found.opened_by] == ["Lin", "Mei", "Mei"]
    assert found.start.tolist() == [START, START + 10 * SECOND, START + 50 * SECOND]
    assert found.end.tolist() == [START + 40 * SECOND, START + 30 * SECOND, START + 50 * SECOND]
    assert found.messages.tolist() == [3, 2, 1]
    assert found.people.tolist() == [2, 2, 1]
    assert found.sureness.tolist() == [1, 1, 1]


def test_a_link_less_likely_than_not_joins_nothing_and_a_stated_one_always_does() -> None:
    rows = history("A> one\nB> two\nC> three\nD> four")
    doubtful = conversations(links((1, 0, 0.9), (2, 0, 0.4), (3, 2, 0.6)), rows)
    assert told(rows, doubtful) == [([0, 1], ["A", "B"], True), ([2, 3], ["C", "D"], True)]
    np.testing.assert_allclose(doubtful.sureness, [0.9, 0.6])
    asked_less = conversations(links((1, 0, 0.9), (2, 0, 0.4), (3, 2, 0.6)), rows, at_least=0.3)
    assert len(asked_less) == 1
    stated = Links(np.array([1]), np.array([0]), np.ones(1, np.float32), np.array([GROUNDS.index("reply")], np.int8))
    assert len(conversations(stated, rows, at_least=2)) == 3


def test_a_second_parent_joins_no_two_conversations() -> None:
    rows = history("A> one\nB> two\nC> both")
    assert told(rows, conversations(links((2, 0, 0.5), (2, 1, 0.6)), rows)) == [
        ([0], ["A"], False),
        ([1, 2], ["B", "C"], True),
    ]


def test_going_on_oneself_is_no_answer() -> None:
    rows = history("A> one\nA> and another thing")
    assert told(rows, conversations(links((1, 0, 1.0)), rows)) == [([0, 1], ["A"], False)]


def test_as_a_table() -> None:
    rows = history("A> one\nB> two\nC> three", timed=False)
    table = conversations(links((2, 0, 0.75)), rows).to_table()
    assert table.to_pylist() == [
        {
            "opener": 0, "opened_by": 0, "start": None, "end": None, "rows": [0, 2], "people": [0, 2],
            "answered": True, "sureness": 0.75,
        },
        {
            "opener": 1, "opened_by": 1, "start": None, "end": None, "rows": [1], "people": [1],
            "answered": False, "sureness": 1.0,
        },
    ]  # fmt: skip


def test_of_no_rows() -> None:
    rows = history("A> one").take(np.zeros(1, np.bool_))
    found = conversations(Links.none(), rows)
    assert len(found) == 0
    assert found.to_table().num_rows == 0


@given(st.data())
def test_every_message_is_in_one_conversation_which_its_first_message_opened(data: st.DataObject) -> None:
    n = data.draw(st.integers(1, 12))
    rows = history("\n".join(f"{'ABC'[data.draw(st.integers(0, 2))]}> words" for _ in range(n)))
    drawn = data.draw(
        st.dictionaries(
            st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda pair: pair[0] > pair[1]),
            st.floats(0.01, 1),
            max_size=2 * n,
        )
    )
    found = conversations(links(*sorted((*pair, p) for pair, p in drawn.items())), rows)
    assert sorted(found.row.tolist()) == list(range(n))
    assert found.messages.sum() == n
    for i in range(len(found)):
        assert found.rows_of(i)[0] == found.opener[i]
        assert found.rows_of(i)[-1] == found.last[i]
        assert set(rows.person[found.rows_of(i)]) == set(found.people_of(i))
        assert (found.of_row[found.rows_of(i)] == i).all()
    assert ((found.sureness > 0) & (found.sureness <= 1)).all()
    assert (found.start != NO_TIME).all()
