"""What a column of a roster may be taken as. It stands apart from the reading, which is heavy to load."""

from typing import Final

from closeknit.house.features.members.rules import CONTACTS

NAMES: Final = ("name", "last", "first")
TEXTS: Final = ("introduction", "offer", "need", "skill", "place", "how", "brought", *CONTACTS)
FACES: Final = ("face", "face-line", "face-wechat", "face-telegram", "face-whatsapp", "face-discord", "face-qq")
"""A nickname in any chat, and accounts in one tool."""
OTHERS: Final = ("number", "joined", "left", "agreed")
TARGETS: Final = (*NAMES, *TEXTS, *FACES, *OTHERS)
"""What a column may be taken as."""
