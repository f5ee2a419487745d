"""Which mails belong together: by their ids, by the subject where the ids lead nowhere."""

import re
from typing import Final

import pyarrow as pa

_PREFIX: Final = re.compile(
    r"\s*+(?:\[[^\[\]]{0,80}\]|(?:re|fwd?|aw|wg|antw|sv|vs|vb|rv|tr|odp|回复|回覆|答复|答覆|转发|轉寄)(?:\[\d{1,4}\])?\s?[:：])",
    re.IGNORECASE,
)
_REPLY: Final = re.compile(
    r"\s*+(?:\[[^\[\]]{0,80}\]\s{0,4}){0,3}(?:re|aw|antw|sv|vs|odp|回复|回覆|答复|答覆)(?:\[\d{1,4}\])?\s?[:：]",
    re.IGNORECASE,
)
_MOST: Final = 40


def base_subject(subject: str) -> tuple[str, bool]:
    """The subject without `Re:`, `[list]` and their like, folded for comparison, and whether it is of an answer."""
    is_answer = _REPLY.match(subject) is not None
    at = 0
    for _prefix in range(_MOST):
        found = _PREFIX.match(subject, at)
        if found is None:
            break
        at = found.end()
    base = subject[at:].strip() or subject.strip()
    return " ".join(base.casefold().split())[:200], is_answer


class Threads:
    """Gives each mail the id that its thread goes by; answers may come before what they answer.

    What is known only later, that a thread hangs on another, is settled by `settle`.
    """

    def __init__(self) -> None:
        self._of: dict[str, str] = {}
        self._seen: set[str] = set()
        self._subjects: dict[str, str] = {}
        self._loose: dict[str, str] = {}
        self._base_of: dict[str, str] = {}
        self._above: dict[str, str] = {}

    def place(self, ident: str | None, above: list[str], subject: str, is_answer: bool) -> str | None:
        """The thread of a mail; `above` are the ids it answers, the nearest first; None without any hint."""
        if above:
            thread = next((self._of[one] for one in above if one in self._of), None)
            if thread is None:
                thread = above[-1]
                if is_answer:
                    self._base_of.setdefault(thread, subject)
            for one in above:
                self._of.setdefault(one, thread)
        elif is_answer and subject:
            thread = self._loose.setdefault(subject, ident or f"re: {subject}")
            self._base_of.setdefault(thread, subject)
        else:
            thread = ident
        if ident is not None:
            earlier = self._of.get(ident)
            if thread is None or (earlier is not None and not above):
                thread = earlier or ident
            elif earlier is not None and earlier != thread:
                self._above.setdefault(earlier, thread)
            self._of[ident] = thread
            self._seen.add(ident)
            if not is_answer and not above and subject:
                self._subjects.setdefault(subject, thread)
        return thread

    def settle(self, table: pa.Table) -> pa.Table:
        """The table with its column `thread` set right."""
        loose = set(self._loose.values())
        for thread, subject in self._base_of.items():
            root = self._subjects.get(subject)
            if root is not None and root != thread and (thread not in self._seen or thread in loose):
                self._above.setdefault(thread, root)
        if not self._above or not len(table):
            return table
        column = table["thread"].combine_chunks()
        if isinstance(column, pa.ChunkedArray):
            return table
        words = [None if word is None else self._root(word) for word in column.dictionary.to_pylist()]
        plain = pa.array(words, pa.string()).take(column.indices)
        at = table.schema.get_field_index("thread")
        return table.set_column(at, table.schema.field(at), plain.dictionary_encode())

    def _root(self, thread: str) -> str:
        passed = {thread}
        while (above := self._above.get(thread)) is not None and above not in passed:
            passed.add(above)
            thread = above
        return thread
