"""Who brought whom in, where the export tells: in the tools that do."""

import pytest

from closeknit.carriers.line.phrases import read_phrase
from closeknit.carriers.telegram.services import service
from closeknit.carriers.telegram.shapes import Row
from closeknit.carriers.wechat.notices import find_notice
from closeknit.carriers.whatsapp.notices import read_notice


@pytest.mark.parametrize(
    ("words", "who", "by"),
    [
        ("Ann added Bo", "Bo", "Ann"),
        ("You added Bo", "Bo", "Me"),
        ("Ann已新增阿嵐", "阿嵐", "Ann"),
        ("Ann hat Bo hinzugefügt", "Bo", "Ann"),
        ("Ann hat dich hinzugefügt.", "Me", "Ann"),
        ("Ann te añadió.", "Me", "Ann"),
        ("Ann Lee, Bo Ek kişisini ekledi", "Bo Ek", "Ann Lee"),
        ("Ann Bo kişisini ekledi", "Bo", "Ann"),
        ("Bo Ek grup davet bağlantısını kullanarak katıldı", "Bo Ek", None),
        ("Bo se unió usando el enlace de invitación de este grupo", "Bo", None),
        ("Ann将Bo添加到该群组", "Bo", "Ann"),
        ("Bo joined using this group's invite link", "Bo", None),
    ],
)
def test_whatsapp(words: str, who: str, by: str | None) -> None:
    notice = read_notice(words, "Me")
    assert (notice.kind, notice.people, notice.inviter) == ("join", (who,), by)


@pytest.mark.parametrize(
    ("words", "who", "by"),
    [
        ('"程青"邀请"阿岚"加入了群聊', ((None, "阿岚"),), (None, "程青")),
        ('你邀请"阿岚、老周"加入了群聊', ((None, "阿岚"), (None, "老周")), (None, "我")),
        ('"阿岚"通过扫描"程青"分享的二维码加入群聊', ((None, "阿岚"),), None),
    ],
)
def test_wechat(words: str, who: object, by: object) -> None:
    notice = find_notice(words)
    assert notice is not None
    assert (notice.kind, notice.subjects, notice.inviter) == ("join", who, by)


@pytest.mark.parametrize(
    ("words", "kind", "who", "by"),
    [
        ("程青已新增阿嵐至群組", "join", "阿嵐", "程青"),
        ("程青邀請阿嵐加入群組", "system", "阿嵐", "程青"),
        ("Ann added Bo to the group", "join", "Bo", "Ann"),
        ("Bo joined the group", "join", "Bo", None),
    ],
)
def test_line(words: str, kind: str, who: str, by: str | None) -> None:
    phrase = read_phrase(words)
    assert phrase is not None
    assert (phrase.kind, phrase.subject, phrase.inviter) == (kind, who, by)


def test_telegram() -> None:
    told = service(Row(type="service", action="invite_members", actor="Ann", actor_id="user1", members=["Bo"]))
    assert (told.kind, told.author, told.inviter) == ("join", "Bo", "Ann")
    alone = service(Row(type="service", action="join_group_by_link", actor="Bo", actor_id="user2"))
    assert alone.inviter is None
