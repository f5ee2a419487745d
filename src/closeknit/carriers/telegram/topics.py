"""Topics of a forum group. The export has no field for them: a row belongs to the topic whose creation its
chain of replies ends at."""

from closeknit.carriers.telegram.shapes import Ident, Row


class Topics:
    """The topics of one chat, fed in the order of the file."""

    def __init__(self) -> None:
        self._title: dict[Ident, str] = {}
        self._root: dict[Ident, Ident] = {}

    def __bool__(self) -> bool:
        return bool(self._title)

    def created(self, row: Row) -> str | None:
        """Take a `topic_created` row; the topic's name, its number where it has none."""
        if row.id is None:
            return row.title
        self._root[row.id] = row.id
        title = self._title[row.id] = row.title or str(row.id)
        return title

    def place(self, row: Row) -> str | None:
        """The topic of a row, by the name it has at that time; None in "General"."""
        root = self._root.get(row.reply_to_message_id) if row.reply_to_message_id is not None else None
        if root is None or row.reply_to_peer_id is not None:
            return None
        if row.id is not None:
            self._root[row.id] = root
        if row.action == "topic_edit" and row.new_title:
            self._title[root] = row.new_title
        return self._title[root]

    def is_root(self, ident: Ident | None) -> bool:
        """Whether the id is that of a topic: answering it is belonging to the topic."""
        return ident in self._title
