"""The export of a server: its tables of messages, made readable by those of people, streams and recipients."""

import re
from collections import defaultdict
from typing import Any, Final

import msgspec

from closeknit.carriers.zulip.markup import from_source, is_marked_up
from closeknit.errors import UnreadableSource
from closeknit.language import _
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.instant import epoch_micros
from closeknit.records.issue import Issue
from closeknit.records.options import ReadOptions
from closeknit.records.ordering import by_chat_and_time
from closeknit.sources import Source
from closeknit.sources.json_arrays import json_arrays
from closeknit.sources.json_values import json_value
from closeknit.sources.stamps import read_epochs

MESSAGES: Final = re.compile(r"messages-\d{6,9}\.json")
_LISTS: Final = ("realm.json", "user.json")
_PERSONAL: Final = 1
_STREAM: Final = 2
_GROUP: Final = 3


class _Profile(msgspec.Struct, gc=False):
    id: int
    full_name: str | None = None
    is_bot: bool = False


class _Stream(msgspec.Struct, gc=False):
    id: int
    name: str | None = None


class _Recipient(msgspec.Struct, gc=False):
    id: int
    type: int = 0
    type_id: int = 0


class _Subscription(msgspec.Struct, gc=False):
    user_profile: int = 0
    recipient: int = 0


class _Reaction(msgspec.Struct, gc=False):
    user_profile: int = 0
    message: int = 0
    emoji_name: str = ""


class _Realm(msgspec.Struct):
    """The tables that are used; their rows are decoded one by one, for one bad row must not cost the rest."""

    zerver_userprofile: list[msgspec.Raw] = []
    zerver_userprofile_mirrordummy: list[msgspec.Raw] = []
    zerver_userprofile_crossrealm: list[msgspec.Raw] = []
    zerver_stream: list[msgspec.Raw] = []
    zerver_recipient: list[msgspec.Raw] = []
    zerver_subscription: list[msgspec.Raw] = []
    zerver_reaction: list[msgspec.Raw] = []


class _Message(msgspec.Struct, gc=False):
    id: int | str
    sender: int | None = None
    recipient: int | None = None
    subject: str | None = None
    content: str | None = None
    date_sent: int | float | None = None
    pub_date: int | float | None = None
    last_edit_time: int | float | None = None
    edit_history: str | None = None


class Directory:
    """Who and what the numbers stand for."""

    def __init__(self, folder: Source, builder: MessageBuilder) -> None:
        self.names: dict[int, str] = {}
        self.ids: dict[str, str] = {}
        self.bots: set[int] = set()
        self.chats: dict[int, tuple[str, str]] = {}
        self.personal: dict[int, int] = {}
        self.reactions: defaultdict[int, dict[str, list[str]]] = defaultdict(dict)
        self._builder = builder
        there = next((found for name in _LISTS if (found := folder.child(name))), None)
        if there is None:
            builder.issues.add(Issue(folder.path, 0, "missing-part", _LISTS[0]))
            return
        try:
            realm = json_value(there, _Realm)
        except UnreadableSource as error:
            builder.issues.add(Issue(there.path, 0, "bad-json", error.message[:120]))
            return
        self._take(realm, there.path)

    def _rows[T](self, rows: list[msgspec.Raw], kind: type[T], path: str) -> list[T]:
        found = []
        decoder = msgspec.json.Decoder(kind, strict=False)
        for row in rows:
            try:
                found.append(decoder.decode(row))
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                self._builder.issues.add(Issue(path, 0, "bad-row", str(error)[:120]))
        return found

    def _take(self, realm: _Realm, path: str) -> None:
        people = realm.zerver_userprofile + realm.zerver_userprofile_mirrordummy + realm.zerver_userprofile_crossrealm
        for person in self._rows(people, _Profile, path):
            name = person.full_name or str(person.id)
            self.names[person.id] = name
            self.ids.setdefault(name, str(person.id))
            if person.is_bot:
                self.bots.add(person.id)
        streams = {stream.id: stream for stream in self._rows(realm.zerver_stream, _Stream, path)}
        members: defaultdict[int, list[int]] = defaultdict(list)
        for entry in self._rows(realm.zerver_subscription, _Subscription, path):
            members[entry.recipient].append(entry.user_profile)
        for recipient in self._rows(realm.zerver_recipient, _Recipient, path):
            if recipient.type == _STREAM:
                stream = streams.get(recipient.type_id)
                ident = str(recipient.type_id)
                self.chats[recipient.id] = (stream.name if stream and stream.name else ident, ident)
            elif recipient.type == _PERSONAL:
                self.personal[recipient.id] = recipient.type_id
            elif recipient.type == _GROUP:
                self.chats[recipient.id] = self._between(members[recipient.id], "group")
        for given in self._rows(realm.zerver_reaction, _Reaction, path):
            self.reactions[given.message].setdefault(given.emoji_name, []).append(str(given.user_profile))

    def _between(self, people: list[int], word: str) -> tuple[str, str]:
        """Name and id of a direct chat: those of its people; the id as Zulip's own addresses write it."""
        people = sorted(set(people))
        names = ", ".join(self.names.get(person, str(person)) for person in people)
        return names, f"{','.join(map(str, people))}-{word}"

    def chat(self, recipient: int | None, sender: int | None) -> tuple[str | None, str | None]:
        """Name and id of the chat that a message stands in."""
        if recipient is None:
            return None, None
        if recipient in self.personal:
            return self._between([self.personal[recipient], sender or self.personal[recipient]], "dm")
        return self.chats.get(recipient) or (str(recipient), f"recipient-{recipient}")


def read_server(source: Source, options: ReadOptions) -> History:
    """The history of a folder, or of one file of messages with numbers in the place of names.

    A damaged file of a folder is an issue; the rest is read. Raises UnreadableSource where none is whole.
    """
    builder = MessageBuilder("zulip", source.path, options, wall=False, precision="microsecond")
    directory = Directory(source, builder)
    files = [child for child in source.children if MESSAGES.fullmatch(child.name)] if source.is_folder else [source]
    whole = 0
    for file in files:
        try:
            _take_file(file, builder, directory, salvage=options.salvage or len(files) > 1)
            whole += 1
        except UnreadableSource as error:
            if len(files) == 1:
                raise
            builder.issues.add(Issue(file.path, 0, "bad-json", error.message[:120], lost=True))
    if not whole:
        raise UnreadableSource(
            _("{path} holds no readable messages of a Zulip export.").format(path=source.path),
            _("Unpack the export again and give the folder with messages-000001.json."),
        )
    return by_chat_and_time(builder.finish())


def _take_file(file: Source, builder: MessageBuilder, directory: Directory, salvage: bool) -> None:
    def on_bad(ordinal: int, detail: str) -> None:
        code = "bad-row" if ordinal else "cut-off"
        builder.issues.add(Issue(file.path, ordinal, code, detail[:120], lost=bool(ordinal)))

    found = False
    for array in json_arrays(file, "zerver_message", _Message, on_bad=on_bad, salvage=salvage):
        found = True
        for messages in array:
            _take(messages, builder, directory, file.path)
    if not found:
        raise UnreadableSource(_("{path} has no list of messages.").format(path=file.path))


def _take(messages: list[_Message], builder: MessageBuilder, directory: Directory, path: str) -> None:
    if not messages:
        return
    senders = [message.sender for message in messages]
    places = list(zip([message.recipient for message in messages], senders))
    known = {place: directory.chat(*place) for place in set(places)}
    people = {sender: None if sender is None else str(sender) for sender in set(senders)}
    ids = [message.id for message in messages]
    dense: dict[str, list[Any]] = {
        "id": list(map(str, ids)),
        "channel": [known[place][0] for place in places],
        "channel_id": [known[place][1] for place in places],
        "thread": [message.subject or None for message in messages],
        "author_id": [people[sender] for sender in senders],
        "author": [directory.names.get(sender or 0) for sender in senders],
        "time": _times(messages, builder, path),
        "text": [message.content for message in messages],
    }
    sparse: dict[str, dict[int, Any]] = {
        "is_bot": {row: True for row, sender in enumerate(senders) if sender in directory.bots},
        "is_edited": {row: True for row, message in enumerate(messages) if _is_edited(message)},
    }
    if directory.reactions:
        sparse["reactions"] = {
            row: [{"reaction": sign, "count": len(by), "by": by} for sign, by in given.items()]
            for row, ident in enumerate(ids)
            if isinstance(ident, int) and (given := directory.reactions.get(ident))
        }
    _speak(dense["text"], sparse, directory)
    builder.extend(dense, sparse)


def _speak(texts: list[Any], sparse: dict[str, dict[int, Any]], directory: Directory) -> None:
    """Put the words themselves into the place of what was written, and into `sparse` what else that says."""
    for row, content in enumerate(texts):
        if content and not is_marked_up(content) and (words := content.strip()):
            texts[row] = words
            continue
        said = from_source(content or "", directory.ids)
        texts[row] = said.text
        marks: dict[str, Any] = {"kind": said.kind, "mentions": said.mentions}
        if said.target:
            marks |= {"reply_to": said.target, "quoted": said.quoted, "quoted_author": said.quoted_author}
        for name, value in marks.items():
            if value:
                sparse.setdefault(name, {})[row] = value


def _is_edited(message: _Message) -> bool:
    """Whether the words were changed; a message that was only moved to another topic has a history too."""
    if message.edit_history and message.edit_history != "[]":
        return "prev_content" in message.edit_history
    return message.last_edit_time is not None


def _times(messages: list[_Message], builder: MessageBuilder, path: str) -> list[int | None]:
    given = [message.pub_date if message.date_sent is None else message.date_sent for message in messages]
    exact = read_epochs(given, fractions=True)
    if exact is not None:
        return exact.tolist()  # type: ignore[no-any-return]
    return [_time(message, value, builder, path) for message, value in zip(messages, given, strict=True)]


def _time(message: _Message, given: float | None, builder: MessageBuilder, path: str) -> int | None:
    try:
        if given is not None:
            return epoch_micros(given)
    except (ValueError, OverflowError):
        pass
    builder.issues.add(Issue(path, 0, "bad-time", f"message {message.id}: {given}"[:120]))
    return None
