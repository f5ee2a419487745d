"""How people say that they have another account: 「我是小滿的小號」, "this is Ann's new number"."""

import re
from typing import Final

LIKELY: Final = r"(?i)號|号|換|换|account|number|phone|\balt\b|nick|handle"
"""What a text holds that may say so."""

LONGEST: Final = 200
"""Characters above which a text is not looked at: nobody says it in a letter."""

_SIGNS: Final = '\\s,，。.!！?？:：;；"“”「」『』的'
_WHO: Final = rf"[\"“「『]?(?P<name>[^{_SIGNS}]{{1,30}}?(?:\ [^{_SIGNS}]{{1,20}}?)?)[\"”」』]?"
_ZH_ACCOUNT: Final = "(?:號|号|帳號|账号|帐号)"
_WHICH: Final = "(?:小|新|大|副|另一個|另一个|備用|备用)"
_EN_ACCOUNT: Final = "(?:number|phone|account|nick|handle)"

_BY_ANYBODY: Final = (
    rf"""(?:這是|这是)\s*{_WHO}\s*的?\s*{_WHICH}{_ZH_ACCOUNT}""",
    rf"""^(?!我|這|这|你|他|她){_WHO}\s*[,，:：\ ]\s*(?:新|換了?|换了?){_ZH_ACCOUNT}""",
    rf"""\bthis\ is\ {_WHO}[’'`]s\ (?:new|other|second|work|alt)\ {_EN_ACCOUNT}""",
)
_BY_ITSELF: Final = (
    rf"""(?:我是|我就是)\s*{_WHO}\s*的?\s*{_WHICH}{_ZH_ACCOUNT}""",
    rf"""(?:我是|我就是)\s*{_WHO}\s*[,，。!！\ ]\s*我?(?:換|换|改)(?:了|個|个){{0,2}}
         (?:{_ZH_ACCOUNT}|手機|手机|微信)""",
    rf"""\bI(?:['’]m|\ am)\ {_WHO}(?:[’'`]s)?\ (?:alt|second\ account|other\ account|new\ account)\b""",
    rf"""^{_WHO}\ here\b.{{0,30}}\b(?:new|other|different)\ {_EN_ACCOUNT}""",
    rf"""\b(?:it['’]s|this\ is|I(?:['’]m|\ am))\ {_WHO}\s*[,.(–-].{{0,20}}\bnew\ {_EN_ACCOUNT}""",
)
_INTRODUCED: Final = re.compile(
    rf"""^(?:(?:大家|各位|你們|你们|hi|hello|hey)[^我I]{{0,12}})?
         (?:我(?:是|叫)\s*|我的名字(?:是|叫)\s*|my\ name\ is\ |I(?:['’]m|\ am)\ |this\ is\ )
         {_WHO}\s*(?:[,，。.!！~～\ ]|$)""",
    re.IGNORECASE | re.VERBOSE,
)
_PATTERNS: Final = tuple(
    (re.compile(pattern, re.IGNORECASE | re.VERBOSE), own)
    for patterns, own in ((_BY_ANYBODY, False), (_BY_ITSELF, True))
    for pattern in patterns
)


def declared(text: str, *, early: bool) -> str | None:
    """The name whose other account the writer says to be, or None.

    What others could say of a third person too ("this is Ann's new number") counts only where `early`: among an
    account's first messages.
    """
    for pattern, own in _PATTERNS:
        if (own or early) and (said := pattern.search(text)):
            return said["name"]
    return None


def introduced(text: str) -> str | None:
    """The name by which the writer of a first message says to be called, or None: 「大家好，我是張小滿」."""
    said = _INTRODUCED.search(text)
    return said["name"] if said else None
