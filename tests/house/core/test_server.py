"""The house as a program: it opens, says where, and tells what is misconfigured."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest


def environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CLOSEKNIT_", "DJANGO_"))}
    return kept | {"CLOSEKNIT_HOME": str(home), "LANG": "en_GB.UTF-8"}


def closeknit(*words: str) -> list[str]:
    return [sys.executable, "-m", "closeknit", *words]


def serving(env: dict[str, str]) -> tuple[int, "subprocess.Popen[str]"]:
    """The port, and the process that serves a house on it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = closeknit("serve", "--port", str(port))
    return port, subprocess.Popen(words, env=env, stdout=subprocess.PIPE, text=True)


def opened(url: str) -> str:
    """The page, as soon as the server answers."""
    for _attempt in range(100):
        try:
            request = urllib.request.Request(url, headers={"Accept-Language": "zh-TW"})
            with urllib.request.urlopen(request) as answer:
                return str(answer.read().decode())
        except urllib.error.URLError:
            time.sleep(0.2)
    raise AssertionError(f"{url} does not answer")


def test_serve_opens_the_house_and_gives_the_first_link(tmp_path: Path) -> None:
    port, process = serving(environment(tmp_path))
    try:
        assert process.stdout
        told = process.stdout.readline() + process.stdout.readline()
        link = re.search(rf"http://localhost:{port}/first/\S+/", told)
        assert link, told
        asked = urllib.request.Request(f"http://localhost:{port}/", headers={"Accept-Language": "zh-TW"})
        with urllib.request.urlopen(asked) as answer:  # whoever reads that the house is open finds it open
            page = answer.read().decode()
        assert '<html lang="zh-Hant"' in page
        assert "群不是社群" in page
        with urllib.request.urlopen(link[0]) as answer:
            assert answer.status == 200
        taken = subprocess.run(
            closeknit("serve", "--port", str(port)),
            env=environment(tmp_path),
            capture_output=True,
            text=True,
            check=False,
        )
        assert (taken.returncode, taken.stderr.startswith(f"Port {port} cannot")) == (2, True)
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_nothing_goes_on_answering_for_a_house_that_was_killed(tmp_path: Path) -> None:
    port, process = serving(environment(tmp_path))
    assert process.stdout
    assert process.stdout.readline()
    process.kill()
    process.communicate(timeout=20)
    for _attempt in range(100):
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.2)
    raise AssertionError(f"somebody still listens on {port}")


def test_serve_opens_a_house_on_postgresql(tmp_path: Path, cluster) -> None:
    cluster.sql("CREATE DATABASE served")
    url = f"postgresql://house@127.0.0.1:{cluster.port}/served"
    _port, process = serving(environment(tmp_path) | {"CLOSEKNIT_DATABASE_URL": url})
    try:
        assert process.stdout
        told = process.stdout.readline() + process.stdout.readline()
        link = re.search(r"http://\S+/first/\S+/", told)
        assert link, told
        assert "</html>" in opened(link[0])
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)
    assert not (tmp_path / "db.sqlite3").exists()


def test_house_check_tells_what_is_misconfigured(tmp_path: Path) -> None:
    ran = subprocess.run(
        closeknit("house", "check"), env=environment(tmp_path) | {"CLOSEKNIT_FOUNDING": "somebody"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 2, ran.stderr
    assert "house.E002" in ran.stdout


@pytest.mark.parametrize("url", ["mysql://here/x", "oracle://x"])
def test_an_unknown_database_is_refused_in_a_sentence(tmp_path: Path, url: str) -> None:
    ran = subprocess.run(
        closeknit("house", "check"), env=environment(tmp_path) | {"CLOSEKNIT_DATABASE_URL": url},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 2
    assert ran.stderr.startswith("CLOSEKNIT_DATABASE_URL begins with")
