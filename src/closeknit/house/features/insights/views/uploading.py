"""How a history comes in: by one plain form, or piece by piece where the browser runs our script."""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cache
from typing import Any, Final

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from closeknit.house.core import people, rates
from closeknit.house.core.middleware import TAGS
from closeknit.house.core.once import token
from closeknit.house.core.pages import page, submit
from closeknit.house.core.permissions import Role
from closeknit.house.core.refusals import Refusal
from closeknit.house.features.communities import api as communities
from closeknit.house.features.communities.api import Here, in_community
from closeknit.house.features.insights import forms, receiving, rules, selectors, workroom
from closeknit.house.features.insights.actions import uploads as actions
from closeknit.house.features.insights.examining.wording import INSTEAD, PASTED

FIRST_SHOWN = ("line", "wechat", "whatsapp", "telegram", "qq", "discord", "kakaotalk")
HOURLY = 120


@csrf_exempt
@in_community("insights.keep")
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: Any, here: Here) -> HttpResponse:
    """One form for everything. Who may is asked before a byte of it is read; then its token is."""
    if request.method == "POST":
        request.upload_handlers = [receiving.Streamed(request, workroom.home("coming"))]
    return csrf_protect(_bring)(request, here)


def _bring(request: Any, here: Here) -> HttpResponse:
    form = forms.Bring(request.POST or None, request.FILES or None)
    if selectors.in_charge_here(here.viewer):
        del form.fields["runs"]
    else:
        form.initial["runs"] = _organisers(here)
    files = [*request.FILES.getlist("files"), *request.FILES.getlist("folder")]
    done = None
    try:
        if request.method == "POST":
            _limit(request, here)
            if request.upload_handlers[0].refusal is not None:
                form.is_valid()
                form.refuse(request.upload_handlers[0].refusal)
        if form.refusal is None:
            done = submit(
                request, form, lambda typed: actions.receive(
                    actor=here.viewer, now=request.now, files=files, text=typed["text"], **_told(request, typed)
                ),
                to=lambda upload_id: here.url("insights:upload", upload_id=upload_id),
            )  # fmt: skip
    finally:
        receiving.discard(files)
    context = {
        "form": form, "token": token(), "first": selectors.store(here.id) is None,
        "ways": ways(TAGS.get(get_language() or "", "en")), "notice": _notice(here),
    }  # fmt: skip
    return done or page(request, "insights/bring.html", context)


@in_community("insights.keep")
@require_POST
def begin(request: Any, here: Here) -> HttpResponse:
    """Announce files; the answer says where each is to be sent."""
    form = forms.Told(request.POST)
    if not form.is_valid():
        return JsonResponse({"problems": [str(line) for lines in form.errors.values() for line in lines]}, status=422)
    try:
        _limit(request, here)
        sizes = [int(size) if size.isdecimal() else -1 for size in request.POST.getlist("sizes")]
        upload_id = actions.begin(
            actor=here.viewer, now=request.now, names=request.POST.getlist("names"), sizes=sizes,
            **_told(request, form.cleaned_data),
        )  # fmt: skip
    except Refusal as refusal:
        return _no(refusal)
    return JsonResponse(plan(here, upload_id))


@in_community("insights.keep")
@require_POST
def piece(request: Any, here: Here, upload_id: int, file_id: int) -> HttpResponse:
    """A stretch of a file; the answer says how much of it has come, whatever was sent."""
    folder, name, size = selectors.place_of(here.viewer, upload_id, file_id)
    told = str(request.GET.get("at", ""))[:20]
    at = int(told) if told.isdecimal() else -1
    try:
        come = receiving.append(workroom.incoming(folder, upload_id), name, size, at, request.body)
    except Refusal as refusal:
        return _no(refusal)
    return JsonResponse({"come": come}, status=200 if come == at + len(request.body) else 409)


@in_community("insights.keep")
@require_POST
def finish(request: Any, here: Here, upload_id: int) -> HttpResponse:
    """Everything has come."""
    try:
        actions.finish(actor=here.viewer, now=request.now, upload_id=upload_id)
    except Refusal as refusal:
        return _no(refusal)
    return JsonResponse({"page": here.url("insights:upload", upload_id=upload_id)})


def plan(here: Here, upload_id: int) -> dict[str, Any]:
    """Where each file of an upload is to be sent, and how much of it has come, for the script."""
    return {
        "files": [
            {
                "url": here.url("insights:piece", upload_id=upload_id, file_id=f.id),
                "name": f.name,
                "size": f.size,
                "come": f.come,
            }
            for f in selectors.files(here.viewer, upload_id)
        ],
        "finish": here.url("insights:finish", upload_id=upload_id),
        "page": here.url("insights:upload", upload_id=upload_id),
        "chunk": rules.CHUNK,
    }


def _told(request: Any, typed: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "whose": typed["whose"], "ground": typed["ground"], "me": typed["me"], "language": get_language() or "en",
        "keep_until": timezone.localdate(request.now) + timedelta(days=typed["keep"]),
        "in_charge": rules.words(typed.get("runs", "")),
    }  # fmt: skip


def _organisers(here: Here) -> str:
    """Whom the form names at first: the organisers as the house calls them."""
    return _(", ").join(people.names(communities.member_ids(here.id, roles=(Role.ORGANISER,))).values())


def _no(refusal: Refusal) -> HttpResponse:
    return JsonResponse({"problems": [refusal.sentence, refusal.way_out]}, status=refusal.status)


def _limit(request: Any, here: Here) -> None:
    rates.limit(f"insights.bring:{here.viewer.person_id}", at_most=HOURLY, per=timedelta(hours=1), now=request.now)


def _notice(here: Here) -> str:
    return _(
        "I am going to have the history of this group read by Closeknit, on our own machine, to see how we are doing "
        "and what we lack. Words are kept until a day that I name, and then removed. Whoever does not want it tells "
        "me: then everything of theirs is forgotten."
    )


@cache
def ways(tag: str) -> Sequence[tuple[str, Sequence[str], bool]]:
    """How to get an export of each tool, the commonest first, in a language: (tool, ways, whether it is common)."""
    from closeknit import language
    from closeknit.carriers.registry import load_all
    from closeknit.language import _ as said

    carriers = {carrier.name: carrier for carrier in load_all()}
    order = [*(name for name in FIRST_SHOWN if name in carriers), *(n for n in carriers if n not in FIRST_SHOWN)]
    field = _("the field for copied text above")
    with language.using(tag), language.saying(INSTEAD):
        return [
            (carriers[n].title, [_typed(_ONE_GAP.sub("", said(way).replace(PASTED, field)))
                                 for way in carriers[n].how_to_export], n in FIRST_SHOWN)
            for n in order
        ]  # fmt: skip


_ONE_GAP: Final = re.compile("(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
"""Around a command's name in a Chinese sentence; one too many where Chinese words take its place."""


def _typed(sentence: str) -> SafeString:
    """What stands between backticks is for typing."""
    parts = sentence.split("`")
    return format_html_join(
        "", "{}", ((format_html("<code>{}</code>", p) if i % 2 else p,) for i, p in enumerate(parts))
    )
