"""Exports of any length: the invented conversation in each tool's text or JSON, or a sample's messages repeated.

Of a JSON export every fifth message is one of the sample's own, with whatever it carries (quotes, reactions, pictures,
forwards, events), the others are plain words, as in a group.
"""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

from conversation import TEXTS, Line, conversation
from repeated import REPEATED, append_pictures, repeat

SAMPLES = Path(__file__).parents[1] / "tests" / "samples"
ODD = 5
"""One message in so many is one of the sample's."""

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """How a tool writes its messages into JSON. `when` gives the fields that every message has for itself, `said` those
    of plain words; `sample` is a file, or a folder of which the largest file is meant."""

    sample: str
    when: Callable[[Line, int], Fields]
    said: Callable[[Line, int], Fields]


def mojibake(text: str) -> str:
    """As Messenger writes it: the bytes of UTF-8, each as a character."""
    return text.encode().decode("latin-1")


def millis(said: Line) -> int:
    return int(said.at.timestamp()) * 1000


def qce(s: Line, _i: int) -> Fields:
    """Plain words in QQ Chat Exporter's shape."""
    inside = {"text": s.text, "elements": [{"type": "text", "data": {"text": s.text}}], "resources": [], "mentions": []}
    return {
        "sender": {"uid": f"u_{s.who}", "uin": str(10000 + s.who), "name": s.name, "nickname": s.name},
        "type": "type_1", "content": inside, "recalled": False, "system": False,
    }  # fmt: skip


def dce(s: Line, _i: int) -> Fields:
    """Plain words in DiscordChatExporter's shape."""
    author: Fields = {"id": str(s.who), "name": f"u{s.who}", "discriminator": "0000", "nickname": s.name, "color": None,
              "isBot": False, "roles": [], "avatarUrl": "https://example.invalid/a.png"}  # fmt: skip
    return {
        "type": "Default", "timestampEdited": None, "callEndedTimestamp": None, "isPinned": False, "content": s.text,
        "author": author, "attachments": [], "embeds": [], "stickers": [], "reactions": [], "mentions": [],
        "inlineEmojis": [],
    }  # fmt: skip


SHAPES = {
    "chatlab, JSON": Shape(
        "chatlab/synthetic_chatlab.json",
        lambda s, i: {"timestamp": millis(s) // 1000, "platformMessageId": f"m{i}"},
        lambda s, _i: {"sender": f"wxid_{s.who}", "accountName": s.name, "type": 0, "content": s.text},
    ),
    "telegram, JSON": Shape(
        "telegram/synthetic_supergroup_topics.json",
        lambda s, i: {"id": i, "date": f"{s.at:%Y-%m-%dT%H:%M:%S}", "date_unixtime": str(millis(s) // 1000)},
        lambda s, _i: {
            "type": "message", "from": s.name, "from_id": f"user{s.who}", "text": s.text,
            "text_entities": [{"type": "plain", "text": s.text}],
        },
    ),
    "discord, JSON": Shape(
        "discord/synthetic_dce_2026_thread.json",
        lambda s, i: {"id": str(1192000000000000000 + i), "timestamp": f"{s.at:%Y-%m-%dT%H:%M:%S}.123+00:00"},
        dce,
    ),
    "matrix, JSON": Shape(
        "matrix/synthetic_element_export.json",
        lambda s, i: {"origin_server_ts": millis(s), "event_id": f"$ev{i}"},
        lambda s, _i: {
            "type": "m.room.message", "sender": f"@u{s.who}:example.org", "room_id": "!r:example.org", "unsigned": {},
            "content": {"msgtype": "m.text", "body": s.text},
        },
    ),
    "messenger": Shape(
        "messenger/synthetic_messenger_mojibake.json",
        lambda s, _i: {"timestamp_ms": millis(s)},
        lambda s, _i: {
            "sender_name": mojibake(s.name), "content": mojibake(s.text), "is_geoblocked_for_viewer": False
        },
    ),
    "rocketchat": Shape(
        "rocketchat/synthetic_channel_messages.json",
        lambda s, i: {"_id": f"rc{i}", "ts": f"{s.at:%Y-%m-%dT%H:%M:%S}.185Z"},
        lambda s, _i: {
            "rid": "GENERALroom01", "msg": s.text, "u": {"_id": f"u{s.who}", "username": f"n{s.who}", "name": s.name},
            "_updatedAt": f"{s.at:%Y-%m-%dT%H:%M:%S}.185Z", "mentions": [], "channels": [],
        },
    ),
    "google_chat": Shape(
        "google_chat/Groups",
        lambda s, i: {
            "created_date": f"{s.at:%A, %B} {s.at.day}, {s.at:%Y} at {(s.at.hour - 1) % 12 + 1}:{s.at:%M:%S} {s.at:%p} UTC",
            "message_id": f"AAAA/t1/m{i}",
        },
        lambda s, _i: {
            "creator": {"name": s.name, "email": f"u{s.who}@example.org", "user_type": "Human"}, "text": s.text,
            "topic_id": "t1",
        },
    ),
    "slack": Shape(
        "slack/synthetic_export",
        lambda s, i: {"ts": f"{millis(s) // 1000}.{i % 1_000_000:06}"},
        lambda s, _i: {"type": "message", "user": f"U{s.who}", "text": s.text},
    ),
    "zulip": Shape(
        "zulip/synthetic_server_export",
        lambda s, i: {"id": i, "date_sent": s.at.timestamp()},
        lambda s, _i: {
            "sender": 10 + s.who % 2, "recipient": 5, "subject": "周六活动", "content": s.text,
            "rendered_content": f"<p>{s.text}</p>", "last_edit_time": None, "edit_history": None,
            "has_attachment": False, "has_image": False, "has_link": False, "sending_client": 1,
        },
    ),
    "qq, JSON": Shape(
        "qq/synthetic_qce_v5_single.json",
        lambda s, i: {
            "id": str(7300000000000000000 + i), "seq": str(i), "timestamp": millis(s),
            "time": f"{s.at:%Y-%m-%d %H:%M:%S}",
        },
        qce,
    ),
    "wechat, chatlog JSON": Shape(
        "wechat/synthetic_chatlog.json",
        lambda s, i: {"seq": millis(s) + i % 1000, "time": f"{s.at:%Y-%m-%dT%H:%M:%S}+00:00"},
        lambda s, _i: {
            "talker": "12345678901@chatroom", "talkerName": "开源社区志愿者群", "isChatRoom": True, "isSelf": False,
            "sender": f"wxid_{s.who}", "senderName": s.name, "type": 1, "subType": 0, "content": s.text,
        },
    ),
    "wechat, WeFlow JSON": Shape(
        "wechat/synthetic_weflow.json",
        lambda s, i: {
            "localId": i, "createTime": millis(s) // 1000, "formattedTime": f"{s.at:%Y-%m-%d %H:%M:%S}",
            "platformMessageId": str(5704142615879617852 + i),
        },
        lambda s, _i: {
            "type": "文本消息", "localType": 1, "content": s.text, "isSend": 0, "senderUsername": f"wxid_{s.who}",
            "senderDisplayName": s.name, "source": "", "senderAvatarKey": f"wxid_{s.who}",
        },
    ),
    "feishu": Shape(
        "feishu/synthetic_openapi_im_v1_messages.json",
        lambda s, i: {"message_id": f"om_{i}", "create_time": str(millis(s)), "update_time": str(millis(s))},
        lambda s, _i: {
            "root_id": "", "parent_id": "", "msg_type": "text", "deleted": False, "updated": False, "chat_id": "oc_1",
            "sender": {"id": f"ou_{s.who}", "id_type": "open_id", "sender_type": "user", "tenant_key": "t"},
            "body": {"content": json.dumps({"text": s.text}, ensure_ascii=False)}, "mentions": [],
        },
    ),
    "zsxq": Shape(
        "zsxq/synthetic_topics.json",
        lambda s, i: {"topic_id": 82811825281411142 + i, "create_time": f"{s.at:%Y-%m-%dT%H:%M:%S}.000+0000"},
        lambda s, _i: {
            "type": "talk", "group": {"group_id": 15555411412112, "name": "示例星球"},
            "talk": {"owner": {"user_id": s.who, "name": s.name}, "text": s.text, "images": [], "files": []},
            "likes_count": 0, "comments_count": 0, "digested": False, "comments": [],
        },
    ),
}  # fmt: skip
"""Tools that export JSON."""

NAMES = (*TEXTS, *SHAPES, *REPEATED)


def longest(value: Any) -> list[Any]:
    """The list with most messages in a JSON value."""
    found: list[list[Any]] = []

    def look(value: Any) -> None:
        if isinstance(value, list):
            found.append(value)
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            look(inner)

    look(value)
    return max((one for one in found if one and isinstance(one[0], dict)), key=lambda one: len(json.dumps(one)))


def fill(path: Path, shape: Shape, count: int) -> None:
    """Put the conversation into the place of a sample's messages."""
    whole = json.loads(path.read_bytes())
    rows = longest(whole)
    odd = cycle(rows[:])
    rows[:] = [
        {**(next(odd) if i % ODD == 0 else shape.said(said, i)), **shape.when(said, i)}
        for i, said in enumerate(conversation(count), 1)
    ]
    path.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")


def made(name: str, count: int, folder: Path) -> Path:
    """The export of a carrier."""
    if name in TEXTS:
        file, write = TEXTS[name]
        path = folder / file
        with path.open("w", encoding="utf-8") as stream:
            stream.writelines(write(count))
        return path
    shape = SHAPES.get(name)
    sample = SAMPLES / (shape.sample if shape else REPEATED[name])
    path = folder / sample.name
    if sample.is_dir():
        shutil.copytree(sample, path)
    else:
        shutil.copy(sample, path)
    if shape is None:
        repeat(path, count)
        if "pictures" in name:
            append_pictures(path, count)
    elif sample.is_dir():
        sizes = {p: p.stat().st_size for p in path.rglob("*.json") if p.name not in {"users.json", "channels.json"}}
        fill(max(sizes, key=lambda p: ("messages" in p.name, sizes[p])), shape, count)
    else:
        fill(path, shape, count)
    return path
