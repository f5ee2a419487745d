"""How QQ's own exports write a sender: title, name, and number or address in one line."""

import re
from functools import lru_cache
from typing import Final

SYSTEM: Final = frozenset({"10000", "1000000"})
"""Numbers under which QQ itself speaks."""
_TITLE = re.compile(r"【[^】\n]{1,20}】(?=.)")
_NUMBER = re.compile(r"\((\d{4,12})\)\Z")
_ADDRESS = re.compile(r"<([^<>\s]{1,100}@[^<>\s]{1,100})>\Z")


@lru_cache(1 << 14)
def split_sender(written: str) -> tuple[str, str | None]:
    """(name, id) of `【管理员】骰娘(87200175)` or `张三<zhangsan@example.com>`; id None where only a name stands.

    One title is cut, and only where an id follows: titles exist in groups alone, and names there always have
    one. A further 【…】 belongs to the name.
    """
    written = written.strip()
    match = _NUMBER.search(written, max(0, len(written) - 14)) or _ADDRESS.search(written, max(0, len(written) - 210))
    if match is None:
        return written, None
    name = written[: match.start()].strip()
    title = _TITLE.match(name)
    return (name[title.end() :] if title else name) or match[1], match[1]
