"""KakaoTalk's files: every sample as stated, the languages, and odd ones."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeknit.carriers.contract import CERTAIN, LIKELY, NO
from closeknit.carriers.kakaotalk import CARRIER
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import open_source
from closeknit.sources.source import of_bytes
from closeknit.testing.expected import differences, summary

ZONE = ZoneInfo("Asia/Seoul")
WINDOWS = (
    "독서모임 님과 카카오톡 대화\n저장한 날짜 : 2026-03-25 21:40:11\n\n"
    "--------------- 2026년 3월 24일 화요일 ---------------\n"
)


def read(text: str, name: str = "KakaoTalk.txt", **options: Any) -> History:
    return CARRIER.read(of_bytes(name, name, text.encode()), ReadOptions(**options))


def rows(text: str, *columns: str, **options: Any) -> list[Any]:
    table = read(text, **options).messages.select(list(columns)).to_pylist()
    return [tuple(row.values()) if len(columns) > 1 else row[columns[0]] for row in table]


@pytest.mark.shared
@pytest.mark.parametrize("name", ["android_ko.txt", "ios.txt", "mac_csv.csv", "windows_ko.txt"])
def test_a_sample_gives_what_is_stated(shared: Path, name: str) -> None:
    path = f"kakaotalk/synthetic_{name}"
    lines = (shared / "formats/EXPECTED.jsonl").read_text("utf-8").splitlines()
    expected = next(line for line in map(json.loads, lines) if line["path"] == path)
    source = open_source(shared / "formats/samples" / path)
    assert CARRIER.sniff(source) > NO
    assert differences(summary(CARRIER.read(source, ReadOptions(ZONE)), ZONE), expected) == []


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("독서모임 님과 카카오톡 대화", "독서모임"),
        ("독서모임 15 님과 카카오톡 대화", "독서모임"),
        ("지우님과 카카오톡 대화", "지우"),
        ("지우님과의 카카오톡 대화", "지우"),
        ("독서모임 카카오톡 대화", "독서모임"),
        ("KakaoTalk Chats with Book club", "Book club"),
        ("Talk_2026.1.27 21:37-1.txt", "KakaoTalk"),
    ],
)
def test_the_chat_s_name_stands_in_the_first_line_or_in_the_file_s_name(title: str, name: str) -> None:
    text = f"{title}\n저장한 날짜 : 2026년 3월 22일\n\n2026년 3월 21일 오후 2:03, 지우 : 안녕\n"
    assert CARRIER.sniff(of_bytes("KakaoTalk.txt", "KakaoTalk.txt", text.encode())) == CERTAIN
    assert read(text).channels() == {name: 1}


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("2026년 3월 21일 오후 2:03", 14),
        ("2026년 3월 21일 오전 12:03", 0),
        ("2026년 3월 21일 오후 12:03", 12),
        ("2026년 3월 21일 14:03", 14),
        ("2026. 3. 21. 14:03", 14),
        ("2026. 3. 21. 오후 2:03", 14),
        ("March 21, 2026, 2:03 PM", 14),
        ("March 21, 2026 at 2:03 p.m.", 14),
        ("Mar 21, 2026 at 2:03\u202fPM", 14),
        ("21 March 2026 at 14:03", 14),
    ],
)
def test_times_of_the_phone(written: str, hour: int) -> None:
    expected = datetime(2026, 3, 21, hour, 3, tzinfo=UTC)
    text = f"Date Saved : today\n\n{written}, Ann : hi : )\nsecond line\n"
    assert CARRIER.sniff(of_bytes("a.txt", "a.txt", text.encode())) == CERTAIN
    assert rows(text, "sent_at", "author", "text", "time_text") == [(expected, "Ann", "hi : )\nsecond line", written)]


def test_english_windows() -> None:
    text = (
        "KakaoTalk Chats with Book club\nDate Saved : 2026-03-25 21:40:11\n\n"
        "--------------- Tuesday, March 24, 2026 ---------------\n"
        "[Ann] [7:30 PM] hi\n[B] ob] [PM 7:31] you\n[c]\nCarl left this chatroom.\n[Ann] [19:32] Photo\n"
    )
    assert rows(text, "author", "kind", "text") == [
        ("Ann", "text", "hi"), ("B] ob", "text", "you\n[c]"), ("Carl", "leave", "Carl left this chatroom."),
        ("Ann", "image", None),
    ]  # fmt: skip
    assert [at.hour for at in rows(text, "sent_at")] == [19, 19, 19, 19]


def test_an_event_of_windows_is_known_to_the_day() -> None:
    text = f"{WINDOWS}[지우] [오후 7:30] 네\n하린님이 나갔습니다.\n[지우] [오후 7:31] 네\n"
    assert rows(text, "time_precision", "event", "author") == [
        ("minute", None, "지우"), ("day", "leave", "하린"), ("minute", None, "지우"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("notice", "kind", "event", "subject"),
    [
        ("하린님이 들어왔습니다.", "join", "join", "하린"),
        ("하린님이 들어왔습니다.채팅방으로 초대하기", "join", "join", "하린"),
        ("하린님이 나갔습니다.", "leave", "leave", "하린"),
        ("지우님이 하린님을 초대했습니다.", "join", "added", "하린"),
        ("지우님이 하린님, 민서님을 초대하였습니다.", "join", "added", None),
        ("지우님이 하린님과 민서님을 초대했습니다.", "join", "added", None),
        ("하린님을 내보냈습니다.", "leave", "kick", "하린"),
        ("채팅방 관리자가 메시지를 가렸습니다.", "system", "hidden", None),
        ("Ann invited Bob.", "join", "added", "Bob"),
        ("Ann joined this chatroom.", "join", "join", "Ann"),
        ("회원님이 나갔습니다.", "leave", "leave", None),
        ("새로운 소식", "system", "notice", None),
    ],
)
def test_events(notice: str, kind: str, event: str, subject: str | None) -> None:
    text = f"2026년 3월 21일 오후 2:03, 지우 : 네\n2026년 3월 21일 오후 2:10, {notice}\n"
    assert rows(text, "kind", "event", "author")[1] == (kind, event, subject)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("사진", "image"), ("사진 3장", "image"), ("Photo", "image"), ("3 photos", "image"), ("동영상", "video"),
        ("이모티콘", "sticker"), ("음성메시지", "voice"), ("파일: 목록.pdf", "file"), ("지도: 책방", "location"),
        ("보이스톡 해요", "call"), ("보이스톡 0:12", "call"), ("투표 : 언제?", "poll"), ("연락처: 지우", "contact"),
        ("0123456789abcdef0123456789abcdef0123456789abcdef.jpg", "image"),
    ],
)  # fmt: skip
def test_tokens(body: str, kind: str) -> None:
    assert rows(f"{WINDOWS}[지우] [오후 7:30] {body}\n", "kind", "text") == [(kind, None)]


@pytest.mark.parametrize(
    "body", ["사진 좋네요", "파일: ", "[공지] 모임은 8시", "사진\n두 장", "동영상이에요", "하린님이 나갔습니다만"]
)
def test_words_that_only_look_like_tokens_stay_words(body: str) -> None:
    assert rows(f"{WINDOWS}[지우] [오후 7:30] {body}\n", "kind", "text") == [("text", body.strip())]


@pytest.mark.parametrize("body", ["메시지가 삭제되었습니다.", "삭제된 메시지입니다.", "This message was deleted."])
def test_deleted(body: str) -> None:
    assert rows(f"{WINDOWS}[지우] [오후 7:30] {body}\n", "kind", "text", "is_deleted") == [("other", None, True)]


def test_the_owner_is_called_as_told() -> None:
    text = "2026년 3월 21일 오후 2:03, 회원님 : 네\n2026년 3월 21일 오후 2:04, 지우 : @민서 네\n"
    assert rows(text, "author") == ["회원님", "지우"]
    assert rows(text, "author", "mentions", me="민서") == [("민서", None), ("지우", ["민서"])]


def test_the_mac_s_table() -> None:
    text = (
        'Date,User,Message\n2025-07-06 14:39:55,"지우","둘째\n줄 ""네"""\n'
        '2025-07-06 14:40:00,"하린","하린님이 들어왔습니다."\n'
        '2025-07-06 14:41:00,"지우","사진"\nyesterday,"지우","네"\nbroken\n'
    )
    source = of_bytes(
        "KakaoTalk_Chat_독서모임_2025-07-07-10-00-00.csv",
        "KakaoTalk_Chat_독서모임_2025-07-07-10-00-00.csv",
        text.encode(),
    )
    assert CARRIER.sniff(source) == CERTAIN
    history = CARRIER.read(source, ReadOptions())
    found = history.messages.select(["author", "kind", "text"]).to_pylist()
    assert [tuple(row.values()) for row in found] == [
        ("지우", "text", '둘째\n줄 "네"'), ("하린", "join", "하린님이 들어왔습니다."),
        ("지우", "image", None), ("지우", "text", "네"),
    ]  # fmt: skip
    assert history.channels() == {"독서모임": 4}
    assert dict(history.issues.counts) == {"bad-time": 1, "bad-row": 1}


def test_rows_without_a_day_ask_for_one_and_a_day_that_does_not_exist_is_told() -> None:
    text = "[지우] [오후 7:30] 네\n[민서] [오후 7:31] 네\n"
    assert CARRIER.sniff(of_bytes("a.txt", "a.txt", text.encode())) == LIKELY
    assert dict(read(text).issues.counts) == {"no-date": 2}
    assert rows(text, "sent_at", day=date(2026, 3, 24))[0] == datetime(2026, 3, 24, 19, 30, tzinfo=UTC)
    bad = read(
        "--------------- 2026년 2월 31일 화요일 ---------------\n[지우] [오후 7:30] 네\n[지우] [오후 27:30] 네\n"
    )
    assert dict(bad.issues.counts) == {"bad-time": 3}


def test_other_texts_are_not_claimed() -> None:
    for text in (
        "", "Date,Message\n", "2026. 3. 21. 14:03\n", "[ann] [7:30 PM] hi\n[bob] [7:31 PM] hi\n",
        "카카오톡 대화에 대하여\n\n오늘은 비가 온다.\n",
    ):  # fmt: skip
        assert CARRIER.sniff(of_bytes("a.txt", "a.txt", text.encode())) == NO, text


@given(st.text(st.sampled_from("[]: ,년월일오전후1234.-\n님이나갔습니다P M"), max_size=300))
def test_no_text_breaks_the_reader(body: str) -> None:
    read(body)
    assert len(read(f"{WINDOWS}[지우] [오후 7:30] {body}").messages) >= 1
