"""What the reader of a history may be told about it; every part of it has a default."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read an export where it does not say enough itself.

    `zone` is used for wall times without a zone; `zone_told` is false where it is only the machine's.
    `day` and `year` are for formats that write times without a date, or dates without a year. `me` is the
    name of the owner in exports that call him 我, "You" or "Me". `mapping` gives the columns of a table by
    hand: {"time": "发送时间", …}. `salvage` keeps the whole rows of a file that breaks off.
    """

    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    zone_told: bool = False
    day: date | None = None
    year: int | None = None
    me: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    salvage: bool = False
