"""Who and what the ids in a workspace stand for, and mark-up that is written with them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import msgspec

_MARKUP = re.compile(r"<([@#!]?)([^<>|]{0,4000})(?:\|([^<>]{0,4000}))?>")
_CALLS: Final = frozenset(["here", "channel", "everyone", "group"])


class Profile(msgspec.Struct):
    """The part of a user record that says how somebody is shown."""

    display_name: str | None = None
    real_name: str | None = None


class User(msgspec.Struct):
    """One record of `users.json`."""

    id: str
    name: str | None = None
    real_name: str | None = None
    is_bot: bool = False
    profile: Profile | None = None

    @property
    def shown(self) -> str:
        """The display name, else the real name, else the account's name."""
        profile = self.profile or Profile()
        return profile.display_name or profile.real_name or self.real_name or self.name or self.id


@dataclass
class Directory:
    """Ids of a workspace and their names; `bots` are the ids of users that are programs."""

    users: dict[str, str] = field(default_factory=lambda: {"USLACKBOT": "Slackbot"})
    accounts: dict[str, str] = field(default_factory=dict)
    channels: dict[str, str] = field(default_factory=dict)
    bots: set[str] = field(default_factory=lambda: {"USLACKBOT"})

    def add(self, user: User) -> None:
        """Enter one user."""
        self.users[user.id] = user.shown
        self.accounts[user.id] = user.name or user.shown
        if user.is_bot:
            self.bots.add(user.id)


def plain(text: str, directory: Directory) -> tuple[str, list[str]]:
    """The words as they are shown, and the ids of the people that they mention.

    `<@U1>` → `@name`, `<#C1>` → `#name`, `<!here>` → `@here`, `<url|label>` → the label; then `&amp;`, `&lt;` and
    `&gt;`, which alone are escaped.
    """
    mentioned: dict[str, None] = {}
    if "<" in text:
        text = _MARKUP.sub(lambda match: _shown(match, directory, mentioned), text)
    if "&" in text:
        text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return text, list(mentioned)


def _shown(match: re.Match[str], directory: Directory, mentioned: dict[str, None]) -> str:
    sign, what, label = match.groups()
    if sign == "@":
        if not what:
            return match[0]
        mentioned[what] = None
        return f"@{_known(directory.users, what, label)}"
    if sign == "#":
        return f"#{_known(directory.channels, what, label)}"
    if sign == "!":
        command = what.partition("^")[0]
        if command in _CALLS:
            return f"@{command}"
        return label or what
    return label or what


def _known(names: Mapping[str, str], ident: str, label: str | None) -> str:
    return names.get(ident) or label or ident
