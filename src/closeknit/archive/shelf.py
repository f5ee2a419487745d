"""Where an archive keeps what an examination found, so that the next one need not find it again.

What is kept holds no words: numbers of rows, and a keyed hash of what they were found from. It lies inside the
folder of the table, goes with it, and is found again whenever it is missing.
"""

import hashlib
import hmac
from pathlib import Path
from typing import Final

import pyarrow as pa

from closeknit.archive.maps import Maps
from closeknit.archive.views import FOLDER, written

_SEAL: Final = b"closeknit.seal"


class Shelf:
    """Results about one table, each under a name. `salt`: the archive's, hexadecimal; `maps`: what is mapped of it."""

    def __init__(self, archive: Path, table_folder: Path, salt: str, maps: Maps) -> None:
        self._maps = maps
        self._archive = archive
        self._table_folder = table_folder
        self._salt = bytes.fromhex(salt)

    def find(self, name: str, seal: bytes) -> pa.Table | None:
        """What was kept under the name, if it was made from what the seal says."""
        table = self._maps.opened(self._place(name))
        if table is None or (table.schema.metadata or {}).get(_SEAL) != self._sealed(seal):
            return None
        return table

    def keep(self, name: str, seal: bytes, table: pa.Table) -> None:
        """Keep a result in the stead of what lay there; where the archive cannot be written it is not kept."""
        written(
            self._archive,
            self._table_folder,
            self._place(name),
            table.replace_schema_metadata({_SEAL: self._sealed(seal)}),
        )

    def rest(self) -> None:
        """What is mapped leaves memory until somebody looks at it again."""
        self._maps.rest()

    def _place(self, name: str) -> Path:
        return self._table_folder / FOLDER / f"found-{self._sealed(name.encode()).decode()}.arrow"

    def _sealed(self, seal: bytes) -> bytes:
        return hmac.new(self._salt, seal, hashlib.blake2s).hexdigest()[:40].encode()
