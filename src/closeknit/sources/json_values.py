"""Small JSON files, read whole: lists of members, manifests and the like beside the messages."""

import msgspec

from closeknit.errors import UnreadableSource
from closeknit.language import _
from closeknit.sources.source import Source


def json_value[T](source: Source, kind: type[T]) -> T:
    """The one value of a file, in any encoding. Raises UnreadableSource where it is no JSON or does not fit `kind`."""
    body = "".join(source.text_blocks()).encode("utf-8", "surrogatepass")
    try:
        return msgspec.json.decode(body, type=kind, strict=False)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableSource(
            _("{path} cannot be read: {reason}.").format(path=source.path, reason=error), _("Copy or export it again.")
        ) from error
