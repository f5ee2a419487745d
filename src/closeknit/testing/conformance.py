"""The conformance suite: what any carrier, ours or another's, must do with its samples and with broken ones.

report = check(CARRIER, [Path("samples/one.json"), Path("samples/a_folder")])
assert report.holds, report
"""

import random
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, override
from zoneinfo import ZoneInfo

from closeknit.carriers.contract import CERTAIN, NO, POSSIBLE, Carrier
from closeknit.carriers.registry import units
from closeknit.errors import CloseknitError, TruncatedSource
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source, open_source
from closeknit.sources.source import of_bytes
from closeknit.testing.damage import damaged
from closeknit.testing.forms import changed, forms
from closeknit.testing.laws import broken_laws, broken_links

PATIENCE: Final = 5.0
"""CPU seconds that one damaged sample may cost; samples are a few kilobytes."""
_OPTIONS: Final = ReadOptions(zone=ZoneInfo("Asia/Taipei"))
_SALVAGE: Final = ReadOptions(zone=ZoneInfo("Asia/Taipei"), salvage=True)
STRANGERS: Final = {
    "nothing.txt": b"",
    "blank.json": b" \n",
    "object.json": b"{}",
    "array.json": b"[]",
    "package.json": b'{"name": "left-pad", "version": "1.0.0", "main": "index.js"}',
    "picture.png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "paper.pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog>>endobj",
    "page.html": b"<!DOCTYPE html><html><head><title>News</title></head><body><p>Hello</p></body></html>",
    "recipe.txt": "紅燒肉\n五花肉 500 克，糖 20 克。\n先焯水，再炒糖色。\n".encode(),
    "table.csv": b"product,price\ntea,3\nrice,2\n",
}
"""What is certainly nobody's export."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing that a carrier did wrong: with which sample, in which check, and what."""

    sample: str
    check: str
    detail: str

    @override
    def __str__(self) -> str:
        return f"{self.sample}: {self.check}: {self.detail}"


@dataclass(slots=True)
class Report:
    """What the suite found. `inputs` counts what the carrier was given to sniff or read."""

    carrier: str
    inputs: int = 0
    failures: list[Failure] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether the carrier conforms."""
        return not self.failures

    @override
    def __str__(self) -> str:
        head = f"{self.carrier}: {self.inputs} inputs, {len(self.failures)} failures"
        return "\n  ".join([head, *map(str, self.failures)])


def check(
    carrier: Carrier, samples: Sequence[Path], *, strangers: Sequence[Path] = (), inputs: int = 1000, seed: int = 0
) -> Report:
    """Try a carrier on sound samples of its tool, in all their forms, and on `inputs` damaged ones.

    `strangers` are exports of other tools, which the carrier must leave alone (a score up to `POSSIBLE` is
    allowed: another, more definite carrier goes first).
    """
    suite = _Suite(carrier)
    suite.facts()
    for name, data in STRANGERS.items():
        suite.stranger(of_bytes(name, name, data))
    for stranger in strangers:
        suite.stranger(open_source(stranger))
    for sample in samples:
        suite.sample(sample)
    if samples:
        suite.damage([open_source(sample) for sample in samples], inputs, seed)
    return suite.report


class _Suite:
    def __init__(self, carrier: Carrier) -> None:
        self.carrier = carrier
        self.report = Report(carrier.name)

    def fail(self, sample: str, check: str, detail: str) -> None:
        self.report.failures.append(Failure(sample, check, detail))

    def facts(self) -> None:
        """The texts that a user reads are there."""
        if not (self.carrier.title and self.carrier.how_to_export and self.carrier.gives):
            self.fail("-", "facts", "title, how_to_export or gives is empty")

    def sniff(self, source: Source, check: str) -> int:
        """The score; a fault where it is none, or where looking raises."""
        self.report.inputs += 1
        try:
            score = self.carrier.sniff(source)
        except Exception:  # noqa: BLE001 - whatever it is, the contract says that sniff never raises
            self.fail(source.path, check, f"sniff raised {_last_line()}")
            return NO
        if not isinstance(score, int) or not NO <= score <= CERTAIN:
            self.fail(source.path, check, f"sniff says {score!r}")
            return NO
        return score

    def stranger(self, source: Source) -> None:
        """Another tool's file is left alone."""
        score = self.sniff(source, "strangers")
        if score > POSSIBLE:
            self.fail(source.path, "strangers", f"claimed with {score}")

    def read(self, source: Source) -> History | None:
        """All units of a source as one history; None where there is none."""
        self.report.inputs += 1
        found = [unit for unit, carrier in units(source, [self.carrier]) if carrier is not None]
        parts = [self.carrier.read(unit, _OPTIONS) for unit in found]
        return History.joined(parts) if parts else None

    def sample(self, sample: Path) -> None:
        """A sound export: recognised, lawful, and the same in every form."""
        source = open_source(sample)
        if not source.is_folder and self.sniff(source, "recognised") == NO:
            self.fail(source.path, "recognised", "sniff says no")
            return
        first = self._sound(source, "reads")
        if first is None:
            return
        for detail in (*broken_laws(first, self.carrier.name), *broken_links(first)):
            self.fail(source.path, "laws", detail)
        if first.is_empty:
            self.fail(source.path, "reads", "not a row was read")
        with tempfile.TemporaryDirectory() as folder:
            for form, other in (("twice", open_source(sample)), *forms(sample, Path(folder))):
                again = self._sound(other, f"reads {form}")
                if again is not None:
                    for detail in _departures(first, again):
                        self.fail(source.path, f"reads the same {form}", detail)

    def _sound(self, source: Source, check: str) -> History | None:
        try:
            history = self.read(source)
        except Exception:  # noqa: BLE001 - a refusal is a fault here too
            self.fail(source.path, check, _last_line())
            return None
        if history is None:
            self.fail(source.path, check, "not recognised")
        return history

    def damage(self, sources: Sequence[Source], inputs: int, seed: int) -> None:
        """Broken exports end in a lawful history or in a refusal with a sentence, in bounded time."""
        files = [(source, file) for source in sources for file in source.files()]
        bodies = {file.path: file.read_bytes() for _source, file in files}
        dice = random.Random(seed)
        for number in range(inputs):
            source, file = files[number % len(files)]
            body = damaged(bodies[file.path], bodies[dice.choice(files)[1].path], dice.getrandbits(64))
            broken = changed(source, _putting(file.path, body, bodies))
            label = f"damage {number} of seed {seed}"
            started = time.process_time()
            self._survives(broken, label, _SALVAGE if number % 4 == 0 else _OPTIONS)
            if time.process_time() - started > PATIENCE:
                self.fail(source.path, label, f"took more than {PATIENCE:.0f} s")

    def _survives(self, source: Source, label: str, options: ReadOptions) -> None:
        self.sniff(source, label)
        for file in source.files():
            self.sniff(file, label)
        self.report.inputs += 1
        try:
            history = self.carrier.read(source, options)
        except CloseknitError as refusal:
            if not refusal.message or (isinstance(refusal, TruncatedSource) and refusal.rows < 0):
                self.fail(source.path, label, f"refused without a sentence: {refusal!r}")
        except Exception:  # noqa: BLE001 - this is what is looked for
            self.fail(source.path, label, _last_line())
        else:
            for detail in broken_laws(history, self.carrier.name):
                self.fail(source.path, label, detail)


def _putting(path: str, body: bytes, bodies: dict[str, bytes]) -> Callable[[Source], bytes]:
    return lambda file: body if file.path == path else bodies[file.path]


def _departures(first: History, again: History) -> Iterator[str]:
    """Where a second reading departs from the first."""
    for table in ("messages", "roster", "exchanges", "inner"):
        front = "" if table == "messages" else f"{table}: "
        rows, others = getattr(first, table).to_pylist(), getattr(again, table).to_pylist()
        if len(rows) != len(others):
            yield f"{front}{len(others)} rows instead of {len(rows)}"
            return
        for number, (row, other) in enumerate(zip(rows, others, strict=True)):
            odd: list[Any] = [(name, row[name], other[name]) for name in row if row[name] != other[name]]
            if odd:
                name, was, now = odd[0]
                yield f"{front}row {number}: {name} is {now!r} instead of {was!r}"
                return
    if first.issues.counts != again.issues.counts:
        yield f"issues {dict(again.issues.counts)} instead of {dict(first.issues.counts)}"


def _last_line() -> str:
    """The exception being handled, and where it was raised, in one line."""
    lines = traceback.format_exc().strip().splitlines()
    places = [line.strip() for line in lines if line.lstrip().startswith("File ")]
    ours = [place for place in places if "closeknit" in place and "site-packages" not in place] or places or ["?"]
    return f"{lines[-1]} at {ours[-1]}"
