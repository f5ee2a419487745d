"""Which chat of the archive an export's chat is: by the tool's id, else by its name."""

from collections.abc import Iterable

from closeknit.archive.forgotten import Forgotten
from closeknit.archive.operations import Chat, ChatPart, Operation, chats, next_chat
from closeknit.errors import BadOption
from closeknit.language import _

Key = tuple[str, str | None]


class Directory:
    """The chats that an archive knows, growing while an import runs."""

    def __init__(self, operations: Iterable[Operation], in_force: Iterable[Operation], forgotten: Forgotten) -> None:
        self._forgotten = forgotten
        self._next = next_chat(operations)
        self._ids: dict[Key, str] = {}
        self._names: dict[Key, str] = {}
        self._marks: dict[str, str] = {}
        self._numbered: set[str] = set()
        self._windows: dict[str, list[tuple[int, int]]] = {}
        for chat in chats(in_force).values():
            self._take(chat)

    def _take(self, chat: Chat) -> None:
        for id_ in chat.ids:
            self._ids[chat.carrier, id_] = chat.number
        for name in chat.names or ((None,) if not chat.marks else ()):
            self._names[chat.carrier, name] = chat.number
        for mark in chat.marks:
            self._marks[mark] = chat.number
        if chat.ids:
            self._numbered.add(chat.number)
        self._windows.setdefault(chat.number, []).extend(chat.windows)

    def windows(self, number: str) -> tuple[tuple[int, int], ...]:
        """The stretches of a chat that are covered so far, those that overlap as one."""
        out: list[tuple[int, int]] = []
        for first, last in sorted(self._windows.get(number, ())):
            if out and first < out[-1][1]:
                out[-1] = out[-1][0], max(out[-1][1], last)
            else:
                out.append((first, last))
        return tuple(out)

    def add(self, part: ChatPart) -> None:
        """Know from now on what an import brings."""
        self._take(chats([Operation(0, "import", "", chats=(part,))])[part.chat])

    def find(self, carrier: str, id_: str | None, name: str | None) -> str:
        """The number of a chat; a new one where the archive has none like it.

        Two chats of one name are two where both have an id.
        """
        if id_ is not None and (carrier, id_) in self._ids:
            return self._ids[carrier, id_]
        known = self._names.get((carrier, name))
        if known and (id_ is None or known not in self._numbered):
            return known
        for word in (id_, name):
            mark = self._forgotten.mark(carrier, word) if word is not None and self._marks else ""
            if mark in self._marks:
                return self._marks[mark]
        self._next += 1
        return f"{self._next - 1:04d}"

    def told(self, name: str) -> str:
        """The chat of a name or number that the user gave. Raises BadOption where there is none."""
        if name in self._windows:
            return name
        found = {number for (_carrier, known), number in self._names.items() if known == name}
        if len(found) == 1:
            return found.pop()
        known_names = sorted({known for _carrier, known in self._names if known})
        raise BadOption(
            _("There is no single chat {name} in the archive.").format(name=name),
            _("There are: {names}; `closeknit archive show` gives their numbers.").format(
                names="、".join(known_names[:40]) or "–"
            ),
        )
