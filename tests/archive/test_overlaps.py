"""However exports overlap, the archive holds the one conversation that they show."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.archive.conversation import archive_in, chat, keep, lines, numbered

MORNING = """
    2026-03-01 10:00 小滿: 早安
    2026-03-01 10:00 阿哲: 早
    2026-03-01 10:01 小滿: 今晚讀第幾章？
    2026-03-01 10:01 阿哲: 哈
    2026-03-01 10:01 阿哲: 哈
    2026-03-01 10:02 阿哲: 第三章
    2026-03-01 10:05 美玲: 我晚點到
"""


def cut(text: str, start: int, end: int) -> str:
    return "\n".join(text.strip().splitlines()[start:end])


def test_importing_twice_adds_nothing(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    first = keep(archive, chat(MORNING))
    assert (first.rows, first.added, first.changed) == (7, 7, 0)
    second = keep(archive, chat(MORNING))
    assert (second.rows, second.added, second.changed) == (7, 0, 0)
    assert len(lines(archive)) == 7


@pytest.mark.parametrize(("first", "last"), [(first, last) for last in range(1, 8) for first in range(last)])
@pytest.mark.parametrize("later_first", [False, True])
def test_an_overlap_cut_anywhere_gives_the_whole(tmp_path: Path, first: int, last: int, later_first: bool) -> None:
    parts = [chat(cut(MORNING, 0, last)), chat(cut(MORNING, first, 7))]
    archive = archive_in(tmp_path)
    for part in parts[::-1] if later_first else parts:
        keep(archive, part)
    assert lines(archive) == [line.strip().replace("2026-", "") for line in MORNING.strip().splitlines()]


def test_two_overlapping_exports_in_one_import(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    done = keep(archive, chat(cut(MORNING, 0, 5)), chat(cut(MORNING, 3, 7)))
    assert (done.rows, done.added) == (9, 7)
    assert len(lines(archive)) == 7


def test_what_neither_knows_stays_between_its_neighbours(tmp_path: Path) -> None:
    """美玲 deleted one line on her phone, 阿哲 another on his."""
    rows = MORNING.strip().splitlines()
    archive = archive_in(tmp_path)
    keep(archive, chat("\n".join(rows[:2] + rows[3:])))
    assert keep(archive, chat("\n".join(rows[:5] + rows[6:]))).added == 1
    assert lines(archive) == [line.strip().replace("2026-", "") for line in rows]


CONVERSATION = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from("甲乙"), st.sampled_from(["哈", "好", "在嗎"])),
    min_size=12,
    max_size=40,
)


@given(CONVERSATION, st.data())
def test_windows_in_any_order_give_the_conversation(
    tmp_path_factory: pytest.TempPathFactory, said: list[tuple[int, str, str]], data: st.DataObject
) -> None:
    """Any three windows of which each shares more than one whole minute with the next."""
    minute, rows = 0, []
    for step, author, text in said:
        minute += step
        rows.append((minute, f"2026-03-01 {10 + minute // 60:02}:{minute % 60:02} {author}: {text}"))

    def shared(start: int, end: int) -> bool:
        inside = {m for m, _row in rows[start:end]}
        return any(m in inside and all(start <= i < end for i, (n, _row) in enumerate(rows) if n == m) for m in inside)

    a, b, c, d = sorted(data.draw(st.lists(st.integers(1, len(rows) - 1), min_size=4, max_size=4)))
    if not (shared(a, b) and shared(c, d)):
        return
    windows = [(0, b), (a, d), (c, len(rows))]
    archive = archive_in(tmp_path_factory.mktemp("law"))
    for start, end in data.draw(st.permutations(windows)):
        keep(archive, chat("\n".join(row for _minute, row in rows[start:end])))
    assert lines(archive) == [row.replace("2026-", "") for _minute, row in rows]


def test_ids_tell_messages_apart_that_look_alike(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    rows = [{"id": str(i), "time": 1_780_000_000, "author": "小滿", "author_id": "u1", "text": "好"} for i in range(5)]
    assert keep(archive, numbered(rows[:3])).added == 3
    assert keep(archive, numbered(rows[2:])).added == 2


def test_a_number_given_to_another_message_is_not_the_same(tmp_path: Path) -> None:
    """A second exporter numbers its rows from one again, months later."""
    archive = archive_in(tmp_path)
    keep(archive, numbered([{"id": "1", "time": 1_780_000_000, "author": "小滿", "text": "早"}]))
    later = keep(archive, numbered([{"id": "1", "time": 1_780_400_000, "author": "阿哲", "text": "第三章讀完了"}]))
    assert (later.added, later.changed) == (1, 0)


def test_another_exporter_with_other_ids_of_the_same_messages(tmp_path: Path) -> None:
    """Its replies point to the ids that the archive knows."""
    archive = archive_in(tmp_path)
    said = [("小滿", "誰有第三章？"), ("阿哲", "我有"), ("美玲", "借我")]
    rows = [{"id": str(i), "time": 1_780_000_000 + i, "author": a, "text": t} for i, (a, t) in enumerate(said)]
    keep(archive, numbered(rows))
    others = [{**row, "id": f"x{row['id']}"} for row in rows]
    others.append({"id": "x3", "time": 1_780_000_009, "author": "小滿", "text": "好", "reply_to": "x1"})
    assert keep(archive, numbered(others)).added == 1
    assert archive.history().messages["reply_to"].to_pylist()[-1] == "1"


def test_chats_of_one_tool_stay_apart(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    keep(archive, chat(MORNING), chat(MORNING, name="家長群"), chat(MORNING, carrier="line"))
    assert [c.names for c in archive.chats().values()] == [("書友會",), ("家長群",), ("書友會",)]
    assert len(lines(archive)) == 21


def test_a_renamed_chat_is_named_by_hand_and_has_its_latest_name(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    keep(archive, chat(cut(MORNING, 0, 5)))
    assert keep(archive, chat(cut(MORNING, 3, 7), name="書友會 2026"), chat="書友會").added == 2
    assert archive.history().channels() == {"書友會 2026": 7}


def test_rows_without_a_time_are_kept_once(tmp_path: Path) -> None:
    import pyarrow as pa

    history = chat(MORNING)
    table = history.messages
    timeless = type(history)(
        table.set_column(
            table.schema.get_field_index("sent_at"), "sent_at", pa.nulls(7, table.schema.field("sent_at").type)
        )
    )
    archive = archive_in(tmp_path)
    assert keep(archive, timeless).added == 7
    assert keep(archive, timeless).added == 0
