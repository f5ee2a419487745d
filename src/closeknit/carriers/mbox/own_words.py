"""What the author of a mail wrote: the text without quotes, signatures, forwarded mails and the footers of lists."""

import re
from typing import Final, NamedTuple

from closeknit.records.attachment import kind_of_file

_SUBJECTS: Final = (
    r"Original Message|Original Appointment|原始邮件|原始郵件|邮件原件|郵件原件|原邮件|原郵件|Ursprüngliche Nachricht"
)
_TAIL: Final = re.compile(
    rf"^(?:-- \n|--\n(?=(?:[^\n]*\n){{0,11}}[^\n]*\Z)|[ \t]{{0,8}}-{{2,40}}+[ \t]{{0,8}}(?:{_SUBJECTS})"
    r"|_{10,200}+\n(?:\n)?\*?(?:From|Von|De|发件人|發件人|寄件者)\*?[ \t]?[:：]"
    r"|\*?(?:From|发件人|發件人|寄件者)\*?[ \t]?[:：][^\n]*\n"
    r"\*?(?:Sent|Date|发送时间|發送時間|发送日期|日期|寄件日期)\*?[ \t]?[:：]"
    r"|[_=*~-]{15,200}+[ \t]{0,8}\n(?:[^\n]{0,400}\n){0,3}?[^\n]{0,400}?"
    r"(?:mailing list|listinfo|unsubscribe|邮件列表|郵件列表|退订|取消訂閱)"
    r"|You received this message because you are subscribed to|To unsubscribe from this (?:group|list)"
    r"|(?:发自我的|發自我的|從我的|Sent from my|Get Outlook for|Envoyé de mon)[^\n]{0,60}\n?\Z)",
    re.MULTILINE | re.IGNORECASE,
)
_FORWARD: Final = re.compile(
    r"^[ \t>]{0,8}(?:-{3,40}+[ \t]{0,8}"
    r"(?:Forwarded message|Forwarded by|转发邮件|转发的邮件|轉寄郵件|轉寄的郵件|Weitergeleitete)"
    r"|Begin forwarded message:)",
    re.MULTILINE | re.IGNORECASE,
)
_SCRUBBED: Final = re.compile(r"^-{6,40}+ (?:next part|下一部分) -{6,40}+\n?", re.MULTILINE)
_SCRUB_NOTE: Final = re.compile(
    r"\s{0,8}(?:A non-text attachment|An HTML attachment|An? embedded message|一个非文本附件|一個非文字附件)"
    r"[^\n]{0,40}(?:scrubbed|was|被清除|被移除)",
    re.IGNORECASE,
)
_SCRUB_NAME: Final = re.compile(r"^Name: ([^\n]{1,200})$", re.MULTILINE)
_SCRUB_TYPE: Final = re.compile(r"^Type: ([\w/.+-]{1,80})$", re.MULTILINE)
_DELETED_HTML: Final = re.compile(r"^[ \t]{0,8}\[\[alternative HTML version deleted\]\][ \t]{0,8}$", re.MULTILINE)
_ESCAPED: Final = re.compile(r"^>(>{0,20}From )", re.MULTILINE)
_QUOTED: Final = re.compile(r"[ \t]{0,3}(?:>|[A-Za-z]{1,4}> )")
_BEFORE_QUOTE: Final = re.compile(
    r".{0,400}\b(?:wrote|writes|said|schrieb|écrit|escribió|scritto|schreef|skrev)\b.{0,60}[:：]\s*"
    r"|.{0,400}(?:写道|寫道|写到|寫到|说道|說道)\s{0,4}[:：]?\s*"
)
_BEGINS: Final = ("On ", "Am ", "Le ", "El ", "Il ", "Op ", "Den ", "At ", "In ", "在", "於", "于")
_GAPS: Final = re.compile(r"\n{3,}")
_MOST_QUOTED: Final = 500
_LONGEST: Final = 1 << 20
"""Characters of one mail that are looked at."""


class Words(NamedTuple):
    """The author's words, the beginning of what is quoted, whether another mail is passed on, and what a list's
    archive says was attached."""

    own: str | None
    quoted: str | None
    is_forwarded: bool
    attached: tuple[str, ...]


def own_words(text: str, *, escaped: bool) -> Words:
    """The parts of a mail's text; `escaped` says that `>From` stands for From, as in an mbox."""
    text = text[:_LONGEST].replace("\r\n", "\n").replace("\r", "\n").rstrip()
    if escaped and ">From " in text:
        text = _ESCAPED.sub(r"\1", text)
    attached: list[str] = []
    if " next part " in text or "下一部分" in text:
        text = _without_scrubbed(text, attached)
    if "[[alt" in text:
        text = _DELETED_HTML.sub("", text)
    forward = _FORWARD.search(text) if "orward" in text or "转发" in text or "轉寄" in text else None
    if forward is not None and text[: forward.start()].strip():
        text = text[: forward.start()]
    if tail := _TAIL.search(text):
        text = text[: tail.start()]
    quoted = None
    if ">" in text:
        text, quoted = _unquoted(text)
    own = _GAPS.sub("\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip()
    return Words(own or None, quoted, forward is not None, tuple(attached))


def _without_scrubbed(text: str, attached: list[str]) -> str:
    """The text without what Pipermail put in the place of attachments, whose kinds are noted."""
    first, *others = _SCRUBBED.split(text)
    kept = [first]
    for other in others:
        if not _SCRUB_NOTE.match(other):
            kept.append(other)
        elif (name := _SCRUB_NAME.search(other)) and "HTML attachment" not in other[:80]:
            media = _SCRUB_TYPE.search(other)
            if media is None or not media[1].startswith(("text/html", "application/pgp", "application/pkcs7")):
                attached.append(kind_of_file(name[1], media[1] if media else ""))
    return "\n".join(kept)


def _unquoted(text: str) -> tuple[str, str | None]:
    """The text without quoted lines and the line that announces them, and the beginning of the first quote."""
    out: list[str] = []
    first: list[str] = []
    was_quoted, is_first = False, True
    for line in text.split("\n"):
        if not _QUOTED.match(line):
            is_first = is_first and not (first and line.strip())
            was_quoted = was_quoted and not line.strip()
            out.append(line)
            continue
        if not was_quoted:
            _cut_announcement(out)
        was_quoted = True
        if is_first and len(first) < 40:
            first.append(line.lstrip("> \t"))
    return "\n".join(out), "\n".join(first).strip()[:_MOST_QUOTED] or None


def _cut_announcement(out: list[str]) -> None:
    """Cut `On Wed, 18 Mar 2026, Qing wrote:` from the end, which mail programs break over up to three lines."""
    blank = 0
    while out and not out[-1].strip() and blank < 3:
        out.pop()
        blank += 1
    if out and len(out[-1]) < 500 and _BEFORE_QUOTE.fullmatch(out[-1]):
        announced = out.pop()
        for _more in range(2):
            if announced.lstrip().startswith(_BEGINS) or not out:
                break
            if out[-1].lstrip().startswith(_BEGINS) and len(out[-1]) < 500:
                announced = out.pop()
    else:
        out.extend([""] * blank)
