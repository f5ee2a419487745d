"""The client's own sentences, as they stand in groups, and words of people that only look like them."""

import pytest

from closeknit.carriers.wechat.notices import as_notice, find_notice, is_bare_notice, is_poke


@pytest.mark.parametrize(
    ("text", "kind", "event", "who"),
    [
        ('"张三"邀请"李四"加入了群聊', "join", "invite", ["李四"]),
        ('"张三"邀请"李四、王五"加入了群聊', "join", "invite", ["李四", "王五"]),
        ('你邀请"李四"加入了群聊  ', "join", "invite", ["李四"]),
        ('"张三"邀请你加入了群聊，群聊参与人还有：李四、王五', "join", "invite", ["我"]),
        ("「張三」邀請「李四」加入了群組", "join", "invite", ["李四"]),
        ('"张三" invited "李四" to the group chat', "join", "invite", ["李四"]),
        ('张三 invited you to a group chat with 李四', "join", "invite", ["我"]),
        ('"李四"通过扫描"张三"分享的二维码加入群聊', "join", "join", ["李四"]),
        ('你通过扫描二维码加入群聊，群聊参与人还有：张三', "join", "join", ["我"]),
        ('"李四" joined the group chat via the QR code shared by "张三"', "join", "join", ["李四"]),
        ('"李四"加入了群聊', "join", "join", ["李四"]),
        ('"李四"退出了群聊', "leave", "leave", ["李四"]),
        ('"李四"已退出群聊', "leave", "leave", ["李四"]),
        ('你将"李四"移出了群聊', "leave", "remove", ["李四"]),
        ('"张三"將"李四"移出群組', "leave", "remove", ["李四"]),
        ('你被"张三"移出群聊', "leave", "remove", ["我"]),
        ('You removed "李四" from the group chat', "leave", "remove", ["李四"]),
        ('"王五" 撤回了一条消息', "recall", "recall", ["王五"]),
        ('你撤回了一条消息 <a href="weixin://revoke_edit_click">重新编辑</a>', "recall", "recall", ["我"]),
        ('"张三"撤回了成员"李四"的一条消息', "recall", "recall", ["张三"]),
        ("「王五」收回了一則訊息", "recall", "recall", ["王五"]),
        ('"王五" recalled a message', "recall", "recall", ["王五"]),
        ('"张三"修改群名为“周六书市”', "system", "rename", ["张三"]),
        ('"李四"已成为新群主', "system", "owner", ["李四"]),
        ('"李四"领取了你的红包', "system", "redpacket", ["李四"]),
        ('"李四"拍了拍"张三"', "system", "poke", ["李四"]),
        ('"张三(wxid_z)"邀请"李四(wxid_l)"加入了群聊', "join", "invite", ["李四"]),
    ],
)  # fmt: skip
def test_what_happened_and_to_whom(text: str, kind: str, event: str, who: list[str]) -> None:
    notice = as_notice(text)
    assert (notice.kind, notice.event, [name for _id, name in notice.subjects]) == (kind, event, who)
    assert "<" not in notice.text


def test_an_unknown_sentence_is_a_notice_all_the_same() -> None:
    assert as_notice("以上是打招呼的内容")[:3] == ("system", "notice", "以上是打招呼的内容")
    assert as_notice("")[:4] == ("system", "notice", "", ())


@pytest.mark.parametrize(
    "text",
    [
        "我昨天退出了群聊，后来又加入了",
        "他邀请我加入群聊",
        "谁撤回了一条消息？",
        '"张三"邀请"李四"加入了群聊\n这是真的吗',
        '"读书会"这个名字好',
        "大家好",
        "",
    ],
)
def test_words_of_people_are_no_notices(text: str) -> None:
    assert not is_bare_notice(text)


@pytest.mark.parametrize("text", ["大家好", "joined", ""])
def test_most_words_are_not_even_looked_at(text: str) -> None:
    assert find_notice(text) is None


@pytest.mark.parametrize(
    ("text", "poke"),
    [
        ('"李四" 拍了拍 "张三"', True),
        ('我拍了拍"张三"的小脑袋', True),
        ('"李四" tickled "张三"', True),
        ("我拍了拍他", False),
        ("我拍了拍我", False),
        ('"李四" 拍了拍 "张三"\n哈哈', False),
    ],
)
def test_a_poke_has_a_name_in_quotes(text: str, poke: bool) -> None:
    assert is_poke(text) is poke
