"""The door of the process: one order in, lines of JSON out."""

import importlib
import json
import os
import sys
import threading
from collections.abc import Callable
from typing import Any

from closeknit import language
from closeknit.errors import AmbiguousFormat, CloseknitError, TruncatedSource
from closeknit.house.features.insights.examining.wording import INSTEAD

DEEDS = {
    "take": "keeping", "rebuild": "keeping", "forget": "forgetting", "judge": "judging", "judge_months": "judging"
}  # fmt: skip
"""What can be asked → the module that does it; only that one is loaded."""


def main() -> None:
    """Do what is asked."""
    order = json.loads(sys.stdin.readline())
    deed = order.pop("do")
    threading.Thread(target=_end_with_the_asker, daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(5)  # pages come first
    _say(answer(deed, order, _say))


def answer(deed: str, order: dict[str, Any], tell: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """What comes of an order; a refusal of the library is an answer too."""
    with language.using(order.pop("language", "en")), language.saying(INSTEAD):
        try:
            module = importlib.import_module(f"closeknit.house.features.insights.examining.{DEEDS[deed]}")
            found: dict[str, Any] = getattr(module, deed)(order, tell)
            return found
        except CloseknitError as error:
            return {"refused": refusal(error)}
        except MemoryError:
            return {"refused": {"code": "memory", "message": "", "hint": ""}}


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
