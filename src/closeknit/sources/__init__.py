"""Opens what a user points at: files, folders, archives and pasted text, in any encoding, safely."""

from closeknit.sources.opening import open_pasted, open_source
from closeknit.sources.source import Source

__all__ = ["Source", "open_pasted", "open_source"]
