"""Dictionary columns as integer codes."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Int32s = npt.NDArray[np.int32]


def codes(column: pa.ChunkedArray) -> tuple[Int32s, list[str]]:
    """A dictionary column as codes (-1 for null) and its words."""
    merged = column.unify_dictionaries().combine_chunks()
    if isinstance(merged, pa.ChunkedArray):  # an empty column keeps no chunk
        return np.empty(0, np.int32), []
    if len(merged.dictionary) == 1 and not merged.null_count:
        return np.zeros(len(merged), np.int32), merged.dictionary.to_pylist()  # takes no memory until it is written
    indices = merged.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return np.asarray(indices, np.int32), merged.dictionary.to_pylist()
