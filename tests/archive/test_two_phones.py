"""One conversation exported from two phones: other names in the address books, other clocks."""

from pathlib import Path

import pytest

from tests.archive.conversation import archive_in, chat, keep, lines

TAIPEI = """
    2026-03-01 20:00 小滿: 今晚讀第三章
    2026-03-01 20:01 阿哲: 我還沒讀完
    2026-03-01 20:01 美玲: 我也是
    2026-03-01 20:03 小滿: 沒關係，先講前半
    2026-03-01 20:03 美玲: 好
    2026-03-01 20:04 阿哲: 好
    2026-03-01 20:10 小滿: 作者為什麼要寫那座橋？
    2026-03-01 20:12 美玲: 我覺得那座橋是他父親
    2026-03-01 20:15 阿哲: 同意，後面還有一次
    2026-03-01 20:20 小滿: 下週見
"""
LONDON = """
    2026-03-01 12:03 Xiaoman (book club): 沒關係，先講前半
    2026-03-01 12:03 Mei: 好
    2026-03-01 12:04 A-Zhe: 好
    2026-03-01 12:10 Xiaoman (book club): 作者為什麼要寫那座橋？
    2026-03-01 12:12 Mei: 我覺得那座橋是他父親
    2026-03-01 12:15 A-Zhe: 同意，後面還有一次
    2026-03-01 12:20 Xiaoman (book club): 下週見
    2026-03-02 12:20 Mei: 我拍了照
    2026-03-02 12:21 A-Zhe: 謝謝
    2026-03-02 12:25 新來的: 大家好
"""
ONE_HISTORY = [
    *(line.strip().replace("2026-", "") for line in TAIPEI.strip().splitlines()),
    "03-02 20:20 美玲: 我拍了照",
    "03-02 20:21 阿哲: 謝謝",
    "03-02 20:25 新來的: 大家好",
]


def test_other_names_and_another_zone_make_one_history(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    keep(archive, chat(TAIPEI))
    done = keep(archive, chat(LONDON))  # both were read in one zone: the second clock is eight hours behind
    assert lines(archive) == ONE_HISTORY
    assert (done.added, done.chats[0].moved, done.chats[0].renamed) == (3, (480,), 3)
    assert keep(archive, chat(LONDON)).added == 0
    assert keep(archive, chat(TAIPEI)).added == 0


def test_one_who_said_a_single_thing_is_known_by_it(tmp_path: Path) -> None:
    """Where all else agrees, one message tells who somebody is; so do two words of two people in one minute, once it
    is known who one of them is."""
    more = "\n2026-03-01 20:16 表姐: 讀完了，明天還書\n2026-03-01 20:17 阿哲: 好\n2026-03-01 20:17 舅舅: 好"
    theirs = LONDON + "2026-03-02 12:30 Cousin: 大家晚安"
    for line in ("12:16 Cousin: 讀完了，明天還書", "12:17 A-Zhe: 好", "12:17 Uncle: 好"):
        theirs = theirs.replace("2026-03-01 12:20", f"2026-03-01 {line}\n    2026-03-01 12:20")
    ours = TAIPEI.replace("\n    2026-03-01 20:20", more + "\n    2026-03-01 20:20")
    archive = archive_in(tmp_path)
    keep(archive, chat(ours))
    assert keep(archive, chat(theirs)).added == 4
    assert lines(archive)[-1] == "03-02 20:30 表姐: 大家晚安"
    assert not any("Uncle" in line for line in lines(archive))


def test_two_groups_of_one_name_do_not_lend_each_other_names(tmp_path: Path) -> None:
    """Two families whose chats are called alike, and somebody in each says good morning at eight."""
    archive = archive_in(tmp_path)
    keep(archive, chat("2026-03-01 08:00 媽媽: 早安\n2026-03-01 09:00 爸爸: 買菜\n2026-03-01 10:00 媽媽: 好的"))
    done = keep(archive, chat("2026-03-01 08:00 姑姑: 早安\n2026-03-01 09:30 叔叔: 下雨\n2026-03-01 10:10 姑姑: 真的"))
    assert (done.added, done.chats[0].renamed) == (3, 0)


def test_zones_that_were_told_need_no_moving(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    keep(archive, chat(TAIPEI, zone="Asia/Taipei"))
    done = keep(archive, chat(LONDON, zone="Europe/London"))
    assert (done.added, done.chats[0].moved) == (3, ())
    assert len(lines(archive)) == 13


def test_what_merely_sounds_alike_moves_nothing(tmp_path: Path) -> None:
    """One phrase in common, hours apart, is no proof of another clock."""
    archive = archive_in(tmp_path)
    keep(archive, chat("2026-03-01 20:00 小滿: 早安\n2026-03-01 20:05 阿哲: 今天下雨"))
    done = keep(archive, chat("2026-03-02 08:00 小滿: 早安\n2026-03-02 08:03 美玲: 天氣很好"))
    assert (done.added, done.chats[0].moved) == (2, ())


DAILY = (
    "{day} 08:00 小幫手: 今日簽到\n{day} 09:{m} 小滿: {one}\n{day} 13:{m} 阿哲: {two}\n{day} 23:00 小幫手: 晚安，明天見"
)


@pytest.mark.parametrize("hours", [24, 25])
def test_what_a_bot_says_every_day_moves_nothing(tmp_path: Path, hours: int) -> None:
    """Two days, pasted one by one; on the second the bot may be an hour late."""
    first = DAILY.format(day="2026-03-01", m="10", one="誰有第三章？", two="我有")
    second = DAILY.format(day="2026-03-02", m="44", one="今天下雨", two="帶傘")
    if hours == 25:
        second = second.replace(" 08:00", " 09:00").replace("2026-03-02 23:00", "2026-03-03 00:00")
    archive = archive_in(tmp_path)
    keep(archive, chat(first))
    done = keep(archive, chat(second))
    assert (done.added, done.chats[0].moved) == (4, ())


def test_a_clock_that_changes_in_summer(tmp_path: Path) -> None:
    """New York is thirteen hours behind Taipei in winter, twelve in summer; the clocks change on the eighth."""
    days = range(1, 29)
    rows = [(day, hour, f"第 {day} 天第 {hour} 句") for day in days for hour in (12, 15, 21)]
    ours = "\n".join(f"2026-03-{d:02} {h:02}:07 {'甲乙'[h % 2]}: {text}" for d, h, text in rows)
    theirs = []
    for day, hour, text in rows:
        behind = 13 if (day, hour) < (8, 15) else 12
        at = day * 24 + hour - behind
        theirs.append(f"2026-03-{at // 24:02} {at % 24:02}:07 {'AB'[hour % 2]}: {text}" if at >= 24 else "")
    archive = archive_in(tmp_path)
    keep(archive, chat(ours))
    done = keep(archive, chat("\n".join(row for row in theirs if row)))
    assert done.added == 0
    assert set(done.chats[0].moved) == {720, 780}


@pytest.mark.parametrize("swapped", [False, True])
def test_names_that_changed_hands(tmp_path: Path, swapped: bool) -> None:
    """Her phone calls two people by each other's names in his."""
    text = TAIPEI.replace("小滿", "§").replace("阿哲", "小滿").replace("§", "阿哲") if swapped else TAIPEI
    archive = archive_in(tmp_path)
    keep(archive, chat(TAIPEI))
    assert keep(archive, chat(text)).added == 0
    assert lines(archive) == ONE_HISTORY[:10]
