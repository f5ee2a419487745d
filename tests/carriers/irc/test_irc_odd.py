"""IRC logs as they lie on people's disks."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from closeknit.carriers.contract import CERTAIN, LIKELY, NO
from closeknit.carriers.irc import CARRIER
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import open_source
from closeknit.sources.source import of_bytes


def read(log: str, path: str = "#reading.log", **options: Any) -> History:
    return CARRIER.read(of_bytes(path, path.rpartition("/")[2], log.encode()), ReadOptions(**options))


def rows(history: History, *columns: str) -> list[tuple[Any, ...]]:
    return list(zip(*(history.messages[name].to_pylist() for name in columns), strict=True))


def times(history: History) -> list[str | None]:
    return [at and at.strftime("%m-%d %H:%M:%S") for at in history.messages["sent_at"].to_pylist()]


MIRC = """\
Session Start: Fri Jan 05 23:58:00 2024
Session Ident: #reading
[23:58] <@lin> \x02good\x02 \x0304,01evening\x03
[23:59] * qing (~q@host.example) has joined #reading
[23:59] * qing waves
[00:01] * qing is now known as qing_away
[00:02] <+chen> night
Session Close: Sat Jan 06 00:03:00 2024
"""


def test_mirc_colours_go_events_behind_one_star_are_known_and_midnight_passes() -> None:
    history = read(MIRC)
    assert rows(history, "author", "kind", "event", "text")[1:] == [
        ("lin", "text", None, "good evening"),
        ("qing", "join", "join", "qing (~q@host.example) has joined #reading"),
        ("qing", "text", None, "waves"),
        ("qing", "system", "rename", "qing is now known as qing_away"),
        ("chen", "text", None, "night"),
        (None, "system", "log-closed", "Session Close: Sat Jan 06 00:03:00 2024"),
    ]
    assert times(history)[-2:] == ["01-06 00:02:00", "01-06 00:03:00"]


@pytest.mark.parametrize(
    ("line", "kind", "event", "author"),
    [
        ("*** Parts: lan (~lan@host) (bye)", "leave", "part", "lan"),
        ("*** Quits: lan (~lan@host) (Ping timeout)", "leave", "quit", "lan"),
        ("*** lan was kicked by chen (enough)", "leave", "kick", "lan"),
        ("*** lan is now known as lan|away", "system", "rename", "lan"),
        ("*** chen changes topic to 'chapter five'", "system", "topic", "chen"),
        ("*** lan joined", "join", "join", "lan"),
        ("*** lan left", "leave", "part", "lan"),
        ("=== lan [~l@host] has joined #ubuntu", "join", "join", "lan"),
        ("-!- lan was kicked from #c by chen [enough]", "leave", "kick", "lan"),
        ("-!- Netsplit a.example <-> b.example quits: lan, chen", "system", "netsplit", None),
        ("-!- mode/#c [+o lan] by chen", "system", "mode", None),
        ("lan (~l@host) joined #c.", "join", "join", "lan"),
        ("lan (~l@host) left irc: Quit", "leave", "quit", "lan"),
        ("Nick change: lan -> lan_", "system", "rename", "lan"),
        ("#c: mode change '+o lan' by chen!~c@host", "system", "mode", None),
        ("-services.example- maintenance tonight", "system", "notice", None),
        ("-chen- the notes are on the wiki", "text", None, "chen"),
        ("-chen:#c- the notes are on the wiki", "text", None, "chen"),
        ("Action: chen laughs", "text", None, "chen"),
        ("* chen has joined the dark side", "text", None, "chen"),
    ],
)
def test_what_a_line_tells(line: str, kind: str, event: str | None, author: str | None) -> None:
    history = read(f"[20:00] <lan> hello\n[20:01] {line}\n", "2024-01-05.log")
    assert rows(history, "kind", "event", "author")[1] == (kind, event, author)
    assert history.issues.total == 0


def test_weechat_tells_notices_modes_and_events_by_its_prefix() -> None:
    log = (
        "2024-01-05 20:00:00\t****  Beginning of log  ****\n"
        "2024-01-05 20:00:01\t&chen\thello\n"
        "2024-01-05 20:00:02\t--\tNotice(NickServ): this nick is registered\n"
        "2024-01-05 20:00:03\t--\tlan is now known as lan_\n"
        "2024-01-05 20:00:04\t<--\tchen has kicked lan_ (bye)\n"
    )
    history = read(log, "irc.libera.#node.js.weechatlog")
    assert rows(history, "author", "kind", "event", "is_bot") == [
        (None, "system", "log-opened", False),
        ("chen", "text", None, False),
        ("NickServ", "text", None, True),
        ("lan", "system", "rename", False),
        ("lan_", "leave", "kick", False),
    ]
    assert history.channels() == {"#node.js": 5}


def test_a_log_whose_client_changed_its_clock_keeps_both_zones() -> None:
    log = "2024-01-05 20:00:00\tlan\thello\n2024-01-05T12:30:00.5Z\tchen\thi\n"
    history = read(log, "x.weechatlog")
    assert rows(history, "zone", "time_precision") == [("assumed", "second"), ("written", "millisecond")]


def test_no_date_is_invented() -> None:
    history = read("[15:04:05] <lan> hi\n[15:04] <chen> ho\n", "chat.log")
    assert rows(history, "sent_at", "time_text") == [(None, "15:04:05"), (None, "15:04")]
    assert history.issues.counts == {"no-date": 2}


def test_the_day_that_is_told_counts_on_past_midnight() -> None:
    history = read("[23:59] <lan> hi\n[00:01] <chen> ho\n[23:00] <lan> x\n[00:10] <lan> y\n", day=date(2024, 12, 31))
    assert times(history) == ["12-31 23:59:00", "01-01 00:01:00", "01-01 23:00:00", "01-02 00:10:00"]


def test_a_clock_set_back_by_an_hour_is_no_midnight() -> None:
    history = read("[02:59] <lan> hi\n[02:01] <chen> ho\n", day=date(2024, 10, 27))
    assert times(history) == ["10-27 02:59:00", "10-27 02:01:00"]


def test_a_day_that_cannot_be_read_ends_the_day_before() -> None:
    log = "--- Log opened Fri Jan 05 15:04:05 2024\n15:05 < lan> a\n--- Day changed Xyz Foo 99 2024\n00:01 < lan> b\n"
    history = read(log)
    assert times(history) == ["01-05 15:04:05", "01-05 15:05:00", None]
    assert history.issues.counts == {"bad-time": 1, "no-date": 1}


def test_the_date_of_a_chinese_locale_is_read() -> None:
    assert times(read("--- Log opened 五 1月 05 15:04:05 2024\n15:05 < lan> a\n")) == [
        "01-05 15:04:05",
        "01-05 15:05:00",
    ]


def test_hexchat_takes_the_year_from_its_marker_and_passes_new_year() -> None:
    log = "**** BEGIN LOGGING AT Sun Dec 31 23:00:00 2023\n\nDec 31 23:01:00 <lan>\thi\nJan 01 00:01:00 <chen>\tho\n"
    found = [at.year for at in read(log).messages["sent_at"].to_pylist()]
    assert found == [2023, 2023, 2024]


def test_lines_of_no_known_shape_are_counted_not_dropped() -> None:
    history = read("[15:04:05] <lan> hi\nwho wrote this?\n\n[15:05:00] strange line\n", "2024-01-05.log")
    assert len(history.messages) == 1
    assert [(issue.line, issue.code) for issue in history.issues.examples] == [(2, "bad-row"), (4, "bad-row")]
    assert history.issues.lost == 2


def test_nicks_are_never_merged_and_relays_stay_relays() -> None:
    log = "[20:00] <bridge> <小满> 晚上好\n[20:01] *** lan is now known as lan_\n[20:02] <lan_> hi\n[20:03] <lan> ho\n"
    history = read(log, "2024-01-05.log")
    assert [row for row in rows(history, "author", "text") if row[0] == "bridge"] == [("bridge", "<小满> 晚上好")]
    assert {"lan", "lan_"} <= set(history.messages["author"].to_pylist())


@pytest.mark.parametrize(
    ("path", "channel"),
    [
        ("moddata/log/libera/#c++/2024-01-05.log", "#c++"),
        ("2008/07/14/%23ubuntu.txt", "#ubuntu"),
        ("user_libera_#chat_20240105.log", "#chat"),
        ("irc.oftc.#debian.weechatlog", "#debian"),
        ("reading.log.05Jan2024", "reading"),
        ("bookclub/2024-01-05.log", "bookclub"),
    ],
)
def test_name_and_folder_tell_channel_and_day(path: str, channel: str) -> None:
    history = read("[20:00:00] <lan> hello\n", path)
    assert history.channels() == {channel: 1}
    if "weechatlog" not in path:
        assert history.messages["sent_at"].null_count == 0


def test_a_folder_of_daily_logs_is_one_export(tmp_path: Path) -> None:
    for channel, day in (("#a", "2024-01-05"), ("#a", "2024-01-06"), ("#b", "2024-01-05")):
        (tmp_path / channel).mkdir(exist_ok=True)
        (tmp_path / channel / f"{day}.log").write_text("[20:00:00] <lan> hello\n[20:00:01] *** Quits: lan (l@h) (x)\n")
    source = open_source(tmp_path)
    assert CARRIER.sniff(source) == LIKELY
    assert CARRIER.read(source, ReadOptions()).channels() == {"#a": 4, "#b": 2}
    (tmp_path / "notes.txt").write_text("milk\n")
    assert CARRIER.sniff(open_source(tmp_path)) == NO


@pytest.mark.parametrize(
    ("head", "score"),
    [
        ("--- Log opened Fri Jan 05 15:04:05 2024\n15:04 < lan> hi\n", CERTAIN),
        ("[15:04:05] <lan> hi\n", LIKELY),
        ("2024-01-05 15:04:05\tlan\thi\n", LIKELY),
        ("time\tauthor\ttext\n2024-01-05 15:04:05\tlan\thi\n2024-01-05 15:04:06\tlan\thi\n", NO),
        ("[15:04, 5/1/2024] lan: hi\n", NO),
        ("22:24 Alice hello there\n", NO),
        ("[12:00:00] [Server thread/INFO]: <Steve> hi\n", NO),
        ("dear all,\n\n* one\n* two\n", NO),
    ],
)
def test_only_irc_is_taken_for_irc(head: str, score: int) -> None:
    assert CARRIER.sniff(of_bytes("x.txt", "x.txt", head.encode())) == score


def test_a_long_line_of_a_hostile_log_costs_no_more_than_its_length() -> None:
    evil = "[15:04:05] " + "*" * 200_000 + "\n[15:04:06] <" + "@" * 200_000 + "\n-" + "- " * 100_000 + "\n"
    assert read("[15:04:00] <a> b\n" + evil, "2024-01-05.log").issues.total >= 2


def test_arrows_of_irccloud_and_signs_of_quassel() -> None:
    log = (
        "[2024-01-05 15:04:05] → ann joined (~a@host)\n[2024-01-05 15:04:06] <@ann> hi\n"
        "[2024-01-05 15:04:07] — ben waves\n[2024-01-05 15:04:08] -*- ann nods\n"
        "[2024-01-05 15:04:09] ⇐ ben quit (b@host): Quit\n[2024-01-05 15:04:10] <ann> bye\n"
    )
    assert CARRIER.sniff(of_bytes("#club.txt", "#club.txt", log.encode())) == LIKELY
    history = read(log, "#club.txt")
    assert rows(history, "author", "kind", "text") == [
        ("ann", "join", "ann joined (~a@host)"),
        ("ann", "text", "hi"),
        ("ben", "text", "waves"),
        ("ann", "text", "nods"),
        ("ben", "leave", "ben quit (b@host): Quit"),
        ("ann", "text", "bye"),
    ]
    assert not history.issues.total


def test_a_notice_behind_a_tab_and_a_host_in_angle_brackets() -> None:
    history = read("Jan 05 15:04:10 -NickServ-\tidentify\nJan 05 15:04:11 ***  cy <c@h> has quit IRC (x)\n", year=2024)
    assert rows(history, "author", "kind", "text") == [
        ("NickServ", "text", "identify"),
        ("cy", "leave", "cy <c@h> has quit IRC (x)"),
    ]


def test_the_seconds_of_an_opening_set_no_clock_back() -> None:
    log = "--- Log opened Fr Jan 05 15:04:05 2024\n15:04 <ann> hi\n--- Day changed Sa Jan 06 2024\n00:01 <ben> ok\n"
    history = read(log)
    assert times(history) == ["01-05 15:04:00", "01-05 15:04:00", "01-06 00:01:00"]
    assert rows(history, "time_precision") == [("minute",)] * 3
