"""What the app itself says in a thread. The words are those of the account's language; English is told."""

import re
from typing import Final

_WHO: Final = "(.{1,80}?)"
_ANY: Final = ".{1,80}?"
_EVENTS: Final = tuple(
    (re.compile(shape), kind, event)
    for shape, kind, event in (
        (
            rf"{_ANY} (?:joined|started|left) (?:the|a|an) (?:video chat|(?:audio |video )?call)\b.{{0,80}}",
            "system",
            "call",
        ),
        (rf"{_WHO} joined the (?:group|chat)\b.{{0,80}}", "join", "join"),
        (rf"{_ANY} added {_WHO} to the (?:group|chat)\.", "join", "added"),
        (rf"{_WHO} left the (?:group|chat)\.", "leave", "leave"),
        (rf"{_ANY} removed {_WHO} from the (?:group|chat)\.", "leave", "kick"),
        (rf"{_ANY} (?:named the group .{{1,200}}|changed the (?:group|chat) name.{{0,200}})", "system", "rename"),
        (rf"{_ANY} (?:created|started) (?:the|a|this) group\.", "system", "created"),
        (
            rf"{_ANY} (?:changed|set) the (?:group |chat )?(?:photo|theme|quick reaction|emoji)\b.{{0,80}}",
            "system",
            "look",
        ),
        (rf"{_ANY} set (?:the|your|his|her|their|own) (?:own )?nickname.{{0,200}}", "system", "nickname"),
        (rf"{_ANY} (?:un)?pinned a message\.", "system", "pin"),
    )
)
_LONGEST: Final = 300
_ATTACHED: Final = re.compile(
    r".{1,80}? (?:sent (?:an attachment|a photo|a video|a voice message|a sticker|a link|a GIF|a location)"
    r"|shared a (?:link|story|post))\."
)
_LIKED: Final = re.compile(r"(?:Liked a message|Reacted .{1,24} to your message) ?")


def may_be_notice(text: str, sender: str) -> bool:
    """Whether words can be the app's own: a look that spares nearly every message the patterns."""
    return text.startswith(("You ", "Liked a message", "Reacted ", sender))


def read_notice(text: str, sender: str) -> tuple[str, str, str | None] | None:
    """Kind, event and subject, where the words are the app's; they begin with the one under whom they stand."""
    if not sender or len(text) > _LONGEST or not text.startswith(("You ", f"{sender} ")):
        return None
    for shape, kind, event in _EVENTS:
        if match := shape.fullmatch(text):
            subject = match[1] if match.re.groups else None
            subject = sender if subject == "You" else subject
            return kind, event, None if subject == "you" or " and " in (subject or "") else subject
    return None


def is_filler(text: str, kind: str) -> bool:
    """Whether the words are the app's own, beside an attachment or in the place of a reaction."""
    return _ATTACHED.fullmatch(text) is not None if kind != "text" else _LIKED.fullmatch(text) is not None
