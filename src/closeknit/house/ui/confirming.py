"""The page that asks before what is hard to undo."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpResponse

from closeknit.house.core.pages import page, submit
from closeknit.house.ui.forms import HouseForm


def confirm(
    request: Any, act: Callable[[], Any], *, question: str, consequences: Sequence[str], word: str, to: str,
    back: str = "",
) -> HttpResponse:  # fmt: skip
    """Ask `question` and say what would come of it; when `word` is pressed, run `act` and lead `to` another page.

    `back` is the way out, where it is not the page that follows."""
    form = HouseForm(request.POST if request.method == "POST" else None)
    done = submit(request, form, lambda _typed: act(), to=lambda _result: to)
    context = {
        "question": question, "consequences": consequences, "form": form, "word": word, "back": back or to,
        "grave": True,
    }  # fmt: skip
    return done or page(request, "confirm.html", context)
