"""Files as real people have them: damaged by spreadsheets, cut off, of newer and older versions of the tools."""

import json
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from closeknit.carriers.contract import NO
from closeknit.carriers.wechat import CARRIER
from closeknit.errors import TruncatedSource, UnreadableSource
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import open_source
from closeknit.sources.source import of_bytes

ZONE = ZoneInfo("Asia/Shanghai")
PYWXDUMP = "id,MsgSvrID,type_name,is_sender,talker,room_name,msg,src,CreateTime\n"
MEMOTRACE = "localId,TalkerId,Type,SubType,IsSender,CreateTime,Status,StrContent,StrTime,Remark,NickName,Sender\n"


def read(text: str | bytes, name: str = "群.txt", **options: Any) -> History:
    data = text if isinstance(text, bytes) else text.encode()
    source = of_bytes(name, name, data)
    assert CARRIER.sniff(source) > NO
    return CARRIER.read(source, ReadOptions(ZONE, **options))


def rows(text: str | bytes, name: str = "群.txt", **options: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read(text, name, **options).messages.to_pylist()
    return found


def weflow(*messages: dict[str, Any], **session: str) -> str:
    head = {"wxid": "1@chatroom", "displayName": "读书会", "type": "群聊"} | session
    base = {"createTime": 1704438305, "type": "文本消息", "localType": 1, "senderUsername": "wxid_a", "source": ""}
    found = [base | {"localId": n + 1, "senderDisplayName": "阿岚"} | m for n, m in enumerate(messages)]
    return json.dumps({"weflow": {"version": "2"}, "session": head, "messages": found}, ensure_ascii=False)


def chatlog(**message: Any) -> dict[str, Any]:
    return {
        "seq": 1704438305000, "time": "2024-01-05T15:05:05+08:00", "talker": "1@chatroom", "talkerName": "读书会",
        "isChatRoom": True, "sender": "wxid_a", "senderName": "阿岚", "isSelf": False, "type": 1, "subType": 0,
        "content": "好",
    } | message  # fmt: skip


class TestPyWxDump:
    def test_a_missing_column_moves_nothing(self) -> None:
        """One tool of the family leaves room_name out of the rows, but not out of the header."""
        found = rows(PYWXDUMP + "1,901,文本,0,wxid_a,早上好,,2024-01-05 15:05:05\n", "wxid_x_0_5000.csv")
        assert (found[0]["text"], found[0]["author_id"], found[0]["channel_id"]) == ("早上好", "wxid_a", "wxid_x")
        assert found[0]["sent_at"] == datetime(2024, 1, 5, 7, 5, 5, tzinfo=UTC)

    def test_a_spreadsheet_cut_seconds_and_ids(self) -> None:
        text = PYWXDUMP + (
            "2,5.70414E+18,文本,0,wxid_b,1@chatroom,二,,2024/10/4 11:42\n"
            "1,5704142615879610000,文本,0,wxid_a,1@chatroom,一,,2024/10/4 11:42\n"
        )
        found = rows(text)
        assert [row["text"] for row in found] == ["一", "二"], "the running number gives the order"
        assert {row["time_precision"] for row in found} == {"minute"}
        assert [row["id"] for row in found] == [None, None], "ids of which only some digits are left are none"

    def test_words_with_bare_commas_stay_whole(self) -> None:
        found = rows(PYWXDUMP + "1,901,文本,0,wxid_a,1@chatroom,甲,乙,丙,,2024-01-05 15:05:05\n")
        assert found[0]["text"] == "甲,乙,丙"

    def test_rows_that_cannot_be_told_apart_are_issues(self) -> None:
        history = read(PYWXDUMP + "1,2,3\n2,901,文本,0,wxid_a,1@chatroom,好,,31/02\n")
        assert (len(history.messages), history.issues.counts) == (1, {"bad-row": 1, "bad-time": 1})
        assert history.issues.examples[0].line == 2
        assert history.messages["sent_at"].to_pylist() == [None]

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
    def test_any_encoding_and_separator(self, encoding: str) -> None:
        text = PYWXDUMP + "1,901,文本,0,wxid_a,1@chatroom,大家好，我们的时间是周六下午，有人来吗,,2024-01-05 15:05:05\n"
        found = rows(text.replace(",", ";").encode(encoding), "a.csv")
        assert found[0]["text"] == "大家好，我们的时间是周六下午，有人来吗"

    def test_a_folder_of_pages_is_one_export(self, tmp_path: Path) -> None:
        users = {"wxid_a": {"nickname": "阿岚", "remark": ""}, "1@chatroom": {"nickname": "读书会"}}
        (tmp_path / "users.json").write_text(json.dumps(users, ensure_ascii=False), encoding="utf-8")
        for start in (10000, 5000, 0):
            row = f"{start},9{start},文本,0,wxid_a,1@chatroom,{start},,2024-01-05 15:05:05\n"
            (tmp_path / f"1@chatroom_{start}_{start + 5000}.csv").write_text(PYWXDUMP + row, encoding="utf-8")
        source = open_source(tmp_path)
        assert CARRIER.sniff(source) > NO
        found = CARRIER.read(source, ReadOptions(ZONE)).messages.to_pylist()
        assert [row["text"] for row in found] == ["0", "5000", "10000"]
        assert {(row["author"], row["channel"], row["channel_id"]) for row in found} == {
            ("阿岚", "读书会", "1@chatroom")
        }

    def test_a_folder_with_anything_else_is_looked_into(self, tmp_path: Path) -> None:
        (tmp_path / "a_0_5.csv").write_text(PYWXDUMP, encoding="utf-8")
        (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
        assert CARRIER.sniff(open_source(tmp_path)) == NO

    def test_the_same_rows_as_json(self) -> None:
        row = {"id": 1, "MsgSvrID": "5704142615879617852", "type_name": "文本", "is_sender": 0, "talker": "wxid_a"}
        row |= {"room_name": "1@chatroom", "msg": "好", "src": "", "CreateTime": "2024-01-05 15:05:05"}
        found = rows(json.dumps([row], ensure_ascii=False), "a.json")
        assert (found[0]["id"], found[0]["text"], found[0]["zone"]) == ("5704142615879617852", "好", "assumed")

    @pytest.mark.parametrize(
        ("name", "kind"),
        [
            ("(分享)卡片式链接", "link"), ("接龙", "chain"), ("群公告", "announcement"), ("转账", "transfer"),
            ("合并转发的聊天记录", "merged_forward"), ("(分享)小程序", "link"), ("消息撤回57", "recall"),
            ("用户上传的GIF表情", "sticker"), ("语音通话", "call"), ("未知", "other"), ("文件(猜)", "file"),
        ],
    )  # fmt: skip
    def test_the_tools_words_for_kinds(self, name: str, kind: str) -> None:
        words = '"""阿岚"" 撤回了一条消息"' if kind == "recall" else "x"
        found = rows(PYWXDUMP + f"1,901,{name},0,wxid_a,1@chatroom,{words},,2024-01-05 15:05:05\n")
        assert found[0]["kind"] == kind

    def test_weclone_calls_everything_text(self) -> None:
        head = "id,MsgSvrID,type_name,is_sender,talker,msg,src,CreateTime\r\n"
        at = ",,2026-03-14T07:50:03+08:00\r\n"
        text = head + "".join(
            f'{n},{n},text,0,{who},"{words}"{at}'
            for n, (who, words) in enumerate(
                [
                    ("阿岚", "[红包]恭喜发财"),
                    ("群", '""阿岚""邀请""小满""加入了群聊'),
                    ("小满", "谢谢[引用 阿岚：欢迎]"),
                ],
                1,
            )
        )
        found = rows("\ufeff" + text, "群.csv")
        assert [row["kind"] for row in found] == ["redpacket", "join", "text"]
        assert (found[2]["text"], found[2]["quoted"], found[2]["quoted_author"]) == ("谢谢", "欢迎", "阿岚")


class TestWeFlow:
    def test_a_newer_reply_carries_its_quote_in_the_words(self) -> None:
        found = rows(
            weflow(
                {"content": "同意[引用 小满：周六[两点]见]", "type": "引用消息", "localType": 244813135921},
                {
                    "content": "[引用 小满：周六见]",
                    "type": "引用消息",
                    "localType": 244813135921,
                    "quotedSender": "小满",
                },
            ),
            "a.json",
        )
        assert [(row["text"], row["quoted"], row["quoted_author"]) for row in found] == [
            ("同意", "周六[两点]见", "小满"),
            (None, "周六见", "小满"),
        ]
        assert [row["kind"] for row in found] == ["text", "text"]

    def test_the_newer_name_of_the_chat_id(self) -> None:
        text = weflow({"content": "好"}).replace('"wxid": "1@chatroom"', '"accountId": "1@chatroom"')
        assert rows(text, "a.json")[0]["channel_id"] == "1@chatroom"

    def test_fields_of_any_type_are_survived(self) -> None:
        history = read(
            weflow(
                {"content": {"text": "好"}, "localType": "1", "createTime": "1704438305000"},
                {"content": None, "senderDisplayName": None, "platformMessageId": 5704142615879617852},
                {"content": ["?"], "localType": None, "type": None, "source": 5, "createTime": "yesterday"},
            ),
            "a.json",
        )
        found = history.messages.to_pylist()
        assert (found[0]["text"], found[0]["sent_at"]) == ("好", datetime(2024, 1, 5, 7, 5, 5, tzinfo=UTC))
        assert (found[1]["id"], found[1]["kind"], found[1]["text"]) == ("5704142615879617852", "other", None)
        assert (found[2]["sent_at"], history.issues.counts) == (None, {"bad-time": 1})

    def test_rows_without_a_sender(self) -> None:
        nobody = {"senderUsername": None, "senderDisplayName": ""}
        history = read(weflow(nobody | {"content": "好", "isSend": 1}, nobody | {"content": "谁"}), "a.json", me="阿岚")
        assert history.messages["author"].to_pylist() == ["阿岚", None]
        assert history.issues.counts == {"no-author": 1}

    def test_an_item_that_is_no_object_is_an_issue(self) -> None:
        text = weflow({"content": "好"}).replace('"messages": [', '"messages": [7, ')
        history = read(text, "a.json")
        assert (len(history.messages), history.issues.counts, history.issues.lost) == (1, {"bad-row": 1}, 1)

    def test_a_transcript_is_the_words_of_a_voice_message(self) -> None:
        voice = {"type": "语音消息", "localType": 34}
        found = rows(
            weflow(
                voice | {"content": "[语音转文字] 我晚点到"},
                voice | {"content": "我晚点到"},
                voice | {"content": "media/voices/12.wav"},
                voice | {"content": "[语音消息 - 转文字失败]"},
            ),
            "a.json",
        )
        assert [row["text"] for row in found] == ["我晚点到", "我晚点到", None, None]
        assert {row["kind"] for row in found} == {"voice"}

    @pytest.mark.parametrize(
        ("number", "word", "content", "kind"),
        [
            (0, "其他消息", "[接龙] #接龙\n1. 阿岚", "chain"),
            (227633266737, "其他消息", "#接龙\n1. 阿岚", "chain"),
            (49, "小程序分享", "[小程序]投票", "link"),
            (49, "文件消息", "[文件]预算.xlsx", "file"),
            (49, "其他消息", "[红包]恭喜发财", "redpacket"),
            (1, "图片消息", "media/images/1.jpg", "image"),
            (1, "文本消息", "[图片]", "text"),
            (266287972401, "其他消息", '"阿岚" 拍了拍 "小满"', "other"),
            (50, "通话消息", "[通话] 3:20", "call"),
            (12345, "谁知道", "x", "other"),
        ],
    )
    def test_number_then_word_then_token(self, number: int, word: str, content: str, kind: str) -> None:
        found = rows(weflow({"localType": number, "type": word, "content": content}), "a.json")
        assert found[0]["kind"] == kind

    def test_a_chain_and_an_announcement_keep_their_words(self) -> None:
        found = rows(
            weflow(
                {"localType": 49, "type": "接龙", "content": "[接龙] #接龙\n周六\n1. 阿岚"},
                {"localType": 1, "content": "#接龍\n週六\n1. 阿嵐\n2. 小滿"},
                {"localType": 373662154801, "type": "群公告", "content": "[群公告]周三晚八点"},
            ),
            "a.json",
        )
        assert [(row["kind"], row["text"]) for row in found] == [
            ("chain", "#接龙\n周六\n1. 阿岚"),
            ("chain", "#接龍\n週六\n1. 阿嵐\n2. 小滿"),
            ("announcement", "周三晚八点"),
        ]

    def test_everybody_is_nobody(self) -> None:
        source = "<msgsource><atuserlist>,wxid_b,notify@all,wxid_b</atuserlist></msgsource>"
        found = rows(weflow({"content": "@小满 看", "source": source}, {"content": "@所有人 看"}), "a.json")
        assert [row["mentions"] for row in found] == [["wxid_b"], None]

    def test_a_recall_that_names_its_row_marks_it(self) -> None:
        notice = (
            '<sysmsg type="revokemsg"><revokemsg><newmsgid>77</newmsgid>'
            '<replacemsg><![CDATA["阿岚" 撤回了一条消息]]></replacemsg></revokemsg></sysmsg>'
        )
        found = rows(
            weflow(
                {"content": "写错了", "platformMessageId": "77"},
                {"content": notice, "localType": 10002, "type": "系统消息", "senderUsername": "1@chatroom"},
            ),
            "a.json",
        )
        assert [row["is_deleted"] for row in found] == [True, False]
        assert (found[1]["kind"], found[1]["text"], found[1]["author_id"]) == (
            "recall",
            '"阿岚" 撤回了一条消息',
            "wxid_a",
        )

    def test_senders_behind_the_messages_are_found(self) -> None:
        message = {"createTime": 1704438305, "senderID": 7, "type": "文本消息", "localType": 1, "content": "好"}
        text = json.dumps(
            {
                "weflow": {"format": "arkme-json"}, "session": {"wxid": "1@chatroom", "displayName": "群"},
                "messages": [message], "senders": [{"senderID": 7, "accountId": "wxid_a", "nickname": "阿岚"}],
            }
        )  # fmt: skip
        found = rows(text, "a.json")
        assert (found[0]["author_id"], found[0]["author"]) == ("wxid_a", "阿岚")

    def test_a_file_that_breaks_off_says_how_much_is_whole(self) -> None:
        text = weflow(*({"content": f"第{n}条"} for n in range(5)))[:-140]
        with pytest.raises(TruncatedSource) as told:
            read(text, "a.json")
        assert told.value.rows == 4
        saved = read(text, "a.json", salvage=True)
        assert (len(saved.messages), saved.issues.counts) == (4, {"cut-off": 1})

    def test_chatlab_files_are_not_ours(self) -> None:
        text = '{"chatlab": {"version": "0.0.2", "generator": "WeFlow"}, "session": {}, "senderUsername": ""}'
        assert CARRIER.sniff(of_bytes("a.json", "a.json", text.encode())) == NO

    def test_plain_text_with_a_quote_a_token_and_a_name_of_quotes(self) -> None:
        text = (
            "2024-01-05 15:04:05 'O'Neil 'x''\n第一行\n\n第二段\n\n"
            "2024-01-05 15:05:05 '我'\n好[引用 O'Neil：第一行]\n\n"
            "2024-01-05 15:06:05 '小满'\n[链接]活动报名表\nhttps://example.org\n\n"
            '2024-01-05 15:07:05 \'小满\'\n"小满" 拍了拍 "我"\n\n'
        )
        found = rows(text, me="阿岚")
        assert [row["author"] for row in found] == ["O'Neil 'x'", "阿岚", "小满", "小满"]
        assert [row["kind"] for row in found] == ["text", "text", "link", "other"]
        assert found[0]["text"] == "第一行\n\n第二段"
        assert (found[1]["text"], found[1]["quoted"]) == ("好", "第一行")


class TestChatlog:
    def test_several_chats_in_one_file(self) -> None:
        items = [chatlog(talker=f"{n % 2}@chatroom", talkerName=f"群{n % 2}", content=str(n)) for n in range(6)]
        history = read(json.dumps(items, ensure_ascii=False), "a.json")
        assert history.channels() == {"群0": 3, "群1": 3}
        assert [row["text"] for row in history.only("群1").messages.to_pylist()] == ["1", "3", "5"]

    def test_a_quote_of_a_picture_has_no_words(self) -> None:
        refer = {
            "type": 3,
            "time": "2024-01-05T15:04:00+08:00",
            "sender": "wxid_b",
            "senderName": "小满",
            "content": "",
        }
        item = chatlog(type=49, subType=57, content="好看", contents={"refer": refer})
        found = rows(json.dumps([item], ensure_ascii=False), "a.json")[0]
        assert (found["is_reply"], found["quoted"], found["quoted_author"]) == (True, None, "wxid_b")
        assert found["quoted_at"] == datetime(2024, 1, 5, 7, 4, tzinfo=UTC)

    def test_an_app_message_of_a_new_number_is_a_card(self) -> None:
        found = rows(json.dumps([chatlog(type=49, subType=116), chatlog(type=777)]), "a.json")
        assert [row["kind"] for row in found] == ["link", "other"]

    def test_times_of_day_need_the_date(self) -> None:
        text = "阿岚(wxid_a) 15:04:05\n早\n\n小满(我) 15:05:05\n> 阿岚(wxid_a) 01-05 15:04:05\n> 早\n早啊\n\n"
        without = read(text)
        assert without.issues.counts == {"no-date": 2}
        found = rows(text, day=date(2024, 1, 5))
        assert found[0]["sent_at"] == datetime(2024, 1, 5, 7, 4, 5, tzinfo=UTC)
        assert (found[1]["author"], found[1]["author_id"]) == ("小满", None)
        assert (found[1]["text"], found[1]["quoted_at"]) == ("早啊", found[0]["sent_at"])

    def test_a_quote_from_last_year(self) -> None:
        text = "阿岚(wxid_a) 01-01 00:05:00\n> 小满(wxid_b) 12-31 23:59:00\n> 新年快乐\n同乐\n\n"
        found = rows(text, year=2024)[0]
        assert found["quoted_at"] == datetime(2023, 12, 31, 15, 59, tzinfo=UTC)

    def test_own_angle_brackets_are_no_quote(self) -> None:
        found = rows("阿岚(wxid_a) 2024-01-05 15:04:05\n> 这是我自己写的\n\n")[0]
        assert (found["text"], found["is_reply"]) == ("> 这是我自己写的", False)

    def test_several_chats_in_plain_text(self) -> None:
        text = (
            "阿岚(wxid_a) [读书会(1@chatroom)] 2024-01-05 15:04:05\n一\n\n"
            "小满(wxid_b) [2@chatroom] 2024-01-05 15:05:05\n二\n\n"
        )
        assert [(row["channel"], row["channel_id"]) for row in rows(text)] == [
            ("读书会", "1@chatroom"),
            ("2@chatroom", "2@chatroom"),
        ]

    def test_a_merged_forward_in_words_is_one_message(self) -> None:
        text = (
            "阿岚(wxid_a) 2024-01-05 15:04:05\n[合并转发|群聊的聊天记录]\n  小满 2024-01-04 21:04\n  到货了\n\n"
            "  程青 2024-01-04 21:05\n  留两本\n\n\n\n小满(wxid_b) 2024-01-05 15:05:05\n好\n\n"
        )
        found = rows(text)
        assert [(row["kind"], row["inner"], row["is_forwarded"]) for row in found] == [
            ("merged_forward", 2, True),
            ("text", None, False),
        ]

    def test_the_lines_of_a_merged_forward_in_words_are_a_history_of_their_own(self) -> None:
        text = (
            "阿岚(wxid_a) 2024-01-05 15:04:05\n[合并转发|群聊的聊天记录]\n"
            "  小满 2024-01-04 21:04:33\n    到货了\n      两箱\n\n"
            "  Li Wei 2024-01-04 21:05:00\n    [合并转发|更早的]\n      阿乙 2024-01-03 09:00:00\n        早\n\n"
            "  程青 1月4日 21:06\n    ![图片](http://127.0.0.1:5030/image/ff)\n\n"
        )
        lines = read(text).inner.select(["author", "text", "kind", "time_text", "inner"]).to_pylist()
        assert [tuple(line.values()) for line in lines] == [
            ("小满", "到货了\n  两箱", "text", "2024-01-04 21:04:33", None),
            ("Li Wei", None, "merged_forward", "2024-01-04 21:05:00", 1),
            ("阿乙", "早", "text", "2024-01-03 09:00:00", None),
            ("程青", None, "image", "1月4日 21:06", None),
        ]

    @pytest.mark.parametrize(
        ("words", "kind", "text"),
        [
            ("[红包][红包]", "text", "[红包][红包]"),
            ("[红包] 谢谢老板", "text", "[红包] 谢谢老板"),
            ("[群公告]", "announcement", None),
            ("[动画表情]", "sticker", None),
            ("![视频](http://127.0.0.1:5030/video/ff)", "video", None),
            ("[转账|发送 ￥35.00](茶水)", "transfer", None),
            ("[分享|题|述](http://x)", "link", None),
            ("Type: 48 Content: <msg><location", "location", None),
            ("[图片]是什么意思", "text", "[图片]是什么意思"),
            ("", "other", None),
        ],
    )
    def test_tokens_of_the_plain_form(self, words: str, kind: str, text: str | None) -> None:
        found = rows(f"阿岚(wxid_a) 2024-01-05 15:04:05\n{words}\n\n")[0]
        assert (found["kind"], found["text"]) == (kind, text)

    def test_the_ids_in_a_notice_are_kept(self) -> None:
        item = chatlog(type=10000, sender="系统消息", content='"阿岚(wxid_a)"邀请"小满(wxid_b)"加入了群聊')
        found = rows(json.dumps([item], ensure_ascii=False), "a.json")[0]
        assert (found["kind"], found["author"], found["author_id"]) == ("join", "小满", "wxid_b")


class TestMemoTrace:
    def test_all_chats_of_a_phone_in_one_file(self) -> None:
        text = MEMOTRACE + (
            '1,1,10000,0,0,1704438245,3,"""A""邀请""B""加入了群聊",2024-01-05 15:04:05,,读书会,1@chatroom\n'
            "2,2,1,0,0,1704438246,3,在吗,2024-01-05 15:04:06,,小满,wxid_b\n"
            "3,2,1,0,1,1704438247,2,在,2024-01-05 15:04:07,,阿岚,wxid_a\n"
            "4,1,1,0,0,1704438248,3,好,2024-01-05 15:04:08,,小满,wxid_b\n"
        )
        assert read("\ufeff" + text, "messages.csv").channels() == {"读书会": 2, "小满": 2}

    def test_a_head_without_body_is_a_notice(self) -> None:
        text = (
            "2024-01-05 15:04:05 阿岚\n早\n\n2024-01-05 15:05:05 以上是打招呼的内容\n\n2024-01-05 15:06:05 阿岚\n\n\n\n"
            "2024-01-05 15:07:05 阿岚\n[音乐分享]\n\n2024-01-05 15:08:05 小满\n对\n引用:未知\n\n"
        )
        assert [(row["kind"], row["author"], row["text"]) for row in rows(text)] == [
            ("text", "阿岚", "早"),
            ("system", None, "以上是打招呼的内容"),
            ("other", "阿岚", None),
            ("link", "阿岚", None),
            ("text", "小满", "对"),
        ]

    @pytest.mark.parametrize(
        "text",
        [
            '[{"conversations": [{"role": "user", "content": "在吗"}, {"role": "assistant", "content": "在"}]}]',
            '[{"instruction": "在吗", "output": "在"}]',
        ],
    )
    def test_training_pairs_are_refused_with_a_reason(self, text: str) -> None:
        with pytest.raises(UnreadableSource, match="training") as told:
            read(text, "dev.json")
        assert told.value.hint

    @pytest.mark.parametrize(
        "text",
        [
            "2024-01-05 15:04:05 INFO started\n2024-01-05 15:04:06 INFO ready\n",
            "消息记录（此消息记录为文本格式，不支持重新导入）\n\n2024-01-05 15:04:05 阿岚(10001)\n早\n\n",
            "2024-01-05 15:04:05 阿岚(1234567)\n早\n\n2024-01-05 15:05:05 小满(7654321)\n早\n\n",
            "2024-01-05 15:04:05\t<nick>\thello\n",
        ],
    )
    def test_other_logs_with_the_same_clock_are_left_alone(self, text: str) -> None:
        assert CARRIER.sniff(of_bytes("a.txt", "a.txt", text.encode())) == NO


class TestWechatExporter:
    def test_quotes_notices_and_words_of_several_lines(self) -> None:
        text = (
            "读书会 - 微信聊天记录\n\n"
            "阿岚 (2024-01-05 15:04:05):第一行\n\n第三行\n"
            '"程青"邀请"小满"加入了群聊\n'
            "小满 (2024-01-05 15:05:05):好\n"
            "「阿岚：第一行\n第三行」\n- - - - - - - - - - - - - - -\n来了\n再说一句\n"
            "系统消息：你撤回了一条消息\n"
            "我 (2024-01-05 15:06:05):「小满：好」\n- - - - - - - - - - - - - - -\n谢谢\n"
            "程青 (2024-01-05 15:07:05):[文件: 预算.xlsx]\n"
        )
        found = rows(text, me="程青")
        assert [(row["kind"], row["author"], row["text"]) for row in found] == [
            ("text", "阿岚", "第一行\n\n第三行"),
            ("join", "小满", '"程青"邀请"小满"加入了群聊'),
            ("text", "小满", "好"),
            ("text", None, "来了\n再说一句"),
            ("recall", "程青", "你撤回了一条消息"),
            ("text", "程青", "谢谢"),
            ("file", "程青", None),
        ]
        assert [row["quoted"] for row in found if row["is_reply"]] == ["第一行\n第三行", "好"]
        assert {row["channel"] for row in found} == {"读书会"}


@pytest.mark.parametrize(
    "text",
    [
        "读书会 - 微信聊天记录\n\n" + "「a：b\n" * 40_000,
        "读书会 - 微信聊天记录\n\n" + '"a"加入了群聊\n' * 20_000,
        "读书会 - 微信聊天记录\n\n" + "a (" * 60_000,
        "阿岚(wxid_a) 2024-01-05 15:04:05\n" + "[链接|](" * 60_000,
        "阿岚(wxid_a) 2024-01-05 15:04:05\n\n" + "a(bb) [" * 60_000,
        "2024-01-05 15:04:05 'a'\n" + "[引用 " * 60_000 + "]",
        PYWXDUMP + '1,2,文本,0,"' + "a,b\n" * 100_000,
        weflow({"content": "<appmsg>" + "<refermsg>" * 50_000, "localType": 244813135921, "type": "引用消息"}),
        weflow({"content": "@" * 100_000}),
        "2024-01-05 15:04:05 a\n" + "引用:" * 100_000 + "\n\n",
    ],
    ids=range(10),
)
def test_hostile_text_costs_no_more_than_its_length(text: str) -> None:
    begun = time.process_time()
    source = of_bytes("a", "a", text.encode())
    if CARRIER.sniff(source):
        CARRIER.read(source, ReadOptions(ZONE))
    assert time.process_time() - begun < 4
