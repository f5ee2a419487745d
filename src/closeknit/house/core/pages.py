"""How a view answers: a page or its part, and a form that becomes one action.

def edit(request, here):
    form = CharterForm(request.POST or None, initial=...)
    done = submit(
        request, form,
        lambda typed: actions.adopt(actor=here.viewer, now=request.now, **typed),
        to=lambda charter_id: here.url("charter:page"),
    )
    return done or page(request, "charter/edit.html", {"form": form})
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from closeknit.house.core import once
from closeknit.house.core.refusals import Refusal

get_or_post: Any = require_http_methods(["GET", "HEAD", "POST"])
"""A view that shows a form and takes it."""


def absolute(request: Any, path: str) -> str:
    """The whole address of a page, as it goes into letters, codes and other programs."""
    return f"{settings.ADDRESS}{path}" if settings.ADDRESS else str(request.build_absolute_uri(path))


def page(request: Any, template: str, context: Mapping[str, Any], *, part: str = "") -> HttpResponse:
    """The page; where htmx asks, only its `{% partialdef part %}`.

    A form with errors makes it 422, a refusal in a form the refusal's status.
    """
    asked = bool(part) and bool(request.htmx) and not request.htmx.history_restore_request
    status = max((_status(thing) for thing in context.values()), default=200)
    response = render(request, f"{template}#{part}" if asked else template, dict(context), status=status)
    if part:
        response["Vary"] = ", ".join(filter(None, (response.get("Vary"), "HX-Request")))
    return response


def _status(thing: object) -> int:
    refusal = getattr(thing, "refusal", None)
    if isinstance(refusal, Refusal):
        return refusal.status
    bound, errors = getattr(thing, "is_bound", False), getattr(thing, "_errors", None)
    return 422 if bound is True and errors else 200


def go(request: Any, to: str) -> HttpResponse:
    """Lead to another page after a deed: 303, or htmx's own way."""
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": to})
    response = HttpResponseRedirect(to)
    response.status_code = 303
    return response


def submit(
    request: Any, form: Any, act: Callable[[dict[str, Any]], Any], *, to: Callable[[Any], str]
) -> HttpResponse | None:
    """On POST of a sound form run `act` with what was typed and lead to `to(its result)`; otherwise None.

    A refusal is put into the form, at its field or above it. A double click acts once.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        where = once.once(
            str(request.POST.get("once", "")), now=request.now, do=lambda: to(act(dict(form.cleaned_data)))
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return None
    return go(request, where)
