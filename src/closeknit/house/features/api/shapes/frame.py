"""What every shape is made of: what is read, what is written, a part of a list, a refusal."""

from typing import Annotated, Any

from msgspec import Meta, Struct, convert

type Id = Annotated[int, Meta(ge=1, le=9_223_372_036_854_775_807)]


class Shape(Struct, frozen=True, kw_only=True):
    """What is read."""


def shaped[S: Shape](kind: type[S], card: object, **others: Any) -> S:
    """A shape from a card's attributes of the same names, and from others; what does not fit is a bug."""
    own = {name: getattr(card, name) for name in kind.__struct_fields__ if name not in others}
    return convert(own | others, kind, from_attributes=True)


class Body(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is written; a name that nobody knows is a mistake."""


class Page[T](Shape, frozen=True, kw_only=True):
    """A part of a list; `next` is the address of the next part."""

    items: list[T]
    page: int
    pages: int
    next: str | None


class Paged(Body, frozen=True, kw_only=True):
    """Which part of a list."""

    page: Annotated[int, Meta(ge=1, le=1_000_000)] = 1


class Problem(Shape, frozen=True, kw_only=True, omit_defaults=True):
    """A refusal (RFC 9457), in the words that the pages have for it, in the language of `Accept-Language`."""

    type: str
    title: str
    status: int
    code: str
    detail: str = ""
    field: Annotated[str, Meta(description="which part of the body it is about")] = ""
