"""Forgets people in every archive of a community."""

from pathlib import Path
from typing import Any

from closeknit.archive import forget as forget_in
from closeknit.archive import is_archive, open_archive
from closeknit.archive.faces import known_faces
from closeknit.archive.forgotten import Forgotten
from closeknit.house.features.insights.examining.keeping import Order, Tell
from closeknit.house.features.insights.examining.locking import alone


def forget(order: Order, _tell: Tell) -> dict[str, Any]:
    """Remove the words of these faces for good, from the whole and from each upload; messages that lost theirs."""
    folder, lost = Path(order["folder"]), 0
    labels = set(order["labels"])
    with alone(folder):
        for place in (order["whole"], *order["owns"]):
            if not is_archive(folder / place):
                continue
            archive = open_archive(folder / place)
            there = sorted(labels & {face.label for face in known_faces(archive)})
            if there:
                lost += forget_in(archive, there, at=order["at"], every=True).rows
            archive = open_archive(folder / place)
            marks = Forgotten(archive.marker.salt, ())
            missing = [marks.mark(*label.split(":", 1)) for label in labels if ":" in label]
            archive.marker.forgetting(archive.marker.table, missing).write(folder / place)
    return {"rows": lost}
