"""PyWxDump's and WeFlow's files as real people have them: damaged by spreadsheets, cut off, of many versions."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.carriers.wechat.exports import PYWXDUMP, ZONE, read, rows, weflow

from closeknit.carriers.contract import NO
from closeknit.carriers.wechat import CARRIER
from closeknit.errors import TruncatedSource
from closeknit.records.options import ReadOptions
from closeknit.sources import open_source
from closeknit.sources.source import of_bytes


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
