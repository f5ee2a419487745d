"""Makes the files that `closeknit answers train` and `score` read, from checkouts of public repositories.

    python bench/answers_lines.py irc      …/irc-disentanglement/data/train      --out ubuntu-train.jsonl.gz
    python bench/answers_lines.py diaasq   …/DiaASQ/data/dataset/jsons_zh/valid.json --out diaasq-dev.jsonl.gz
    python bench/answers_lines.py molweni  …/Molweni/DP/dev.json                 --out molweni-dev.jsonl.gz
    python bench/answers_lines.py forum    …/S1PlainTextArchive2022/some-folder  --out forum-train.jsonl.gz

Sources: jkkummerfeld/irc-disentanglement (CC-BY-4.0; `*.annotation.txt` beside `*.ascii.txt`), unikcc/DiaASQ (MIT),
HIT-SCIR/Molweni (Apache-2.0), TomoeMami/S1PlainTextArchive (no licence: for your own checking only). Of the forum the
quotes become the known answers and are taken out of the texts; people and their names in the texts become u0, u1, …
Which threads one takes is one's own choice: those that the model card was measured on cannot be named here.
"""

import argparse
import gzip
import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

Row = dict[str, Any]

_SAID = re.compile(r"^\[(\d\d):(\d\d)\] +(?:<([^>]+)>|\* (\S+)) ?(.*)$")
_NOTICE = re.compile(r"^=== (\S+) ?(.*)$")
_SERVICE = re.compile(r"has (joined|left|quit)|is now known as|entered the room|left the room|^mode/|ChanServ$")
_HALF_A_DAY = 43_200


def irc(folder: Path) -> Iterator[Row]:
    """Each annotated log: `parent child -` a line; a line that nobody judged has no gold; log lines from 0."""
    for notes in sorted(folder.glob("*.annotation.txt")):
        name = notes.name.removesuffix(".annotation.txt")
        gold: dict[int, list[int]] = {}
        for line in notes.read_text(encoding="utf-8").splitlines():
            one, other, _dash = line.split()
            gold.setdefault(max(int(one), int(other)), []).append(min(int(one), int(other)))
        seconds = 0
        text = (folder / f"{name}.ascii.txt").read_text(encoding="utf-8", errors="replace")
        for number, line in enumerate(text.splitlines()):
            row, seconds = _log_line(line, seconds)
            yield {"c": name, "i": number, **row, "g": gold.get(number)}


def _log_line(line: str, seconds: int) -> tuple[Row, int]:
    """Who, when and what. Clocks of twelve hours and midnight: time that seems to run back ran on by half a day."""
    if said := _SAID.match(line):
        hour, minute, author, actor, words = said.groups()
        clock = int(hour) * 3600 + int(minute) * 60
        seconds = clock + max(0, -(-(seconds - clock) // _HALF_A_DAY)) * _HALF_A_DAY
        kind = "msg" if author else "action"
        return {"t": f"{hour}:{minute}", "s": seconds, "u": author or actor, "k": kind, "x": words}, seconds
    notice = _NOTICE.match(line)
    author, words = notice.groups() if notice else ("", line)
    kind = "sys" if _SERVICE.search(words) or author.startswith("mode/") else "sysact"
    return {"t": None, "s": seconds, "u": author, "k": kind, "x": words}, seconds


def diaasq(path: Path) -> Iterator[Row]:
    """Forum dialogues without times, depth first; the spaces between Chinese characters are taken out."""
    for dialogue in json.loads(path.read_text(encoding="utf-8")):
        for number, words in enumerate(dialogue["sentences"]):
            parent = dialogue["replies"][number]
            yield {
                "c": dialogue["doc_id"], "i": number, "t": None, "s": None, "u": f"u{dialogue['speakers'][number]}",
                "k": "msg", "x": re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", words),
                "g": [parent if parent >= 0 else number],
            }  # fmt: skip


def molweni(path: Path) -> Iterator[Row]:
    """Dialogues with relations of discourse; a unit without one opens something."""
    for dialogue in json.loads(path.read_text(encoding="utf-8")):
        above: dict[int, list[int]] = {}
        for relation in dialogue["relations"]:
            if relation["x"] < relation["y"]:
                above.setdefault(relation["y"], []).append(relation["x"])
        for number, unit in enumerate(dialogue["edus"]):
            yield {
                "c": str(dialogue["id"]), "i": number, "t": None, "s": None, "u": unit["speaker"], "k": "msg",
                "x": unit["text"], "g": above.get(number, [number]),
            }  # fmt: skip


_POST = re.compile(r"^#### +(.+?) *\n##### +\d+#.*?发表于 (\d{4}-\d\d?-\d\d? \d\d?:\d\d)\n", re.MULTILINE)
_QUOTE = re.compile(r"<blockquote>(.*?)</blockquote>", re.DOTALL)
_QUOTED = re.compile(r">(.+?) 发表于 (\d{4}-\d\d?-\d\d? \d\d?:\d\d)<")
_NOISE = re.compile(r"本帖最后由 .*? 编辑|^(——|----).*|^\[ {2}-- 来自.*|^﹍﹍﹍.*|^\*{5}$|<[^>]+>", re.MULTILINE)


def forum(folder: Path) -> Iterator[Row]:
    """Each thread in Markdown: the quoted post, found by author and minute, is what a post answers."""
    for path in sorted(folder.rglob("*.md")):
        parts = _POST.split(path.read_text(encoding="utf-8"))
        people: dict[str, str] = {}
        latest: dict[tuple[str, str], int] = {}
        for number, (author, time, body) in enumerate(zip(parts[1::3], parts[2::3], parts[3::3])):
            quote = _QUOTE.search(body)
            named = _QUOTED.search(quote[1]) if quote else None
            parent = latest.get((named[1], named[2])) if named else None
            words = _QUOTE.sub("", re.sub(r"<img[^>]*>", "[表情]", body)).split("\n﹍﹍﹍")[0]
            words = " ".join(_NOISE.sub("", words).split())
            me = people.setdefault(author, f"u{len(people)}")
            for name in sorted((n for n in people if len(n) > 1 and n in words), key=len, reverse=True):
                words = words.replace(name, people[name])
            yield {
                "c": path.stem, "i": number, "t": time, "s": int(datetime.fromisoformat(_padded(time)).timestamp()),
                "u": me, "k": "msg", "x": words, "g": None if parent is None else [parent],
            }  # fmt: skip
            latest[author, time] = number


def _padded(time: str) -> str:
    """The time with two digits everywhere, in UTC: only differences count."""
    return "{}-{:0>2}-{:0>2} {:0>2}:{}+00:00".format(*re.split(r"[- :]", time))


def main() -> None:
    sources = {"irc": irc, "diaasq": diaasq, "molweni": molweni, "forum": forum}
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("source", choices=sources)
    options.add_argument("path", type=Path)
    options.add_argument("--out", type=Path, required=True)
    chosen = options.parse_args()
    rows: Iterable[Row] = sources[chosen.source](chosen.path)
    with gzip.open(chosen.out, "wt", encoding="utf-8") as stream:
        for row in rows:
            stream.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
