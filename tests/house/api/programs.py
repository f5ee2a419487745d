"""Programs that ask `/api/v1`, for tests."""

import re
from datetime import timedelta
from functools import cache
from typing import Any

from django.apps import apps
from django.test import Client
from django.utils import timezone
from jsonschema import Draft202012Validator

from closeknit.house.core.permissions import the_house
from closeknit.house.features.api import openapi, rules
from closeknit.house.features.api.actions import hooks, keys
from closeknit.house.features.api.declared import BLANK
from closeknit.house.features.api.views.v1 import DECLARED
from closeknit.house.features.charter import api as charters
from closeknit.house.features.deeds import api as deeds
from closeknit.house.features.members import api as members
from tests.house.conftest import NOW


class Program(Client):
    """A client with a key: `program.send("PATCH", "/deeds/7", {"state": "done"}, match=etag, key="k")`."""

    def send(self, method: str, path: str, body: Any = None, *, match: str = "", key: str = "", **words: Any) -> Any:
        headers = {"If-Match": match, "Idempotency-Key": key}
        words.setdefault("content_type", "application/json")
        answer = self.generic(
            method, f"/api/v1{path}", body if isinstance(body, bytes) else _json(body),
            headers={name: value for name, value in headers.items() if value}, **words,
        )  # fmt: skip
        described(method, path, answer)
        return answer

    def read(self, path: str) -> Any:
        answer = self.send("GET", path)
        assert answer.status_code == 200, answer.content.decode()
        return answer.json()

    def tag(self, path: str) -> str:
        return str(self.get(f"/api/v1{path}")["ETag"])


@cache
def description() -> dict[str, Any]:
    """The description of everything."""
    return openapi.document(DECLARED, "0", "https://house.example")


def described(method: str, path: str, answer: Any) -> None:
    """Fail for an answer that the description does not know."""
    if answer.status_code in {404, 405}:
        return
    for known, methods in description()["paths"].items():
        if re.fullmatch(BLANK.sub(r"[0-9]+", known), path.partition("?")[0]) and method.lower() in methods:
            told = methods[method.lower()]["responses"][str(answer.status_code)]
            told = description()["components"]["responses"][told["$ref"][-3:]] if "$ref" in told else told
            assert set(told.get("headers", {})) <= set(answer.headers)
            for kind, content in told.get("content", {}).items():
                assert answer["Content-Type"] == kind
                validator = Draft202012Validator(content["schema"] | {"components": description()["components"]})
                validator.validate(answer.json())
            return
    raise AssertionError(f"{method} {path} is not described")


def soon(days: int = 3) -> str:
    """A day that is near when the test runs."""
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def _json(body: Any) -> bytes:
    import msgspec

    return b"" if body is None else msgspec.json.encode(body)


def program(world: Any, *scopes: str, token: str = "closeknit_t", who: str = "organiser") -> Program:
    """A program with a key that opens `scopes` (all, where none is named)."""
    wanted = list(scopes or rules.SCOPES)
    keys.make_token(actor=world.viewer(who), now=NOW, token=token, label="網站", scopes=wanted)
    return Program(headers={"authorization": f"Bearer {token}", "accept-language": "zh-TW"})


def give(world: Any, title: str = "帶茶來", days: int = 1) -> int:
    return deeds.give(
        actor=world.viewer("organiser"), now=NOW, person_id=world.people["member"], title=title, text="", source="",
        due=NOW.date() + timedelta(days=days),
    )  # fmt: skip


def welcome(world: Any, *who: str) -> None:
    """Profiles, as the gate gives them."""
    names = {"member": "林白露", "second": "吳霜降", "organiser": "許立夏", "host": "陳穀雨"}
    for one in who or names:
        members.welcome(actor=the_house(world.here), now=NOW, person_id=world.people[one], name=names[one])


def adopt(world: Any) -> int:
    """A charter; the version's id."""
    words = dict.fromkeys(charters.FIELDS, "每週一起讀完一本書")
    row = apps.get_model("charter.Version").objects.create(
        community_id=world.here, number=1, kind="interest", sector="public_good", language="zh-hant", fills={},
        summary="", is_material=True, drafted_at=NOW, adopted_at=NOW, **words,
    )  # fmt: skip
    return int(row.id)


def knocked(world: Any, name: str = "田小滿") -> int:
    """An application that waits; its id."""
    row = apps.get_model("admission.Application").objects.create(
        community_id=world.here, name=name, email=f"{name.encode().hex()}@example.org", language="zh-hant",
        gate_address="http://testserver/c/reading/gate/", gate_name="城南夜讀", knocked_at=NOW,
        answers=[{"text": "為什麼？", "answer": "想找人一起讀完", "fits": None, "kind": "text"}],
    )  # fmt: skip
    return int(row.id)


def hook(world: Any, address: str, *events: str) -> int:
    """An address that hears of events; its id."""
    return hooks.add(
        actor=world.viewer("organiser"), now=timezone.now(), address=address, nonce="n0nce",
        events=list(events or ("deeds.given", "deeds.done")),
    )  # fmt: skip
