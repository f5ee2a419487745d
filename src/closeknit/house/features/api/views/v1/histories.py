"""Histories: announced, sent in stretches, read in the background, removed; and the newest examination of them."""

from datetime import timedelta
from typing import Any

from django.http import Http404
from django.utils.translation import get_language
from msgspec import UNSET

from closeknit.house.features.api import errors, shapes
from closeknit.house.features.api.declared import Call, operation
from closeknit.house.features.api.shapes import shaped
from closeknit.house.features.api.views.asking import Made, page_of
from closeknit.house.features.insights import api as insights

_ONE = "/histories/{upload_id}"


@operation("GET", "/histories", scope="histories", answers=shapes.Page[shapes.HistoryCard], query=shapes.Paged)
def list_histories(call: Call) -> shapes.Page[shapes.HistoryCard]:
    """The uploads."""
    page = insights.uploads(call.viewer, call.query.page)
    items = [shaped(shapes.HistoryCard, card) for card in page.object_list]
    return page_of(call, "v1-histories", page, items)


@operation(
    "POST", "/histories", scope="histories.write", answers=shapes.History, body=shapes.NewHistory, status=201
)  # fmt: skip
def create_history(call: Call) -> Made:
    """Announce files, which are sent next; or bring pasted text, which is read at once."""
    body = call.body
    if bool(body.files) == bool(body.text.strip()):
        raise errors.WrongShape(detail="either `files` or `text`")
    told: dict[str, Any] = {
        "actor": call.viewer, "now": call.now, "whose": body.whose, "ground": body.ground, "me": body.me,
        "keep_until": call.today() + timedelta(days=body.keep_days), "language": get_language() or "en",
        "in_charge": [name for name in dict.fromkeys(map(str.strip, body.run_by)) if name],
    }  # fmt: skip
    if body.files:
        ident = insights.begin(**told, names=[f.name for f in body.files], sizes=[f.size for f in body.files])
    else:
        ident = insights.receive(**told, files=[], text=body.text)
    return Made(read_history(call, ident), "v1-histories-one", {"upload_id": ident})


@operation("GET", _ONE, scope="histories", answers=shapes.History)
def read_history(call: Call, upload_id: int) -> shapes.History:
    """How far an upload has come, and what came of it."""
    card = insights.upload(call.viewer, upload_id)
    outcome = {key: value for key, value in card.answer.items() if key != "ask"}
    return shaped(
        shapes.History, card, stretch=insights.CHUNK, outcome=outcome or None, asked=card.answer.get("ask"),
        files=[shaped(shapes.HistoryFile, file) for file in insights.files(call.viewer, upload_id)],
    )  # fmt: skip


@operation(
    "PUT", f"{_ONE}/files/{{file_id}}", scope="histories.write", answers=shapes.Come, body=bytes, query=shapes.At
)
def send_stretch(call: Call, upload_id: int, file_id: int) -> shapes.Come:
    """Add a stretch to an announced file; a stretch that begins elsewhere than the file ends changes nothing."""
    come = insights.take_piece(
        call.viewer, upload_id=upload_id, file_id=file_id, at=call.query.at, data=call.body
    )  # fmt: skip
    return shapes.Come(come=come)


@operation("POST", f"{_ONE}/finish", scope="histories.write", answers=shapes.History, guarded=_ONE)
def finish_history(call: Call, upload_id: int) -> shapes.History:
    """Every file has come: have them read."""
    insights.finish(actor=call.viewer, now=call.now, upload_id=upload_id)
    return read_history(call, upload_id)


@operation("POST", f"{_ONE}/answer", scope="histories.write", answers=shapes.History, body=shapes.Told, guarded=_ONE)
def answer_history(call: Call, upload_id: int) -> shapes.History:
    """Say what was asked."""
    asked = insights.upload(call.viewer, upload_id).answer.get("ask", {})
    kind = asked.get("kind", "")
    said = getattr(call.body, kind, UNSET) if kind else UNSET
    options = [one[0] if kind == "chats" else one for one in asked.get("options", ())]
    chosen = said if kind == "chats" else [said]
    if kind and (said is UNSET or not chosen or (kind != "salvage" and not set(chosen) <= set(options))):
        raise errors.WrongShape(detail=f"`{kind}` has to be of what was asked", field=kind)
    insights.answer(actor=call.viewer, now=call.now, upload_id=upload_id, told={kind: said} if kind else {})
    return read_history(call, upload_id)


@operation("POST", f"{_ONE}/again", scope="histories.write", answers=shapes.History, guarded=_ONE)
def read_history_again(call: Call, upload_id: int) -> shapes.History:
    """Have an upload read again that got lost on the way, or whose reading broke."""
    insights.again(actor=call.viewer, now=call.now, upload_id=upload_id)
    return read_history(call, upload_id)


@operation("DELETE", _ONE, scope="histories.write")
def remove_history(call: Call, upload_id: int) -> None:
    """Take an upload away again, with everything that only it brought."""
    insights.remove(actor=call.viewer, now=call.now, upload_id=upload_id)


@operation("GET", "/examination", scope="histories", answers=shapes.Examination)
def read_examination(call: Call) -> shapes.Examination:
    """The newest examination of what is kept, in the language asked for where there is one."""
    card = insights.newest(call.viewer, get_language() or "en")
    if card is None:
        raise Http404
    return shaped(shapes.Examination, card)
