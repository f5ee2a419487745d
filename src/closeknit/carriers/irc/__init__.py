"""IRC: the logs of irssi, WeeChat, ZNC, energymech, eggdrop, supybot, mIRC, HexChat and public log pages.

There is no one export: every client and bouncer writes its own lines, so one expression (`lines.LINE`) knows
all of them and a log may change its shape midway. Most write a time of day only; the date stands in marker
lines, in the name of a daily file, or nowhere, and then it is asked for with `--date`. A change of nick is an
event and never merges two people; what a relay writes for others stays the relay's. Layouts checked against
the samples and the clients' documents in November 2026:
irssi.org/documentation, weechat.org/files/doc, wiki.znc.in/Log, eggheads.org, limnoria.net.
"""

from datetime import date
from itertools import islice

from closeknit.carriers.contract import CERTAIN, LIKELY, NO, Carrier
from closeknit.carriers.irc.clock import Clock, log_event
from closeknit.carriers.irc.lines import LINE, Event, read_rest
from closeknit.carriers.irc.names import channel_of, day_of
from closeknit.language import N_
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.issue import Issue
from closeknit.records.naming import resolve_names
from closeknit.records.options import ReadOptions
from closeknit.sources import Source

_LOOKED_AT = 300
_SAMPLED = 8


def sniff(source: Source) -> int:
    """By the shape of the first lines; a folder where every file in it is a log named for its day."""
    return _sniff_folder(source) if source.is_folder else _sniff_log(source)


def _sniff_log(source: Source) -> int:
    lines = [line for line in source.head_text.split("\n")[:_LOOKED_AT] if line.strip()]
    if not lines:
        return NO
    known = sum(map(_is_known, lines))
    if known * 10 < len(lines) * 6 or not any(map(_is_telling, lines)):
        return NO
    clock = Clock(None, None)
    first = clock.marker(lines[0]) is not None
    return CERTAIN if first or source.name.lower().endswith(".weechatlog") else LIKELY if _is_known(lines[0]) else NO


def _is_known(line: str) -> bool:
    found = LINE.match(line)
    assert found is not None  # the last alternative takes any line
    tabbed, _prefix, _column, stamp, nick, _said, actor, _act, rest, _bare = found.groups()
    if tabbed or nick or actor:
        return True
    if stamp:
        return read_rest(rest) is not None or log_event(rest) is not None or Clock(None, None).marker(rest) is not None
    return Clock(None, None).marker(line) is not None or line.startswith("Session Ident:")


def _is_telling(line: str) -> bool:
    """A nick in angle brackets, WeeChat's columns, or an event that is known: what no other log has."""
    found = LINE.match(line)
    if found is None:
        return False
    if found[1] or found[5]:
        return True
    event = read_rest(found[9]) if found[9] else None
    return isinstance(event, Event) and event.event != "notice"


def _sniff_folder(source: Source) -> int:
    files = []
    for file in islice(source.files(), 20_000):
        if day_of(file) is None:
            return NO
        files.append(file)
    step = max(1, len(files) // _SAMPLED)
    return min((_sniff_log(file) for file in files[::step]), default=NO)


def read(source: Source, options: ReadOptions) -> History:
    """Read one log, or a folder of daily logs in the order of their days."""
    from closeknit.carriers.irc.reading import read_log

    builder = MessageBuilder("irc", source.path, options, wall=True)
    logs = sorted(((day_of(file) or date.max, file) for file in source.files()), key=lambda log: log[0])
    for day, file in logs:
        if source.is_folder and file.encoding is None:
            builder.issues.add(Issue(file.path, 0, "unread-file"))
            continue
        builder.path = file.path
        builder.channel(channel_of(file, source))
        read_log(file, builder, Clock(options.day if day == date.max else day, options.year))
    builder.path = source.path
    return resolve_names(builder.finish())


CARRIER = Carrier(
    name="irc",
    title="IRC",
    sniff=sniff,
    read=read,
    how_to_export=(
        N_(
            "IRC servers keep nothing: there is a history only where somebody's program wrote it down while "
            "they were connected. Ask in the channel who keeps a log, or whether it is published on a web page."
        ),
        N_("irssi: the folder “irclogs” in your home folder, if /SET autolog ON was typed before."),
        N_("WeeChat: type /logger list; it names the files (they end in .weechatlog)."),
        N_("ZNC: the files of its module “log”, one folder a channel, one file a day; give the channel's folder."),
        N_("mIRC, HexChat: the folder “logs” beside the settings, if logging is switched on in the options."),
        N_(
            "With only a phone: apps rarely write logs that can be taken out; ask a member who uses a computer "
            "or a bouncer."
        ),
        N_("If the lines have times but no dates, tell the first day with --date, and your zone with --timezone."),
    ),
    gives={
        "irssi, ZNC, energymech, eggdrop, mIRC, HexChat": ("events",),
        "WeeChat (since 4.3), supybot, The Lounge": ("zone", "events"),
    },
)
