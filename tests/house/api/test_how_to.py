"""The programs of docs/how-to/use-the-api.md, run as they stand there."""

import re
import shutil
import subprocess
import urllib.request
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from closeknit.house.features.api import rules
from tests.conftest import ROOT
from tests.house.api.programs import Program, give, program

TEXT = (ROOT / "docs" / "how-to" / "use-the-api.md").read_text(encoding="utf-8")
READ, CHANGE, CHECK = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
BY_HAND = re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)[-1]
KEY, BODY = b"k" * 32, b'{"type":"deeds.done"}'


def test_reading_and_changing(world, monkeypatch, capsys) -> None:
    program(world, "deeds", "members.write", token="closeknit_…".encode().decode())
    for i in range(26):
        give(world, f"第 {i} 件", i)

    @contextmanager
    def urlopen(request, timeout):
        path = request.full_url.removeprefix("https://house.example.org")
        headers = {**request.headers, "Authorization": "Bearer closeknit_…"}
        answer = Program().generic(request.method, path, request.data or b"", "application/json", headers=headers)
        assert answer.status_code < 300, answer.content.decode()
        yield SimpleNamespace(read=lambda: answer.content, headers=answer.headers)

    monkeypatch.setattr(urllib.request, "urlopen", urlopen)
    names: dict = {}
    exec(READ + CHANGE, names)
    assert len(capsys.readouterr().out.splitlines()) == 26
    assert (names["made"]["number"], names["_member"]["level"]) == ("017", 1)


@pytest.mark.parametrize("change", ["none", "body", "stamp", "key", "late"])
def test_a_receiver_believes_only_us(change) -> None:
    names: dict = {}
    exec(CHECK, names)
    headers = {"webhook-id": "msg_1", "webhook-timestamp": "1795338000",
               "webhook-signature": f"v1,other {rules.signature(KEY, 'msg_1', 1795338000, BODY)}"}  # fmt: skip
    secret = rules.secret(b"x" * 32 if change == "key" else KEY)
    if change == "stamp":
        headers["webhook-timestamp"] = "1795338001"
    body = BODY + b" " if change == "body" else BODY
    now = 1795338000 + (301 if change == "late" else 2)
    assert names["is_genuine"](secret, headers, body, now) is (change == "none")


@pytest.mark.skipif(not (shutil.which("openssl") and shutil.which("xxd")), reason="needs openssl and xxd")
def test_by_hand(tmp_path) -> None:
    (tmp_path / "body.json").write_bytes(BODY)
    told = subprocess.run(
        ["bash", "-c", BY_HAND], capture_output=True, text=True, check=True, cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "SECRET": rules.secret(KEY), "ID": "msg_1", "STAMP": "1795338000"},
    )  # fmt: skip
    assert f"v1,{told.stdout.strip()}" == rules.signature(KEY, "msg_1", 1795338000, BODY)


def test_what_it_says_of_times_and_limits_is_so() -> None:
    assert [rules.pause(n).total_seconds() / 60 for n in range(1, 8)] == [1, 5, 30, 120, 360, 720, 1440]
    assert (rules.MOST_READS, rules.MOST_WRITES, rules.PER.total_seconds()) == (3000, 600, 900)
    assert (rules.OFF_AFTER.days, rules.ANSWER_LASTS.total_seconds(), rules.REMEMBERED.days) == (3, 10, 1)
    assert all(f"`{scope}`" in TEXT for scope in rules.SCOPES)
