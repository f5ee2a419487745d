"""chatlog's, MemoTrace's and WechatExporter's files as real people have them, and hostile ones."""

import json
import time
from datetime import UTC, date, datetime

import pytest
from tests.carriers.wechat.exports import MEMOTRACE, PYWXDUMP, ZONE, chatlog, read, rows, weflow

from closeknit.carriers.contract import NO
from closeknit.carriers.wechat import CARRIER
from closeknit.errors import UnreadableSource
from closeknit.records.options import ReadOptions
from closeknit.sources.source import of_bytes


class TestChatlog:
    def test_several_chats_in_one_file(self) -> None:
        items = [chatlog(talker=f"{n % 2}@chatroom", talkerName=f"群{n % 2}", content=str(n)) for n in range(6)]
        history = read(json.dumps(items, ensure_ascii=False), "a.json")
        assert history.channels() == {"群0": 3, "群1": 3}
        assert [row["text"] for row in history.only("群1").messages.to_pylist()] == ["1", "3", "5"]

    def test_of_a_file_of_which_no_row_fits_each_row_is_told(self) -> None:
        broken = json.dumps([chatlog(), chatlog()]).replace('"type": 1', '"type": 1x')
        history = read(broken, "a.json")
        assert (history.messages.num_rows, history.issues.counts) == (0, {"bad-row": 2})

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
