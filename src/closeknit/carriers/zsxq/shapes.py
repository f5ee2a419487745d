"""Topics of 知識星球, their bodies and their comments, as its web service gives them."""

from typing import Any

from msgspec import Struct


class Owner(Struct, gc=False):
    """Who wrote a topic or a comment, or whom a comment answers."""

    user_id: Any = None
    name: Any = None


class Group(Struct, gc=False):
    """The group of a topic."""

    group_id: Any = None
    name: Any = None


class Body(Struct, gc=False):
    """What a topic says, or a comment; every field may be missing or of another type."""

    owner: Owner | None = None
    text: Any = None
    images: Any = None
    files: Any = None
    voice: Any = None
    video: Any = None
    article: Any = None
    comment_id: Any = None
    create_time: Any = None
    likes_count: Any = None
    parent_comment_id: Any = None
    repliee: Owner | None = None
    replied_comments: Any = None


class LooseTopic(Struct, gc=False):
    """One topic; every field may be missing or of another type."""

    topic_id: Any = None
    topic_uid: Any = None
    group: Any = None
    type: Any = None
    talk: Any = None
    question: Any = None
    answer: Any = None
    task: Any = None
    solution: Any = None
    create_time: Any = None
    likes_count: Any = None
    latest_likes: Any = None
    comments: Any = None
    show_comments: Any = None


class Topic(LooseTopic, gc=False):
    """One topic whose parts are what they are meant to be."""

    group: Group | None = None
    talk: Body | None = None
    question: Body | None = None
    answer: Body | None = None
    task: Body | None = None
    solution: Body | None = None
    comments: list[Body] | None = None
    show_comments: list[Body] | None = None


def strict(topic: LooseTopic) -> Topic:
    """The topic without those of its parts that are something else."""
    if topic.__class__ is Topic:
        return topic
    given = {name: getattr(topic, name) for name in LooseTopic.__struct_fields__}
    group = given["group"]
    given["group"] = Group(group.get("group_id"), group.get("name")) if isinstance(group, dict) else None
    given |= {name: body_of(given[name]) for name in ("talk", "question", "answer", "task", "solution")}
    given |= {name: bodies_of(given[name]) for name in ("comments", "show_comments")}
    return Topic(**given)


def body_of(raw: object) -> Body | None:
    """A body or a comment as it stands in the file; None where it is something else."""
    if not isinstance(raw, dict):
        return None
    body = Body(**{name: raw[name] for name in Body.__struct_fields__ if name in raw})
    body.owner, body.repliee = _owner_of(body.owner), _owner_of(body.repliee)
    return body


def bodies_of(raw: object) -> list[Body]:
    """The comments of a list as it stands in the file."""
    return [body for one in raw if (body := body_of(one))] if isinstance(raw, list) else []


def _owner_of(raw: object) -> Owner | None:
    return Owner(raw.get("user_id"), raw.get("name")) if isinstance(raw, dict) else None
