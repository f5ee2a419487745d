"""Which part is judged, who is a person, who runs the group."""

from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from closeknit.answers.links import Links
from closeknit.records.rows import make_rows
from closeknit.vitality.instants import DAY
from closeknit.vitality.relays import unbridge
from closeknit.vitality.set_aside import set_aside
from closeknit.vitality.subject_making import make_subject
from closeknit.vitality.window import find_window
from tests.vitality.stories import days, subject, table

UTC = ZoneInfo("UTC")


def chatter(per_day: int, count: int, start: str = "01-05") -> list[str]:
    return [
        f"{day} 20:{k:02d} {'甲乙丙丁'[k % 4]}: 說說第{k}件事" for day in days(start, count) for k in range(per_day)
    ]


def day_of(instant: int) -> str:
    return str(np.datetime64(instant, "us").astype("datetime64[D]"))


def test_the_window_is_the_ninety_days_before_the_last_day() -> None:
    found = subject(chatter(4, 200))
    assert found.window.basis == "days"
    assert found.window.days == 90
    assert day_of(found.window.end) == "2026-07-23"  # the last day itself, of which we may have half, is out
    assert len(found.said) == 4 * 90


def test_a_quiet_group_is_judged_on_its_last_two_hundred_messages() -> None:
    found = subject(chatter(1, 300))
    assert found.window.basis == "messages"
    assert len(found.said) == 200
    assert day_of(found.window.end) == "2026-11-01"


def test_a_small_group_is_judged_on_all_there_is() -> None:
    found = subject(chatter(2, 30))
    assert (found.window.basis, len(found.said)) == ("all", 60)


def test_since_and_until_cut_and_are_both_included() -> None:
    rows = make_rows(table(chatter(4, 100)))
    window, inside = find_window(rows, UTC, since=date(2026, 2, 1), until=date(2026, 2, 3))
    assert (window.basis, window.days, inside.sum()) == ("told", 3, 12)
    window, inside = find_window(rows, UTC, since=date(2027, 1, 1))
    assert (window.basis, inside.sum()) == ("told", 0)


def test_the_days_are_the_communitys_own() -> None:
    found = subject(["03-01 17:30 甲: 晚安", "03-01 23:30 乙: 早安"], zone="Asia/Taipei")
    assert len(set(found.day.tolist())) == 1  # 01:30 and 07:30 of one day in Taipei
    assert (found.window.end - found.window.start) % DAY == 0


def test_without_times_the_last_two_hundred_are_taken_in_the_order_of_the_file() -> None:
    found = subject(chatter(4, 100), times=False)
    assert (found.window.basis, found.window.days, len(found.said)) == ("all", 0, 200)
    assert found.said[-1] == len(found.rows) - 1


def test_programs_are_set_aside_and_listed() -> None:
    lines = chatter(2, 40) + [
        f"{day} 08:00 小助手: 今日天氣 {n} 度，降雨機率 {n * 2} %，出門請帶傘。"
        for n, day in enumerate(days("01-05", 40))
    ]
    lines += [f"{day} 09:00 GitHub: pushed" for day in days("01-05", 5)]
    found = subject(sorted(lines), bots=["GitHub"])
    aside = {found.rows.people[one.person].name: (one.reason, one.messages) for one in found.set_aside}
    assert aside == {"小助手": ("bot", 40), "GitHub": ("bot", 5)}
    assert len(found.active) == 2


def test_a_person_with_bot_in_the_name_is_a_person() -> None:
    words = [
        "我覺得這本書的第三章寫得最好，你們呢？",
        "週末我會去，要不要一起搭車？",
        "昨天那段話我想了很久，還是不太同意。",
    ]
    lines = [
        f"{day} 20:00 Abbot: {words[n % 3]}{'，' * (n // 3)}第{'一二三四五六七八九十'[n % 10]}次"
        for n, day in enumerate(days("01-05", 30))
    ]
    assert subject(lines).set_aside == ()


def test_who_sends_the_same_long_text_again_and_again_is_a_mass_sender() -> None:
    spam = "兼職刷單日結三百元，加微信詳談，名額有限先到先得，學生寶媽都可以做！"
    lines = chatter(2, 40) + [f"{day} 07:00 發財: {spam}" for day in days("01-05", 40)]
    assert [one.reason for one in subject(sorted(lines)).set_aside] == ["mass-sender"]
    greeting = chatter(2, 40) + [f"{day} 07:00 阿姨: 早安" for day in days("01-05", 40)]
    assert subject(sorted(greeting)).set_aside == ()


def test_a_relay_is_told_and_its_people_are_given_back() -> None:
    lines = [
        f"{day} 20:{k:02d} bridge: <{'甲乙丙丁'[(n + k) % 4]}> 第{n}晚第{k}句"
        for n, day in enumerate(days("01-05", 20))
        for k in range(3)
    ]
    lines += [f"{day} 21:00 本地: 我在這邊" for day in days("01-05", 20)]
    rows = make_rows(table(sorted(lines)))
    assert [one.reason for one in set_aside(rows)[1]] == ["relay"]
    freed = unbridge(rows)
    names = {freed.people[i].name for i in np.unique(freed.person)}
    assert names == {"甲", "乙", "丙", "丁", "本地"}
    assert set_aside(freed)[1] == ()
    assert unbridge(freed) is freed or len(unbridge(freed).people) == len(freed.people)


def test_organisers_told_are_found_by_any_name_and_the_absent_are_named() -> None:
    found = subject(chatter(4, 30), organisers=["＠甲 ".replace("＠", "@"), "Nobody"])
    assert [found.rows.people[i].name for i in found.organisers] == ["甲"]
    assert found.organisers_ground == "told"
    assert found.organisers_absent == ("Nobody",)


def test_who_announces_runs_the_group_and_who_talks_most_does_not() -> None:
    lines = [f"{day} 08:00 會長 [announcement]" for day in days("01-05", 5)] + chatter(4, 30)
    found = subject(sorted(lines))
    assert ([found.rows.people[i].name for i in found.organisers], found.organisers_ground) == (["會長"], "roles")
    assert subject(chatter(4, 30)).organisers_ground == "unknown"


def test_who_calls_everybody_is_inferred_to_run_the_group() -> None:
    lines = [f"{day} 08:00 班長: @所有人 明天交作業" for day in days("01-05", 6)] + chatter(4, 30)
    found = subject(sorted(lines))
    assert ([found.rows.people[i].name for i in found.organisers], found.organisers_ground) == (["班長"], "inferred")


@pytest.mark.parametrize("count", [0, 1])
def test_next_to_nothing_makes_a_subject_too(count: int) -> None:
    rows = make_rows(table(["01-05 20:00 甲: 哈囉"][:count]))
    found = make_subject(rows, Links.none(), zone=UTC)
    assert len(found.said) == count
    assert found.coverage in {None, 1.0}
