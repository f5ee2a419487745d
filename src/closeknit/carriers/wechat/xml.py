"""The XML of one app message, which people sometimes copy out of a tool: no history, refused with a reason."""

from closeknit.carriers.contract import CERTAIN, NO
from closeknit.errors import UnreadableSource
from closeknit.language import _
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source


def sniff(source: Source) -> int:
    """The file begins as XML and has an app message in its head."""
    head = source.head_text.lstrip()
    return CERTAIN if head.startswith(("<?xml", "<msg", "<appmsg")) and "<appmsg" in head else NO


def refuse(source: Source, options: ReadOptions) -> History:
    """Raise UnreadableSource: neither the chat nor the time of sending stands in it."""
    raise UnreadableSource(
        _("{path} is the inside of a single WeChat message, without its chat and its time: no history.").format(
            path=source.path
        ),
        _("Give the whole file that the tool wrote, not one message of it."),
    )
