"""Repeated notices put between the lines of a conversation leave what was known as it was."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from closeknit.scoring.answers_lines import Conversation, Line
from closeknit.scoring.answers_posters import with_posters

TEXTS = ("the bakery near the station opens again on Monday", "does anybody know a dentist?", "yes", "on Monday then")


def conversation(n: int, *, timed: bool = True) -> Conversation:
    """Four people in turn; each answers the one before."""
    return Conversation(
        "room",
        tuple(
            Line("room", i, "ABCD"[i % 4], TEXTS[i % 4], None, 60.0 * i if timed else None, "msg", [max(i - 1, 0)])
            for i in range(n)
        ),
    )


@given(st.integers(2, 60), st.integers(0, 10_000), st.booleans())
def test_old_lines_keep_their_order_their_words_and_their_parents(n: int, seed: int, timed: bool) -> None:
    before = conversation(n, timed=timed)
    after = with_posters(before, np.random.default_rng(seed))
    assert [line.i for line in after.lines] == list(range(len(after)))
    at = [i for i, line in enumerate(after.lines) if line.c]  # a post may say what an old line says; it has no room
    assert [(after.lines[i].u, after.lines[i].x) for i in at] == [(line.u, line.x) for line in before.lines]
    assert [after.lines[i].g for i in at] == [[at[max(own - 1, 0)]] for own in range(n)]
    seconds = [line.s for line in after.lines]
    assert timed or set(seconds) == {None}
    assert not timed or seconds == sorted(seconds)  # type: ignore[type-var] # all have one


def test_a_post_opens_and_may_be_asked_about() -> None:
    made = [with_posters(conversation(200), np.random.default_rng(seed)) for seed in range(6)]
    lines = [line for one in made for line in one.lines]
    assert sum(line.g == [line.i] for line in lines) > 20
    assert any(line.x and line.x not in TEXTS and line.x.endswith("?") and line.g == [line.i - 1] for line in lines)


def test_without_a_long_text_or_a_second_person_nothing_is_put_in() -> None:
    short = Conversation("room", tuple(Line("room", i, "AB"[i % 2], "ok", g=[i]) for i in range(9)))
    assert with_posters(short, np.random.default_rng(1)) is short


def test_where_nothing_is_judged_posts_are_not_judged_either() -> None:
    """Else all that is judged at the beginning of a log would be openings."""
    lines = tuple(Line("room", i, "ABCD"[i % 4], TEXTS[i % 4], g=None if i < 80 else [i - 1]) for i in range(160))
    made = [with_posters(Conversation("room", lines), np.random.default_rng(seed)) for seed in range(6)]
    first = [next(line.i for line in one.lines if line.g is not None) for one in made]
    assert max(first) > 80
    assert sum(line.g == [line.i] for one in made for line in one.lines) > 5
