"""Exports of WeChat tools as tests write them, and the rows that they give."""

import json
from typing import Any
from zoneinfo import ZoneInfo

from closeknit.carriers.contract import NO
from closeknit.carriers.wechat import CARRIER
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
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
