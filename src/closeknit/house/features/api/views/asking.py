"""What stands around every operation of `/api/v1`: keys, scopes, limits, ETags, replays, and refusals as problems."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.urls import path, reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt

from closeknit.house.core import rates
from closeknit.house.core.refusals import Refusal, TooOften
from closeknit.house.features.api import declared, errors, replays, rules, selectors, shapes
from closeknit.house.features.api.declared import BLANK, Call, Operation
from closeknit.house.features.api.selectors import Opened

JSON: Final = "application/json"
BYTES: Final = "application/octet-stream"
PROBLEM: Final = "application/problem+json"
MEGABYTES: Final = 10
"""What `DATA_UPLOAD_MAX_MEMORY_SIZE` takes."""


@dataclass(frozen=True, slots=True)
class Made:
    """Something new: its shape, and the name and words of its own address."""

    shape: Any
    name: str
    words: Mapping[str, Any]


def addresses(paths: Mapping[str, Mapping[str, Operation]]) -> list[Any]:
    """Paths of `/api/v1` as Django takes them, and last a problem for every other one."""
    return [
        *(
            path(BLANK.sub(r"<int:\1>", f"v1{where}"), _address(operations), name=next(iter(operations.values())).name)
            for where, operations in paths.items()
        ),
        path("v1/<path:rest>", nowhere, name="v1-nowhere"),
    ]


@csrf_exempt
def nowhere(request: Any, rest: str) -> HttpResponse:
    """An address that nothing was declared for."""
    return problem(errors.NotThere())


def _address(operations: Mapping[str, Operation]) -> Callable[..., HttpResponse]:
    @csrf_exempt
    def asked(request: Any, **words: int) -> HttpResponse:
        try:
            return _asked(request, operations, words)
        except Refusal as refusal:
            return problem(refusal)
        except Http404:
            return problem(errors.NotThere())
        except RequestDataTooBig:
            return problem(errors.TooLong(megabytes=MEGABYTES))

    return asked


def _asked(request: Any, operations: Mapping[str, Operation], words: Mapping[str, int]) -> HttpResponse:
    wanted = operations.get("GET" if request.method == "HEAD" else request.method)
    if wanted is None:
        response = problem(errors.NotThatWay())
        response["Allow"] = ", ".join([*operations, *(["HEAD"] if "GET" in operations else [])])
        return response
    opened = _opened(request)
    most = rules.MOST_WRITES if wanted.writes else rules.MOST_READS
    kind = "write" if wanted.writes else "read"
    rates.limit(f"api.{kind}:{opened.token_id}", at_most=most, per=rules.PER, now=request.now)
    if not rules.opens(opened.scopes, wanted.scope):
        raise errors.NoScope(needs=wanted.scope)
    call = Call(
        viewer=opened.viewer, token_id=opened.token_id, scopes=opened.scopes, now=request.now,
        query=_query(request, wanted), body=_body(request, wanted),
    )  # fmt: skip
    if not wanted.writes:
        body = encoded(wanted.view(call, **words))
        return get_conditional_response(request, etag=rules.etag(body), response=_response(200, body))
    return _changed(request, operations, wanted, call, words)


def _opened(request: Any) -> Opened:
    token = rules.bearer(request.headers.get("Authorization", ""))
    opened = selectors.opened(token, "program") if token else None
    if opened is None:
        if token:
            rates.limit(f"api.token:{rates.address(request)}", at_most=60, per=rules.PER, now=request.now)
        raise errors.NoToken
    return opened


def _changed(
    request: Any, operations: Mapping[str, Operation], wanted: Operation, call: Call, words: Mapping[str, int]
) -> HttpResponse:
    match = request.headers.get("If-Match", "") if wanted.guarded else ""
    if wanted.match_needed and not match:
        raise errors.MatchNeeded
    guard = declared.OPERATIONS[wanted.guarded, "GET"] if match else None

    def do() -> replays.Effect:
        if guard is not None and not rules.fits(match, rules.etag(encoded(guard.view(call, **words)))):
            raise errors.Changed
        done = wanted.view(call, **words)
        location = ""
        if isinstance(done, Made):
            done, location = done.shape, reverse(f"api:{done.name}", kwargs=dict(done.words))
        return replays.Effect(wanted.status, b"" if done is None else encoded(done), location)

    effect = replays.once(
        do, token_id=call.token_id, key=_key(request), asked=_fingerprint(request), on_one_state=bool(match),
        now=request.now,
    )  # fmt: skip
    response = _response(effect.status, effect.body)
    if effect.location:
        response["Location"] = effect.location
    if effect.replayed:
        response["Idempotency-Replayed"] = "true"
    return response


def _key(request: Any) -> str:
    key = str(request.headers.get("Idempotency-Key", "")).strip()
    if len(key) > rules.KEY or not key.isascii() or not key.isprintable():
        raise errors.WrongShape(detail=f"Idempotency-Key: at most {rules.KEY} printable ASCII characters")
    return key


def _fingerprint(request: Any) -> str:
    asked = f"{request.method} {request.get_full_path()}\n".encode() + request.body
    return hashlib.sha256(asked).hexdigest()


def _query(request: Any, wanted: Operation) -> Any:
    if wanted.query is None:
        return None
    return _fitted(request.GET.dict(), wanted.query, strict=False)


def _body(request: Any, wanted: Operation) -> Any:
    if wanted.body is None:
        return None
    kind = BYTES if wanted.body is bytes else JSON
    if request.content_type != kind:
        raise errors.WrongType(type=kind)
    try:
        data = request.body
    except (OSError, MultiPartParserError) as error:  # the connection broke
        raise errors.WrongShape(detail="the body did not come whole") from error
    if wanted.body is bytes:
        return data
    try:
        told = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError) as error:
        raise errors.WrongShape(detail=str(error)) from error
    return _fitted(told, wanted.body, strict=True)


def _fitted(told: Any, shape: Any, *, strict: bool) -> Any:
    try:
        fitted = msgspec.convert(told, shape, strict=strict)
    except msgspec.ValidationError as error:
        raise errors.WrongShape(detail=str(error)) from error
    if _has_nul(told):
        raise errors.WrongShape(detail="no text may hold the character U+0000")
    return fitted


def _has_nul(told: Any) -> bool:
    """Whether a text somewhere holds what a database cannot keep."""
    if isinstance(told, str):
        return "\0" in told
    if isinstance(told, dict):
        return any(_has_nul(one) for pair in told.items() for one in pair)
    return isinstance(told, list) and any(_has_nul(one) for one in told)


def encoded(shape: Any) -> bytes:
    """A shape as JSON."""
    return msgspec.json.encode(shape)


def _response(status: int, body: bytes) -> HttpResponse:
    response = HttpResponse(body, content_type=JSON if body else None, status=status)
    response["Cache-Control"] = "private, no-cache"
    response["Vary"] = "Authorization, Accept-Language"
    if body:
        response["ETag"] = rules.etag(body)
    else:
        del response["Content-Type"]
    return response


def problem(refusal: Refusal) -> HttpResponse:
    """A refusal in the words that the pages have for it."""
    told = shapes.Problem(
        type=f"urn:closeknit:{refusal.code}", title=refusal.sentence, status=refusal.status, code=refusal.code,
        detail=refusal.way_out, field=refusal.field or "",
    )  # fmt: skip
    response = HttpResponse(encoded(told), content_type=PROBLEM, status=refusal.status)
    response["Cache-Control"] = "no-store"
    if isinstance(refusal, errors.NoToken):
        response["WWW-Authenticate"] = 'Bearer realm="closeknit"'
    if isinstance(refusal, TooOften):
        response["Retry-After"] = str(refusal.blanks["minutes"] * 60)
    return response


def page_of(call: Call, name: str, page: Any, items: list[Any], **asked: str) -> shapes.Page[Any]:
    """A part of a list, from a page of Django's; `asked` is kept in the address of the next part."""
    onward = None
    if page.has_next():
        words = "".join(f"&{key}={value}" for key, value in asked.items())
        onward = f"{reverse(f'api:{name}')}?page={page.next_page_number()}{words}"
    return shapes.Page(items=items, page=page.number, pages=page.paginator.num_pages, next=onward)
