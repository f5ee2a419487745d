"""What stands in the place of words, in several languages, and notices about the group."""

from typing import Any

import pytest

from closeknit.carriers.whatsapp.markers import read_body
from closeknit.carriers.whatsapp.notices import read_notice

L = "\u200e"


@pytest.mark.parametrize(
    ("body", "kind", "text"),
    [
        ("<Media omitted>", "other", None),
        ("<Medien ausgeschlossen>", "other", None),
        ("<Medien ausgeschlossen>\n4Bit Addierer.mod", "file", None),
        ("<Médias omis>\nla montre sur le buffet", "other", "la montre sur le buffet"),
        ("<省略多媒體檔案>", "other", None),
        ("<メディアなし>", "other", None),
        (f"{L}image omitted", "image", None),
        (f"look {L}image omitted", "image", "look"),
        ("audio weggelassen", "voice", None),
        (f"{L}sticker omitido", "sticker", None),
        (f"{L}动态图已略去", "image", None),
        (f"{L}贴图已忽略", "sticker", None),
        (f"{L}音訊已略去", "voice", None),
        (f"{L}画像は省略されました", "image", None),
        (f"{L}동영상 생략됨", "video", None),
        (f"rules.pdf • {L}3 pages {L}document omitted", "file", None),
        (f"{L}<attached: 00000012-STICKER-2024-01-05-15-05-05.webp>", "sticker", None),
        (f"cap {L}<adjunto: 00000012-VIDEO-2024-01-05-15-05-05.mp4>", "video", "cap"),
        (f"{L}<附件：00000012-AUDIO-2024-01-05-15-05-05.opus>", "voice", None),
        ("IMG-20240105-WA0001.jpg (Datei angehängt)\nunser Garten", "image", "unser Garten"),
        ("Book list 2024.pdf (file attached)", "file", None),
        ("Ann.vcf (archivo adjunto)", "contact", None),
        ("Location: https://maps.google.com/?q=22.3,114.1", "location", None),
        (f"{L}POLL:\nWhen?\n{L}OPTION: Sat ({L}3 votes)\n{L}OPTION: Sun ({L}0 votes)", "poll", None),
        (f"{L}Missed voice call, {L}4:05 PM", "call", None),
        ("Waiting for this message. This may take a while.", "other", None),
        (f"{L}You received a view once message. For added privacy, open it on your phone.", "other", None),
        (f"{L}已略去圖片", "image", None),
        (f"{L}صورة غير مشمولة", "image", None),
        ("<Media udeladt>", "other", None),
        ("null", "other", None),
        ("", "other", None),
    ],
)
def test_a_body(body: str, kind: str, text: str | None) -> None:
    read = read_body(body)
    assert (read.kind, read.text, read.edited, read.deleted) == (kind, text, False, False)


@pytest.mark.parametrize(
    "words",
    [
        "voice call",
        "I attached: nothing.",
        "see a.pdf (second page)",
        "<三体> 好看",
        "<b>bold</b>",
        "note:\nbring books\nthanks (3 copies)",
        "https://example.org/?q=1",
        "the image was omitted by me",
    ],
)
def test_what_a_person_wrote_stays_words(words: str) -> None:
    read = read_body(words)
    assert (read.kind, read.text) == ("text", words)


@pytest.mark.parametrize(
    "body",
    [
        "This message was deleted",
        "You deleted this message.",
        f"{L}此訊息已刪除。",
        "Diese Nachricht wurde gelöscht.",
        "Se eliminó este mensaje.",
        "Mensagem apagada",
        "このメッセージは削除されました",
        f"{L}This message was deleted by admin Bob.",
    ],
)
def test_deleted(body: str) -> None:
    read = read_body(body)
    assert (read.kind, read.text, read.deleted) == ("other", None, True)


@pytest.mark.parametrize(
    "mark",
    [
        "<This message was edited>",
        "<Se editó este mensaje.>",
        f"{L}<此消息已编辑>",
        "<Diese Nachricht wurde bearbeitet.>",
    ],
)
def test_edited(mark: str) -> None:
    read = read_body(f"see you at six {mark}")
    assert (read.kind, read.text, read.edited) == ("text", "see you at six", True)


@pytest.mark.parametrize(
    ("notice", "kind", "event", "people"),
    [
        ("Ann joined using this group's invite link", "join", "join", ("Ann",)),
        ("Ann added Bob, Carol and Dan", "join", "join", ("Bob", "Carol", "Dan")),
        ("You were added", "join", "join", ("Me",)),
        ("Bob left", "leave", "leave", ("Bob",)),
        ("Ann removed Bob", "leave", "leave", ("Bob",)),
        ("阿明已新增小美", "join", "join", ("小美",)),
        ("张三添加了李四和+86 138 0000 0000", "join", "join", ("李四", "+86 138 0000 0000")),
        ("小明新增了小美和大文", "join", "join", ("小美", "大文")),
        ("小明新增了李和平", "join", "join", ("李和平",)),
        ("小明新增了小美、媽和阿玲", "join", "join", ("小美", "媽", "阿玲")),
        ("小明新增了小美、王和平和李和平", "join", "join", ("小美", "王和平", "李和平")),
        ("山和海加入了群组", "join", "join", ("山和海",)),
        ("阿花已使用此群組的邀請連結加入", "join", "join", ("阿花",)),
        ("小美已離開群組", "leave", "leave", ("小美",)),
        ("王五退出了群组", "leave", "leave", ("王五",)),
        ("Ann hat Ben hinzugefügt", "join", "join", ("Ben",)),
        ("Ben hat die Gruppe verlassen", "leave", "leave", ("Ben",)),
        ("Ana añadió a Beto", "join", "join", ("Beto",)),
        ("Te uniste mediante el enlace de invitación de este grupo.", "join", "join", ("Me",)),
        ("Beto salió del grupo", "leave", "leave", ("Beto",)),
        ("Ana adicionou Beto", "join", "join", ("Beto",)),
        ("Beto saiu", "leave", "leave", ("Beto",)),
        ("Zoé a ajouté Paul", "join", "join", ("Paul",)),
        ("Paul a quitté le groupe", "leave", "leave", ("Paul",)),
        ("홍길동님이 나갔습니다.", "leave", "leave", ("홍길동",)),
        ("Ann created group “Left: right”", "system", "created", ()),
        ("Ann changed the subject from “A: b” to “C”", "system", "rename", ()),
        ("张三更改了此群组的设置，仅限管理员添加成员", "system", "settings", ()),
        ("Messages and calls are end-to-end encrypted.", "system", "encryption", ()),
        ("Blorp fnord", "system", "other", ()),
    ],
)
def test_a_notice(notice: str, kind: str, event: str, people: tuple[str, ...]) -> None:
    read = read_notice(notice, "Me")
    assert (read.kind, read.event, read.people) == (kind, event, people)


def test_an_iphones_notices_stand_under_a_name_and_are_none_of_its_words(rows: Any) -> None:
    text = (
        f"[13/02/24, 10:04:00] Book club: {L}Messages and calls are end-to-end encrypted.\n"
        f"[13/02/24, 10:04:01] ~\u202fBob: {L}~\u202fBob left\n"
        f"[13/02/24, 10:04:02] Book club: {L}Ann changed this group's icon\n"
        f"[13/02/24, 10:04:03] Ann: {L}You added Carol\n"
        "[13/02/24, 10:04:04] Ann: Bob left? why\n"
    )
    found = rows(text, name="_chat.txt", me="Ann")
    assert [(row["kind"], row["author"]) for row in found] == [
        ("system", None),
        ("leave", "Bob"),
        ("system", None),
        ("join", "Carol"),
        ("text", "Ann"),
    ]
    assert {row["channel"] for row in found} == {"Book club"}
