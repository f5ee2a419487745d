"""Lines that WhatsApp writes about the group: who came, who went, what was changed.

A notice without a sender is known by its shape alone; its words only tell what happened and to whom. What no
pattern knows is a `system` row, whatever the language.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from closeknit.carriers.whatsapp.phrases import one_of
from closeknit.carriers.whatsapp.stamps import MARKS

_LONGEST: Final = 300
"""Characters of a notice that are looked at: names are short, and hostile text stays cheap."""

_MARKS = re.compile(f"[{MARKS}]+")


@dataclass(frozen=True, slots=True)
class Notice:
    """`kind` of `message.EVENTS`, `event` what happened, `people` those to whom it happened, as far as named,
    `inviter` who brought them in."""

    kind: str
    event: str
    people: tuple[str, ...] = ()
    inviter: str | None = None


_YOU: Final = re.compile(
    one_of("""
    you|du|dich|sie|tú|te|usted|você|vous|tu|hai|ti|вы|je|u|sen|siz|anda|kamu
    您|你|あなた|나|회원님|أنت|आप
    """),
    re.IGNORECASE,
)

# `who` is the one who came or went; a pattern is tried on the first line from its start.
_COMING: Final = (
    r"(?P<who>.+?) (?:joined|was added|were added|is now in the group)\b.{0,200}",
    r"(?P<by>.+?) added (?P<who>.+?)(?: to (?:the|this) (?:group|community).*)?[.。]?",
    r"(?P<who>.+?)(?:已|被)?(?:使用|通过|通過|透过|透過|利用|經由|经由|从|從).{1,40}加入.{0,20}",
    r"(?P<who>.+?)(?:已|被)?(?:加入了?|進入了?|进入了?)(?:此|本|該|该|這個|这个)?(?:群组|群組|群|社群|社区)?[.。]?",
    r"(?P<by>.+?) ?(?:已)?(?:把|将|將) ?(?P<who>.+?) ?(?:添加到|新增到|新增至|加入到?|加入至).{0,20}",
    r"(?P<who>.+?)被(?:添加|新增|加入).{0,20}",
    r"(?P<by>.+?)(?:已|把|将|將)? ?(?:添加了?|新增了?) ?(?P<who>.+?)(?:到(?:此|本)?群[组組]?)?[.。]?",
    r"(?P<by>.+?) (?:hat|haben) (?P<who>.+?) hinzugefügt.{0,40}",
    r"(?P<who>.+?) (?:ist|bist|wurde|wurdest) .{0,60}(?:beigetreten|hinzugefügt).{0,20}",
    r"(?P<by>.+?) (?:añadió|agregó|añadiste|agregaste) a (?P<who>.+?)[.]?",
    r"(?P<by>.+?) (?P<who>te) (?:añadió|agregó)[.]?",
    r"(?P<who>Te(?= uniste)|.+?(?= se unió)) (?:uniste|se unió)\b.{0,60}",
    r"(?P<by>.+?) (?:adicionou|adicionaste) (?P<who>.+?)[.]?",
    r"(?P<who>.+?) (?:entrou|entraste) .{0,60}",
    r"(?P<by>.+?) (?P<who>vous) a ajouté[.]?",
    r"(?P<by>.+?) a(?:vez)? ajouté (?P<who>.+?)[.]?",
    r"(?P<who>.+?) (?:a|avez) (?:rejoint|été ajouté).{0,80}",
    r"(?P<by>.+?) (?P<who>ti) ha aggiunto[.]?",
    r"(?P<by>.+?) ha(?:i)? aggiunto (?P<who>.+?)[.]?",
    r"(?P<who>.+?) (?:si è unit[oa]|è entrat[oa]|ti sei unit[oa]|è stat[oa] aggiunt[oa]).{0,60}",
    r"(?P<by>.+?)(?:さん)?が(?P<who>.+?)(?:さん)?を追加しました.{0,5}",
    r"(?P<who>.+?)(?:さん)?[がは].{0,40}(?:参加|追加され).{0,10}",
    r"(?P<by>.+?)님이 (?P<who>.+?)님을 (?:추가|초대).{0,20}",
    r"(?P<who>.+?)님이 .{0,40}(?:참여|참가|입장|들어왔|추가되).{0,20}",
    r"(?P<by>.+?) (?:heeft|hebt) (?P<who>.+?) toegevoegd.{0,20}",
    r"(?P<who>.+?) (?:is|bent|neemt) .{0,40}(?:toegevoegd|deel).{0,60}",
    r"(?P<by>.+?) добавил(?:а|и|\(а\))? (?P<who>.+?)[.]?",
    r"(?P<who>.+?) (?:присоединил|вступил).{0,60}",
    r"(?P<by>.+?) menambahkan (?P<who>.+?)[.]?",
    r"(?P<who>.+?) bergabung .{0,60}",
    r"(?P<by>[^,]+?)(?:, | (?=[^, ]+ \S+ ekledi))(?P<who>.+?) (?:kişisini ekledi|adlı kişiyi ekledi).{0,10}",
    r"(?P<who>.+?),? (?:bu )?(?:gru[pb]|topluluk|davet).{0,60}katıldı.{0,10}",
)
_GOING: Final = (
    r"(?P<who>.+?) (?:left|was removed|were removed)(?: the group| the community)?[.]?",
    r".+? removed (?P<who>.+?)(?: from (?:the|this) .*)?[.]?",
    r"(?P<who>.+?)(?:已經|已经|已)?(?:退出了?|离开了?|離開了?)(?:此|本|該|该|這個|这个)?(?:群组|群組|群|社群|社区)?[.。]?",
    r".+? ?(?:已)?(?:把|将|將) ?(?P<who>.+?) ?(?:移除|移出|踢出).{0,20}",
    r"(?P<who>.+?)被.{0,12}(?:移除|移出|踢出).{0,12}",
    r".+?(?:已|把|将|將)? ?(?:移除了?|踢出了?|移出了?) ?(?P<who>.+?)[.。]?",
    r"(?P<who>.+?) (?:hat|hast) die (?:Gruppe|Community) verlassen[.]?",
    r".+? (?:hat|hast) (?P<who>.+?) (?:aus der Gruppe )?entfernt[.]?",
    r"(?P<who>.+?) (?:salió|saliste|abandonó|ha salido|ha abandonado).{0,30}",
    r".+? (?:eliminó|eliminaste|sacó) a (?P<who>.+?)[.]?",
    r"(?P<who>.+?) (?:saiu|saíste|saiu do grupo)[.]?",
    r".+? (?:removeu|removeste) (?P<who>.+?)[.]?",
    r"(?P<who>.+?) (?:a|avez) quitté.{0,20}|(?P<gone>.+?) est parti(?:e)?[.]?",
    r".+? (?:a|avez) (?:retiré|supprimé|exclu) (?P<who>.+?)[.]?",
    r"(?P<who>.+?) (?:ha abbandonato|è uscit[oa]|hai abbandonato).{0,20}",
    r".+? ha(?:i)? rimosso (?P<who>.+?)[.]?",
    r".+?(?:さん)?が(?P<who>.+?)(?:さん)?を(?:削除|退出させ).{0,10}",
    r"(?P<who>.+?)(?:さん)?[がは].{0,20}退出しました.{0,5}",
    r".+?님이 (?P<who>.+?)님을 (?:내보|삭제|강퇴).{0,20}",
    r"(?P<who>.+?)님이 .{0,20}나갔.{0,10}",
    r"(?P<who>.+?) (?:heeft|hebt) de groep verlaten[.]?",
    r".+? (?:heeft|hebt) (?P<who>.+?) verwijderd[.]?",
    r"(?P<who>.+?) (?:вышел|вышла|вышли|покинул).{0,30}",
    r".+? удалил(?:а|и|\(а\))? (?P<who>.+?)[.]?",
    r"(?P<who>.+?) (?:telah )?keluar[.]?",
    r".+? mengeluarkan (?P<who>.+?)[.]?",
    r"(?P<who>.+?) (?:ayrıldı|ayrıldın(?:ız)?)[.]?",
)
_CHANGES: Final = {
    "encryption": r"""
    end-to-end|extremo a extremo|ende-zu-ende|ponta a ponta|bout en bout|сквозн|uçtan uca
    端到端|端對端|端对端|エンドツーエンド|종단간
    security code|sicherheitsnummer|código de seguridad|código de segurança|安全码|安全碼|安全代碼
    """,
    "settings": r"""
    \bsettings\b|einstellungen|configuraci[óo]n|configurações|paramètres|impostazioni|настройк|设置|設定|설정
    """,
    "number-changed": r"""
    phone number|changed to \+\d|telefonnummer|número de tel|numéro de tél|numero di telefono|电话|電話|手机号
    """,
    "created": r"""
    \bcreated\b|\berstellt|\bcre(?:ó|aste)\b|\bcri(?:ou|aste)\b|\ba créé\b|\bha(?:i)? creato\b|\bсоздал|\baangemaakt\b
    \boluşturdu|\bmembuat\b|创建|建立|作成しました|만들었
    """,
    "rename": r"""
    \bsubject\b|group name|\bbetreff|gruppenname|\basunto\b|nombre del|nome do grupo|\ble nom\b|\boggetto\b
    название|\bтему\b|\bonderwerp\b|主题|主題|主旨|群组名|群組名|件名|グループ名|그룹 이름
    """,
    "icon": r"""
    \bicon\b|gruppenbild|\b[íi]cono\b|\bimagem\b|\bicône\b|\bimmagine\b|значок
    图标|圖示|图片|圖片|头像|頭像|アイコン|아이콘
    """,
    "description": r"""
    \bdescription\b|beschreibung|\bdescripción|\bdescrição|\bdescrizione|описание
    描述|说明|說明|简介|簡介|説明|설명
    """,
    "admin": r"""
    \b(?:an|group|only|als|zum|un|um) admin|администратор|管理员|管理員|管理者|관리자
    """,
    "pin": r"""
    \bpinned\b|\bangeheftet|\bfijó\b|\bfixou\b|\bépinglé|置顶|置頂|釘選
    """,
    "community": r"""
    \bthis group (?:was added )?(?:to|from) (?:a|the) community|[此本该該]群[组組].{0,8}社[群区區]
    """,
    "request": r"""
    \brequested to join\b|(?:要求|请求|請求|申请|申請)加入
    """,
    "disappearing": r"""
    disappearing|selbstlöschend|temporales|temporárias|éphémères|限时消息|限時訊息|自动消失|消えるメッセージ
    """,
}


@cache
def _changed() -> dict[str, re.Pattern[str]]:
    """Compiled when the first notice is met: most runs read another tool's export."""
    return {event: re.compile(one_of(words), re.IGNORECASE) for event, words in _CHANGES.items()}


@cache
def _moves() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Who went and who came, in the order in which they are tried."""
    moves = [(pattern, "leave") for pattern in _GOING] + [(pattern, "join") for pattern in _COMING]
    return tuple((re.compile(pattern, re.IGNORECASE), kind) for pattern, kind in moves)


_QUOTED = re.compile(r"[“\"«„「『].*[”\"»“」』]")
_AND = re.compile(r",? and |, | und | y | e | et |、|，| 和 | 及 | 與 | 与 |和(?=\+)")
_LAST_OF_LIST = re.compile(r"(?<=、)([^、和及與与]+)[和及與与](?=[^、]+$)")
_LAST_TWO = re.compile(r"(?<![^、])([^、]{2,}?)[和及與与](?=[^、]{2,}$)")
"""The last two of those who were added at once; a part of one sign is more likely half of a name (李和平)."""
_TO_COMMUNITY = re.compile(r".+ (?:added|removed) this group (?:to|from) the community")
_OPEN = {"“": "”", "«": "»", "「": "」", "『": "』"}


def has_open_quote(name: str) -> bool:
    """Whether what stands before a colon breaks off inside a quotation: then it is a notice about a title
    with a colon in it, and no name.
    """
    if name.count('"') % 2:
        return True
    return any(name.count(start) > name.count(end) for start, end in _OPEN.items())


def is_start_of_notice(name: str) -> bool:
    """Whether what stands before a colon is a sentence that goes on behind it (`… to the community: Town`)."""
    return has_open_quote(name) or _TO_COMMUNITY.fullmatch(name) is not None


def is_encryption_notice(text: str) -> bool:
    """Whether it says that the chat is encrypted, which stands at the start of every export."""
    return len(text) < _LONGEST and _changed()["encryption"].search(text) is not None


def read_notice(text: str, me: str | None) -> Notice:
    """What a notice says. `me` is put for "you", in any language; left out where it is None."""
    line = _MARKS.sub("", text).partition("\n")[0][:_LONGEST].strip()
    bare = _QUOTED.sub("", line)
    for event, pattern in _changed().items():
        if pattern.search(bare):
            return Notice("system", event)
    for pattern, kind in _moves():
        if match := pattern.fullmatch(bare):
            who = match["who"] or match.groupdict().get("gone") or ""
            by = _people(match.groupdict().get("by") or "", me)
            people = _people(who, me, several=bool(by))
            return Notice(kind, kind, people, by[0] if len(by) == 1 else None)
    return Notice("system", "other")


def _people(who: str, me: str | None, *, several: bool = False) -> tuple[str, ...]:
    """The names in a part of a notice; `several` where two may be named without anything else between them."""
    told, parted = _LAST_TWO.subn(r"\1、", who) if several else (who, 0)
    found = []
    for part in _AND.split(told if parted else _LAST_OF_LIST.sub(r"\1、", who)):
        name = part.strip(" .。~\u00a0\u202f").replace("\u00a0", " ")
        if _YOU.fullmatch(name):
            name = me or ""
        if name:
            found.append(name)
    return tuple(found)
