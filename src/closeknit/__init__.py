"""Closeknit 織群 tells a community from a chat group, from any chat tool's history, with evidence.

>>> import closeknit
>>> history = closeknit.read("examples/reading-circle")        # doctest: +SKIP
>>> examination = closeknit.examine("examples/reading-circle")  # doctest: +SKIP
>>> examination.verdict.word                                    # doctest: +SKIP
'community'

Nothing heavy is imported before one of the two functions is called.
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["__version__", "examine", "read"]

if TYPE_CHECKING:
    from closeknit.examination import examine, read


def __getattr__(name: str) -> Any:
    if name in {"examine", "read"}:
        from closeknit import examination

        return getattr(examination, name)
    raise AttributeError(name)
