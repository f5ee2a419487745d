"""Mail as people's programs and archives really write it."""

import time

import pytest
from tests.carriers.mbox.letters import mail, mbox, only, rows

from closeknit.errors import UnreadableSource
from closeknit.sources.source import of_bytes


def test_lines_that_only_begin_like_a_separator_stay_in_the_body() -> None:
    body = (
        "Hi.\n\nFrom what I know: it opens at ten.\nFrom here on: no more.\n\n"
        "From: nobody\nFrom me to you, Wed 10:00 2026\nnot a header\n\nFrom 9 to 5"
    )
    assert len(rows(mbox(mail(1, body) + mail(2)))) == 2


@pytest.mark.parametrize(
    "separator",
    [
        "From - Mon Jan 05 10:00:00 2026",
        "From 1778@xxx Mon Jan 05 10:00:00 +0000 2026",
        "From ???@??? Mon Jan  5 10:00:00 2026",
        "From MAILER-DAEMON Mon, 05 Jan 2026 10:00:00 +0000",
        "From qing at example.org  Mon Jan  5 10:00:00 2026",
        "From qing@example.org",
    ],
)
def test_separators_of_many_programs(separator: str) -> None:
    one = f"{separator}\nFrom: a@b.org\nDate: Mon, 5 Jan 2026 10:00:00 +0000\nMessage-ID: <%d@b>\n\nhello\n\n"
    assert len(rows(mbox(one % 1 + one % 2))) == 2


def test_line_ends_of_windows() -> None:
    found = rows(mbox((mail(1, "one\ntwo") + mail(2)).replace("\n", "\r\n")))
    assert [row["text"] for row in found] == ["one\ntwo", "hello"]


@pytest.mark.parametrize(
    ("written", "address", "name"),
    [
        ("Qing Cheng <Qing@Example.org>", "qing@example.org", "Qing Cheng"),
        ('"Cheng, Qing" <qing@example.org>', "qing@example.org", "Cheng, Qing"),
        ("qing@example.org", "qing@example.org", "qing@example.org"),
        ("qing at example.org (Qing Cheng)", "qing@example.org", "Qing Cheng"),
        ("d@rocz|g @end|ng |rom gm@||@com (Qing)", "d@rocz|g @end|ng |rom gm@||@com", "Qing"),
        ("=?utf-8?B?5bCP5ruh?= <x@example.org>", "x@example.org", "小满"),
        ("=?gb2312?Q?=D6=DC=C0=CF?= <x@example.org>", "x@example.org", "周老"),
        ("=?utf-8?B?5bCP?=\n =?utf-8?B?5ruh?= <x@example.org>", "x@example.org", "小满"),
        ("=?x-unknown?B?5bCP5ruh?= <x@example.org>", "x@example.org", "小满"),
        ("=?zlib?B?AAAA?= <x@example.org>", "x@example.org", "\x00\x00\x00"),
    ],
)
def test_who_wrote(written: str, address: str, name: str) -> None:
    row = only(mail(1, sender=written))
    assert (row["author_id"], row["author"]) == (address, name)


def test_a_list_that_puts_itself_in_the_from_field() -> None:
    more = "Reply-To: Qing Cheng <qing@example.org>\n"
    row = only(mail(1, sender="Qing Cheng via Reading <reading@lists.example.org>", more=more))
    assert (row["author_id"], row["author"]) == ("qing@example.org", "Qing Cheng")
    row = only(mail(1, sender="Qing via Reading <reading@lists.example.org>"))
    assert (row["author_id"], row["author"]) == (None, "Qing")


QUOTED = """\
I can, from eight.

On Wed, 18 Mar 2026 at 10:00, Qing Cheng
<qing@example.org> wrote:
> Does anyone know a room?
>> older words
>
And on Sunday too.
--\x20
Zhou, reading circle
_______________________________________________
Reading mailing list
Reading@lists.example.org
"""


def test_quotes_signatures_and_footers_are_cut() -> None:
    row = only(mail(1, QUOTED))
    assert row["text"] == "I can, from eight.\n\nAnd on Sunday too."
    assert row["quoted"] == "Does anyone know a room?\nolder words"


@pytest.mark.parametrize(
    "tail",
    [
        "-----Original Message-----\nFrom: Qing\nold words",
        "------------------ 原始邮件 ------------------\n发件人: 小满\n旧话",
        "发件人: 小满 <x@example.org>\n发送时间: 2026年3月18日\n旧话",
        "________________________________\nFrom: Qing <q@example.org>\nSent: Wednesday\nold words",
        "在 2026-03-18 10:00:00，\"小满\" <x@example.org> 写道：\n> 旧话",
        "_______________________________________________\nlist mailing list\nhttps://lists.example.org/listinfo/list",
        "-- \nYou received this message because you are subscribed to the Google Groups",
        "Sent from my iPhone",
        "发自我的 iPhone",
        "[[alternative HTML version deleted]]",
        "-------------- next part --------------\nAn HTML attachment was scrubbed...\nURL: <x.html>",
    ],
)  # fmt: skip
def test_what_programs_add_is_no_words_of_the_author(tail: str) -> None:
    assert only(mail(1, f"收到，谢谢。\n\n{tail}"))["text"] == "收到，谢谢。"


def test_a_scrubbed_picture_gives_the_kind() -> None:
    note = "A non-text attachment was scrubbed...\nName: room.jpg\nType: image/jpeg\nSize: 1 bytes\nURL: <x>"
    row = only(mail(1, f"See the room.\n-------------- next part --------------\n{note}"))
    assert (row["kind"], row["text"]) == ("image", "See the room.")


def test_a_forwarded_mail() -> None:
    body = "看看这个。\n\n---------- Forwarded message ---------\nFrom: x@example.org\nSubject: y\n\nold"
    row = only(mail(1, body))
    assert (row["is_forwarded"], row["text"]) == (True, "看看这个。")


MULTIPART = """\
Content-Type: multipart/mixed; boundary="out"

This is a message in MIME format.
--out
Content-Type: multipart/alternative; boundary=in

--in
Content-Type: text/html; charset=utf-8

<p>Hello <b>all</b></p>
--in
Content-Type: text/plain; charset=gb2312
Content-Transfer-Encoding: quoted-printable

=B4=F3=BC=D2=BA=C3=
=A3=A1
--in--
--out
Content-Type: application/octet-stream; name="=?utf-8?B?5Lmm5Y2V?=.pdf"
Content-Disposition: attachment
Content-Transfer-Encoding: base64

AAAA
--out
Content-Type: text/plain

_______________________________________________
Reading mailing list
--out--
"""


def test_parts_of_a_mail() -> None:
    row = only(mail(1).partition("\n\nhello")[0] + "\nMIME-Version: 1.0\n" + MULTIPART)
    assert (row["text"], row["kind"]) == ("大家好！", "file")


def test_html_alone_loses_its_quote() -> None:
    html = '<div>Yes &amp; thanks</div><div class="gmail_quote">On … <blockquote>old</blockquote></div>'
    row = only(mail(1, html, more="Content-Type: text/html; charset=utf-8\n"))
    assert row["text"] == "Yes & thanks"


def test_a_wrong_charset_is_seen_through() -> None:
    raw = mail(1, "BODY", more="Content-Type: text/plain; charset=us-ascii\n").encode()
    assert (
        only(raw.replace(b"BODY", "大家好，我们周六去图书馆。".encode("gb18030")))["text"]
        == "大家好，我们周六去图书馆。"
    )


def test_a_damaged_date_falls_back_on_the_separator() -> None:
    history = mbox(mail(1).replace("Date: Wed, 18 Mar 2026 10:01:00 +0800", "Date: yesterday"))
    assert str(rows(history)[0]["sent_at"]) == "2026-03-18 10:01:00+00:00"
    assert history.issues.counts == {"bad-time": 1}


@pytest.mark.parametrize(
    ("date", "instant"),
    [
        ("Wed, 18 Mar 2026 10:00:00 -0500 (EST)", "2026-03-18 15:00:00+00:00"),
        ("18 Mar 2026 10:00 +0800", "2026-03-18 02:00:00+00:00"),
        ("Wed, 18 Mar 2026 10:00:00 GMT", "2026-03-18 10:00:00+00:00"),
        ("Wed, 18 Mar 98 10:00:00 +0000", "1998-03-18 10:00:00+00:00"),
        ("Wed, 18 Mar 2026 10:00:00", "2026-03-18 10:00:00+00:00"),
    ],
)
def test_dates(date: str, instant: str) -> None:
    row = only(mail(1).replace("Date: Wed, 18 Mar 2026 10:01:00 +0800", f"Date: {date}"))
    assert str(row["sent_at"]) == instant


def test_no_mail_at_all_is_refused() -> None:
    with pytest.raises(UnreadableSource):
        mbox("From qing@example.org Wed Mar 18 10:00:00 2026\nX-Nothing: here\n\nhello\n")


@pytest.mark.parametrize(
    "piece",
    [
        "From a@b Wed Mar 18 10:00:00 2026\nX: y\n", "From ", "> ", ">", "--\n", "_" * 30 + "\n", "-" * 20 + "\n",
        "=?a?b?",
        "=?utf-8?q?a?=", "<", "\n ", "re:", "[a]", "On it wrote:\n", "On \n> a\n", "----- next part -----\n",
        "<blockquote>",
    ],
)  # fmt: skip
def test_hostile_mail_costs_no_more_than_its_length(piece: str) -> None:
    started = time.process_time()
    mbox(mail(1, piece * (400_000 // len(piece))) + mail(2))
    mbox(mail(1, more=f"Subject: {piece * (100_000 // len(piece))}\n".replace("\n", " ") + "\n"))
    assert time.process_time() - started < 8


def test_a_mail_with_a_huge_attachment_is_read_in_bounded_memory() -> None:
    from closeknit.carriers.mbox import splitting

    big = mail(1, "A" * 75 + "\n")
    data = big.rstrip("\n") + "\n" + ("A" * 75 + "\n") * 5000 + "\n" + mail(2)
    longest = splitting.LONGEST_MAIL
    try:
        splitting.LONGEST_MAIL = 64 << 10  # type: ignore[misc]
        found = list(splitting.mails_of(of_bytes("x", "x", data.encode())))
    finally:
        splitting.LONGEST_MAIL = longest  # type: ignore[misc]
    assert len(found) == 2
    assert found[1][1] == data[: data.index("10:02:00 2026")].count("\n") + 1
