"""Threads, lists and folders of mail."""

import pytest
from tests.carriers.mbox.letters import folder, mail, mbox, only, rows

from closeknit.carriers.contract import CERTAIN, LIKELY, NO
from closeknit.carriers.mbox import CARRIER
from closeknit.records.options import ReadOptions
from closeknit.sources.source import of_bytes


def thread_of(*mails: str) -> list[str | None]:
    by_id = {row["id"]: row["thread"] for row in rows(mbox("".join(mails)))}
    return [by_id[ident] for ident in sorted(by_id)]


def test_threads_hold_by_ids_whatever_the_order() -> None:
    mails = [
        mail(1, more="Subject: Room\n"),
        mail(2, more="Subject: Re: Room\nIn-Reply-To: <m1@example.org>\n"),
        mail(3, more="Subject: AW: other\nReferences: <m1@example.org> <m2@example.org>\n"),
    ]
    assert thread_of(*mails) == ["m1@example.org"] * 3
    assert thread_of(*mails[::-1]) == ["m1@example.org"] * 3


@pytest.mark.parametrize(
    "subject", ["Re: 四月书目", "回复：四月书目", "[list] RE: [list] 四月书目", "答复: Re[2]: 四月书目"]
)
def test_threads_hold_by_the_subject_where_ids_lead_nowhere(subject: str) -> None:
    first = mail(1, more="Subject: 四月书目\n")
    assert thread_of(first, mail(2, more=f"Subject: {subject}\n")) == ["m1@example.org"] * 2
    lost = mail(2, more=f"Subject: {subject}\nIn-Reply-To: <gone@example.org>\n")
    assert thread_of(first, lost) == ["m1@example.org"] * 2
    assert thread_of(first, mail(2, more="Subject: 四月书目\n")) == ["m1@example.org", "m2@example.org"]


def test_an_answer_without_ids_is_one_all_the_same() -> None:
    row = only(mail(1, more="Subject: Re: Room\n"))
    assert (row["is_reply"], row["reply_to"]) == (True, None)


def test_lists_are_chats() -> None:
    books, walks = "List-Id: Books <books.example.org>\n", "List-Id: <walks.example.org>\n"
    found = rows(
        mbox(
            mail(1, more=books)
            + mail(2, more=walks)
            + mail(3, more="To: books@example.org\n")
            + mail(4, more="In-Reply-To: <m2@example.org>\n")
            + mail(5)
        )
    )
    chats = {row["id"][:2]: row["channel"] for row in found}
    assert chats == {"m1": "Books", "m2": "walks", "m3": "Books", "m4": "walks", "m5": "list"}


def test_old_mails_of_a_list_belong_to_it() -> None:
    found = rows(mbox(mail(1) + mail(2, more="List-Id: Books <books.example.org>\n")))
    assert {(row["channel"], row["channel_id"]) for row in found} == {("Books", "books.example.org")}


def test_a_mail_that_stands_twice_is_taken_once() -> None:
    history = mbox(mail(1) + mail(1) + mail(2))
    assert len(rows(history)) == 2
    assert history.issues.counts == {"repeated": 1}


def test_maildir_letters_and_months() -> None:
    letter = mail(1).partition("\n")[2].encode()
    other = mail(2).partition("\n")[2].encode()
    maildir = folder("Books", {"cur/1:2,S": letter, "new/2": other})
    letters = folder("Books", {"1.eml": letter, "2.eml": other})
    months = folder("Books", {"2026-March.txt": mail(1).encode(), "2026-April.txt": mail(2).encode()})
    for source in (maildir, letters, months):
        assert CARRIER.sniff(source) > NO
        found = rows(CARRIER.read(source, ReadOptions()))
        assert {(row["channel"], row["text"]) for row in found} == {("Books", "hello")}
        assert len(found) == 2
    assert CARRIER.sniff(maildir) == CERTAIN
    assert CARRIER.sniff(of_bytes("1.eml", "1.eml", letter)) == LIKELY
    assert CARRIER.sniff(folder("Papers", {"1.eml": letter, "plan.pdf": b"%PDF"})) == NO
