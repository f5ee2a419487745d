"""The door of the process: one order in, lines of JSON out."""

import importlib
import json
import os
import sys
import threading
from typing import Any

from closeknit import language
from closeknit.errors import AmbiguousFormat, CloseknitError, TruncatedSource

DEEDS = {
    "take": "keeping", "rebuild": "keeping", "forget": "forgetting", "judge": "judging", "judge_months": "judging"
}  # fmt: skip
"""What can be asked → the module that does it; only that one is loaded."""


def main() -> None:
    """Do what is asked."""
    order = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_the_asker, daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(5)  # pages come first
    with language.using(order.pop("language", "en")):
        try:
            deed = order.pop("do")
            module = importlib.import_module(f"closeknit.house.features.insights.examining.{DEEDS[deed]}")
            answer = getattr(module, deed)(order, _say)
        except CloseknitError as error:
            answer = {"refused": refusal(error)}
        except MemoryError:
            answer = {"refused": {"code": "memory", "message": "", "hint": ""}}
    _say(answer)


def refusal(error: CloseknitError) -> dict[str, Any]:
    """The library's no, with what would help."""
    told: dict[str, Any] = {"code": type(error).__name__, "message": error.message, "hint": error.hint}
    if isinstance(error, TruncatedSource):
        told["rows"] = error.rows
    if isinstance(error, AmbiguousFormat):
        told["candidates"] = list(error.candidates)
    return told


def _say(told: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(told, ensure_ascii=True) + "\n")
    sys.stdout.flush()


def _end_with_the_asker() -> None:
    """Whoever asked holds our standard input open; when it closes, nobody waits for the answer."""
    sys.stdin.read()
    os._exit(75)


if __name__ == "__main__":
    main()
