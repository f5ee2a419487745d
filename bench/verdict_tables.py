"""Prints what the verdict is worth on channels of known kind, and writes it into the document that says so.

    python bench/verdict_tables.py FOLDER [--write] [--more]

FOLDER holds `channels.parquet`, `labels.csv`, `zh-channels.parquet` and `zh-labels.csv` in the shape of
docs/reference/validation.md. `--write` puts the tables between their markers in
docs/explanation/how-the-word-is-decided.md; `--more` also reads with other inference, for as long again. Wrong
channels that the document does not explain are named at the end.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from closeknit.scoring.verdict import CONFIDENT, Scored, is_wrong, score_channels, summarise

DOCUMENT: Final = Path(__file__).parents[1] / "docs" / "explanation" / "how-the-word-is-decided.md"
FILES: Final = {"English": ("channels.parquet", "labels.csv"), "Chinese": ("zh-channels.parquet", "zh-labels.csv")}
WORDS: Final = ("community", "becoming-one", "group", "broadcast", "silent", "cannot-tell")
TAUGHT: Final = tuple(f"s1-forum/zh-{n}" for n in ("050", "086", "135", "151", "220", "295", "322", "328"))
"""Threads of which the model of answers was taught other stretches (docs/explanation/checked-on-chinese-chat.md)."""

Sets = dict[str, list[Scored]]


def read(folder: Path, inference: str = "thorough") -> Sets:
    """Every channel of both sets scored, links shown and hidden."""
    return {
        f"{name}, {links}": score_channels(folder / channels, folder / labels, links=links, inference=inference)
        for name, (channels, labels) in FILES.items()
        for links in ("shown", "hidden")
    }


def figures(sets: Sets) -> str:
    """The main table: a column a set."""
    found = {name: summarise(scored, np.random.default_rng(7)) for name, scored in sets.items()}
    rows = [["", *found]]
    for key, title in (
        ("auc_pooled", "AUC, pooled"), ("auc_within_source", "AUC, within source"), ("sensitivity", "sensitivity"),
        ("specificity", "specificity"), ("cannot_tell", "*cannot tell*, of those with ≥ 200 messages"),
    ):  # fmt: skip
        rows.append([title, *(_spanned(one[key], one["intervals"][key]) for one in found.values())])
    bound = "sensitivity of a bound set on other sources (specificity 0.92)"
    rows.append([bound, *(_number(one["left_out"]["sensitivity_at_specificity_092"]) for one in found.values())])
    for key, title in (("volume", "plain volume"), ("people", "people"), ("concentration", "evenness")):
        pairs = (
            (one["baselines"][f"{key}_pooled"], one["baselines"][f"{key}_within_source"]) for one in found.values()
        )
        rows.append([f"AUC of {title}, pooled / within", *(f"{_number(a)} / {_number(b)}" for a, b in pairs)])
    return table(rows)


def words(sets: Sets) -> str:
    """Which word each kind got, a row a set and kind."""
    rows = [["", *WORDS]]
    for name, scored in sets.items():
        kinds = Counter((_kind(one), one.word) for one in scored)
        rows += [
            [f"{name}: {kind}", *(str(kinds[kind, word]) for word in WORDS)]
            for kind in sorted({kind for kind, _word in kinds})
        ]
    return table(rows)


def left_out(sets: Sets) -> str:
    """The figures without each source in turn."""
    rows = [["without", "AUC, pooled", "sensitivity", "specificity"]]
    found = summarise(sets["English, shown"], np.random.default_rng(7))["left_out"]["without"]
    for source, one in found.items():
        rows.append([source, *(_number(one[key]) for key in ("auc_pooled", "sensitivity", "specificity"))])
    return table(rows)


def readings(sets: Sets, other: dict[str, Sets]) -> str:
    """The same by other readings: without the newsletters, without what the model was taught on, other inference."""
    rows = [["", "AUC, pooled", "sensitivity", "specificity", "*cannot tell*, all", "walls or stars called living"]]
    without = {"newsletter": ("newsletter",), "the eight threads of which stretches were taught": TAUGHT}
    for what, names in without.items():
        for name, scored in sets.items():
            kept = [one for one in scored if not {one.source, one.name} & set(names)]
            if len(kept) < len(scored):
                rows.append(_reading(f"{name}, without {what}", kept))
    for inference, read_so in other.items():
        rows += [_reading(f"{name}, inference {inference}", scored) for name, scored in read_so.items()]
    return table(rows)


def _reading(name: str, scored: Sequence[Scored]) -> list[str]:
    found = summarise(scored, np.random.default_rng(7))
    none = sum(one.word == "cannot-tell" for one in scored) / len(scored)
    living = sum(one.kind in {"broadcast", "star"} and one.word in {"community", "becoming-one"} for one in scored)
    keys = ("auc_pooled", "sensitivity", "specificity")
    return [name, *(_number(found[key]) for key in keys), _number(none), str(living)]


def unexplained(sets: Sets, document: str) -> list[str]:
    """Wrong channels, and traps with a confident word, that the document does not name."""
    return [
        f"{name}: {one.name} → {one.word}"
        for name, scored in sets.items()
        for one in scored
        if (is_wrong(one) or (one.kind == "trap" and one.word in CONFIDENT)) and one.name not in document
    ]


def table(rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown, its first row the head."""
    head, *rest = list(rows)
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *rest))


def put(document: Path, tables: dict[str, str]) -> None:
    """Write each table between `<!-- name -->` and `<!-- /name -->`. Raises ValueError where a marker is missing."""
    text = document.read_text(encoding="utf-8")
    for name, made in tables.items():
        between = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        if not between.search(text):
            raise ValueError(f"{document} has no markers for {name}")
        text = between.sub(lambda found, made=made: f"{found[1]}\n{made}\n\n{found[2]}", text)
    document.write_text(text, encoding="utf-8")


def _kind(one: Scored) -> str:
    return one.sub or (one.kind if one.by == "people" else f"{one.kind}, by {one.by}")


def _number(value: Any) -> str:
    return "–" if value is None else f"{value:.3f}"


def _spanned(value: float | None, span: list[float] | None) -> str:
    return _number(value) + (f" [{span[0]:.2f}, {span[1]:.2f}]" if span else "")


def main() -> None:
    """Print the tables, and write them where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--more", action="store_true", help="also without inference, and with the quick model")
    asked = parser.parse_args()
    sets = read(asked.folder)
    made = {"figures": figures(sets), "words": words(sets), "left-out": left_out(sets)}
    other = {name: read(asked.folder, name) for name in ("quick", "none")} if asked.more else {}
    if asked.more or not asked.write:
        made["readings"] = readings(sets, other)
    for name, lines in made.items():
        print(f"{name}\n\n{lines}\n")
    if asked.write:
        put(DOCUMENT, made)
    for line in unexplained(sets, DOCUMENT.read_text(encoding="utf-8")):
        print("not explained in the document:", line, file=sys.stderr)


if __name__ == "__main__":
    main()
