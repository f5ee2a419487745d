"""The header of a mail: the few fields that matter, decoded however odd they are."""

import binascii
import re
from datetime import date
from email.utils import parsedate_tz
from functools import lru_cache
from typing import Final, NamedTuple

from closeknit.carriers.mbox.charsets import decoded
from closeknit.records.instant import MICRO

_END: Final = re.compile(rb"\r?\n\r?\n")
_FOLD: Final = re.compile(rb"\r?\n[ \t]+")
_FIELD: Final = re.compile(
    rb"^(from|date|subject|message-id|in-reply-to|references|list-id|to|cc|reply-to|x-original-from|auto-submitted"
    rb"|content-type|content-transfer-encoding|content-disposition)[ \t]*:[ \t]*([^\r\n]*)",
    re.IGNORECASE | re.MULTILINE,
)
_LONGEST: Final = 256 << 10
_WORD: Final = re.compile(r"=\?([^?\s*]{1,40})(?:\*[^?\s]{0,20})?\?([bBqQ])\?([^?]*+)\?=")
_PARAMETER: Final = re.compile(r";\s*([\w-]{1,40})(\*?)\s*=\s*(?:\"([^\"]*+)\"|([^\s;\"]++))")
_ID: Final = re.compile(r"<([^<>\s]{1,998})>")
_DATE: Final = re.compile(
    r"(?:[A-Za-z]{3},? {0,4})?(\d{1,2}) {1,4}([A-Za-z]{3}) {1,4}(\d{4}) {1,4}(\d\d):(\d\d)(?::(\d\d))?"
    r" {1,4}([+-])(\d\d)(\d\d)\b"
)
_MONTHS: Final = {name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}  # noqa: SIM905
_EPOCH: Final = date(1970, 1, 1).toordinal()
_VIA: Final = re.compile(r" via [^\n]{1,100}\Z")

Fields = dict[str, str]


class Sender(NamedTuple):
    """Who wrote: the address in small letters, and the name shown; either may be unknown."""

    address: str | None
    name: str | None


def split_mail(raw: bytes) -> tuple[Fields, bytes]:
    """The first of each known field, unfolded and undecoded but for its bytes, and the body."""
    end = _END.search(raw, 0, _LONGEST)
    head, body = (raw[: end.start()], raw[end.end() :]) if end else (raw[:_LONGEST], b"")
    if b"\n " in head or b"\n\t" in head:
        head = _FOLD.sub(b" ", head)
    fields: Fields = {}
    for name, value in _FIELD.findall(head):
        fields.setdefault(name.decode().lower(), value.decode() if value.isascii() else decoded(value, None))
    return fields, body


def words_of(value: str) -> str:
    """A field with its encoded words decoded (RFC 2047), those in several pieces put together first."""
    if "=?" not in value:
        return value.strip()
    out: list[str] = []
    held, charset, at = b"", "", 0
    for found in _WORD.finditer(value):
        gap = value[at : found.start()]
        data = _data(found[2], found[3])
        if held and (gap.strip() or found[1].lower() != charset):
            out.append(decoded(held, charset))
            held = b""
        if gap.strip() or not (out or held):
            out.append(gap)
        held, charset, at = held + data, found[1].lower(), found.end()
    out += [decoded(held, charset), value[at:]]
    return "".join(out).strip()


def _data(encoding: str, text: str) -> bytes:
    raw = text.encode("utf-8", "replace")
    if encoding in "qQ":
        return binascii.a2b_qp(raw, header=True)
    try:
        return binascii.a2b_base64(raw + b"=" * (-len(raw) % 4))
    except binascii.Error:
        return raw


def parameters(value: str) -> dict[str, str]:
    """The parameters of a Content-Type or Content-Disposition, names in small letters."""
    found = {}
    for name, extended, quoted, bare in _PARAMETER.findall(value):
        given = quoted or bare
        found[name.lower()] = given.rpartition("'")[2] if extended else words_of(given)
    return found


@lru_cache(1 << 14)
def sender_of(value: str) -> Sender:
    """The first author of a From field, also where an archive hid the address: `qing at example.org (Qing)`."""
    start = value.find("<", value.find('"', 1) if value.startswith('"') else 0)
    if start >= 0:
        address, name = value[start + 1 :].partition(">")[0], value[:start]
    else:
        address, _sign, name = value.partition(" (")
        name = name.rpartition(")")[0]
    address = _plain_address(address)
    name = words_of(name.strip().strip("\"'").replace('\\"', '"')).strip().strip("\"'").strip()
    return Sender(address.lower() or None, " ".join(name.split()) or address or None)


def _plain_address(address: str) -> str:
    """An address with its sign; one that is hidden beyond repair stays as it is."""
    address = " ".join(address.split())
    if address.count(" at ") == 1 and "@" not in address:
        return address.replace(" at ", "@").replace(" dot ", ".")
    return address if " " in address else address.strip("\"'<>,;")


def author_of(fields: Fields) -> Sender:
    """The author; where a list put itself in the From field (`Qing via Reading`), the one it stands for."""
    shown = sender_of(fields.get("from", ""))
    if shown.name is None or not _VIA.search(shown.name):
        return shown
    name = _VIA.sub("", shown.name).strip("'\" ") or None
    for field in ("x-original-from", "reply-to"):
        real = sender_of(fields.get(field, ""))
        if real.address and real.address != shown.address and "," not in fields[field]:
            return Sender(real.address, name)
    return Sender(None, name)


def ids_of(value: str) -> list[str]:
    """The message ids in a field."""
    return _ID.findall(value[:_LONGEST])


def instant_of(value: str) -> int | None:
    """Microseconds of a Date field; without a zone it counts as that of Greenwich. None where it is none."""
    found = _DATE.match(value)
    if found is None:
        return _odd_instant(value[:200])
    day, month, year, hour, minute, second, sign, hours, minutes = found.groups()
    try:
        days = date(int(year), _MONTHS[month.lower()], int(day)).toordinal() - _EPOCH
    except (KeyError, ValueError):
        return None
    shift = int(hours) * 60 + int(minutes)
    total = days * 1440 + int(hour) * 60 + int(minute) - (shift if sign == "+" else -shift)
    return (total * 60 + int(second or 0)) * MICRO


def _odd_instant(value: str) -> int | None:
    """Dates with named zones, short years and other habits."""
    try:
        parsed = parsedate_tz(value)
        if parsed is None:
            return None
        year, month, day, hour, minute, second = parsed[:6]
        days = date(year, month, day).toordinal() - _EPOCH
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return (days * 86_400 + hour * 3600 + minute * 60 + second - (parsed[9] or 0)) * MICRO
