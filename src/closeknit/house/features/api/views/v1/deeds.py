"""Deeds: everybody's."""

from typing import Any

from msgspec import UNSET

from closeknit.house.features.api import errors, shapes
from closeknit.house.features.api.declared import Call, operation
from closeknit.house.features.api.shapes import shaped
from closeknit.house.features.api.views.asking import Made, page_of
from closeknit.house.features.deeds import api as every_deed


@operation("GET", "/deeds", scope="deeds", answers=shapes.Page[shapes.Deed], query=shapes.Deeds)
def list_deeds(call: Call) -> shapes.Page[shapes.Deed]:
    """Everybody's deeds, open or ended."""
    page = every_deed.listed(call.viewer, whose="all", state=call.query.state, number=call.query.page)
    return page_of(call, "v1-deeds", page, [shaped(shapes.Deed, card) for card in page], state=call.query.state)


@operation("POST", "/deeds", scope="deeds.write", answers=shapes.Deed, body=shapes.NewDeed, status=201)
def create_deed(call: Call) -> Made:
    """Ask something of a member, or take it upon oneself."""
    body = call.body
    ident = every_deed.promise(
        actor=call.viewer, now=call.now, person_id=body.person_id, title=body.title, text=body.text, due=body.due,
        today=call.today(),
    )  # fmt: skip
    return Made(read_deed(call, ident), "v1-deeds-one", {"deed_id": ident})


@operation("GET", "/deeds/{deed_id}", scope="deeds", answers=shapes.Deed)
def read_deed(call: Call, deed_id: int) -> shapes.Deed:
    """One deed."""
    return shaped(shapes.Deed, every_deed.one(call.viewer, deed_id))


@operation("PATCH", "/deeds/{deed_id}", scope="deeds.write", answers=shapes.Deed, body=shapes.DeedChange)
def change_deed(call: Call, deed_id: int) -> shapes.Deed:
    """It is done, let go, open again, or put off by a week."""
    wanted = call.body
    words: dict[str, Any] = {"actor": call.viewer, "now": call.now, "deed_id": deed_id}
    if (wanted.state is UNSET) == (wanted.put_off is UNSET):
        raise errors.WrongShape(detail="either `state` or `put_off`")
    if wanted.put_off is not UNSET:
        every_deed.put_off(**words, today=call.today())
    elif wanted.state != read_deed(call, deed_id).state:
        {"done": every_deed.done, "let_go": every_deed.let_go, "open": every_deed.take_up}[wanted.state](**words)
    return read_deed(call, deed_id)
