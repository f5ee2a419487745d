"""What a house without a mail server could not send: whoever runs it hands it over."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache

from closeknit.house.core import people
from closeknit.house.core.pages import get_or_post, go, page
from closeknit.house.features.accounts import actions, unsent


@never_cache
@people.signed_in
@get_or_post
def letters(request: Any) -> HttpResponse:
    """The letters that lie here, each to be copied, and a button for what was handed over."""
    viewer = people.viewer(request)
    viewer.must("accounts.letters")
    if not unsent.keeps():
        raise Http404
    if request.method == "POST":
        actions.hand_over(actor=viewer, now=request.now, name=request.POST.get("letter", ""))
        return go(request, reverse("accounts:letters"))
    return page(request, "accounts/letters.html", {"letters": unsent.letters()})
