"""Which mailing list a mail went over: a list is a chat."""

import re
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from closeknit.carriers.mbox.headers import Fields, words_of

_LIST: Final = re.compile(r"\A(?P<name>[^<>]{0,400}?)\s{0,8}<(?P<id>[^<>\s]{1,200})>")
_ADDRESS: Final = re.compile(r"[\w.+=-]{1,64}@[\w.-]{1,190}")
_MOST: Final = 50

Chat = tuple[str, str | None]


class Lists:
    """Tells the chat of each mail: by List-Id, by a list's address among the receivers, by the mail it answers.

    `alone` names the chat of mails that went over no list.
    """

    def __init__(self, alone: str) -> None:
        self._alone: Chat = (alone, None)
        self._chats: dict[str, Chat] = {}
        self._addresses: dict[str, Chat] = {}
        self._of: dict[str, Chat] = {}

    def chat_of(self, fields: Fields, ident: str | None, above: list[str]) -> Chat:
        """(name, id) of a mail's chat."""
        chat = self._stated(fields.get("list-id", ""))
        if chat is None and self._chats:
            chat = self._received(fields) or next((self._of[one] for one in above if one in self._of), None)
        if chat is None:
            return self._alone
        if ident is not None:
            self._of[ident] = chat
        return chat

    def _stated(self, value: str) -> Chat | None:
        """`Reading circle <reading.lists.example.org>`."""
        found = _LIST.match(value.strip())
        if found is None:
            return None
        ident = found["id"].lower()
        chat = self._chats.get(ident)
        if chat is None:
            name = words_of(found["name"].strip().strip('"')) or ident.partition(".")[0]
            chat = self._chats[ident] = (name, ident)
            self._addresses[ident.replace(".", "@", 1)] = chat
        return chat

    def _received(self, fields: Fields) -> Chat | None:
        for name in ("to", "cc"):
            for address in _ADDRESS.findall(fields.get(name, "")[:20_000])[:_MOST]:
                if chat := self._addresses.get(address.lower()):
                    return chat
        return None

    def settle(self, table: pa.Table) -> pa.Table:
        """Where the file knows one list only, all its mails are that list's: old mails say less than new ones."""
        if len(self._chats) != 1 or not len(table):
            return table
        name, ident = next(iter(self._chats.values()))
        if pc.sum(pc.is_valid(table["channel_id"])).as_py() * 4 < len(table):
            return table
        for column, word in (("channel", name), ("channel_id", ident)):
            at = table.schema.get_field_index(column)
            whole = pa.repeat(word, len(table)).dictionary_encode()
            table = table.set_column(at, table.schema.field(at), whole)
        return table
