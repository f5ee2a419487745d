"""A request leaves only for the open net, only for the address that was looked at, and not for long."""

import shutil
import socket
import ssl
import subprocess
import threading
import time
from datetime import timedelta
from ipaddress import ip_address

import pytest

from closeknit.house.features.api import outgoing, rules
from tests.house.api.receiver import receiving

INSIDE = [
    "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "192.0.2.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "fec0::1", "ff02::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "64:ff9b::7f00:1", "2002:a00:1::1", "2002:7f00:1::",
    "2001:db8::1", "100::1",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_what_is_inside(address) -> None:
    assert not outgoing.is_open(ip_address(address))


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]
)
def test_what_is_open(address) -> None:
    assert outgoing.is_open(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "https://localhost/", "https://127.0.0.1/", "https://2130706433/", "https://0x7f.1/", "https://[::1]/",
        "https://[::ffff:169.254.169.254]/", "https://169.254.169.254/latest/meta-data/", "https://0/",
    ],
)  # fmt: skip
def test_nothing_is_sent_inside(address) -> None:
    assert outgoing.post(address, headers={}, body=b"").failure == "inside"


def test_a_name_that_leads_inside_as_well_is_not_used(monkeypatch) -> None:
    told = [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", ("10.0.0.1", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_w: told)
    assert outgoing.post("https://both.example/", headers={}, body=b"").failure == "inside"


def test_the_address_that_was_looked_at_is_the_one_that_is_used(monkeypatch) -> None:
    """A name server that answers differently the second time is never asked a second time."""
    asked, used = [], []
    answers = [[(2, 1, 6, "", ("93.184.216.34", 443))], [(2, 1, 6, "", ("10.0.0.1", 443))]]

    def connect(address, *_words):
        used.append(address)
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **_w: asked.append(a) or answers[len(asked) - 1])
    monkeypatch.setattr(socket, "create_connection", connect)
    assert outgoing.post("https://moving.example/", headers={}, body=b"").failure == "connection"
    assert (len(asked), used) == (1, [("93.184.216.34", 443)])


def test_a_name_that_nobody_has() -> None:
    assert outgoing.post("https://nowhere.invalid/", headers={}, body=b"").failure == "name"


def test_it_is_posted_as_it_is() -> None:
    with receiving() as receiver:
        receiver.answers = [(200, {}, b"thanks\x00\x1b[1m" + b"!" * 9000)]
        outcome = outgoing.post(receiver.address, headers={"A": "b"}, body="茶".encode(), loopback=True)
        assert (outcome.failure, outcome.status, len(outcome.answer)) == ("", 200, rules.SHOWN)
        assert outcome.answer.startswith("thanks  [1m!")
        ((headers, body),) = receiver.came
        assert (headers["a"], headers["host"], body.decode()) == ("b", receiver.address.split("/")[2], "茶")


def test_an_answer_that_leads_on_is_not_followed() -> None:
    with receiving() as receiver, receiving() as other:
        receiver.answers = [(307, {"Location": other.address}, b"")]
        outcome = outgoing.post(receiver.address, headers={}, body=b"x", loopback=True)
        assert (outcome.failure, outcome.status, other.came) == ("redirect", 307, [])


@pytest.mark.parametrize("address", ["http://10.0.0.1/", "https://10.0.0.1/", "http://1.1.1.1/"])
def test_loopback_means_this_machine_only_and_nothing_leaves_it_in_the_open(address) -> None:
    assert outgoing.post(address, headers={}, body=b"", loopback=True).failure == "inside"


def test_who_listens_to_nothing() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{closed.getsockname()[1]}/"
    assert outgoing.post(address, headers={}, body=b"", loopback=True).failure == "connection"


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\na"])
def test_who_drips_is_left(monkeypatch, said) -> None:
    monkeypatch.setattr(rules, "ANSWER_LASTS", timedelta(seconds=0.4))
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            there, _from = server.accept()
            with there:
                there.sendall(said)
                for _ in range(40):
                    time.sleep(0.05)
                    try:
                        there.sendall(b"X-A: b\r\n" if said.endswith(b"OK\r\n") else b"")
                    except OSError:
                        return

        thread = threading.Thread(target=drip)
        thread.start()
        begun = time.monotonic()
        outcome = outgoing.post(f"http://127.0.0.1:{server.getsockname()[1]}/", headers={}, body=b"", loopback=True)
        assert outcome.failure == "slow"
        assert time.monotonic() - begun < 2
        thread.join()


@pytest.mark.parametrize("said", [b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 500, b"HTTP/1.1 20"])
def test_who_speaks_no_http(said) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            there, _from = server.accept()
            with there:
                there.recv(4096)
                there.sendall(said)

        thread = threading.Thread(target=answer)
        thread.start()
        outcome = outgoing.post(f"http://127.0.0.1:{server.getsockname()[1]}/", headers={}, body=b"", loopback=True)
        assert outcome.failure == "connection"
        thread.join()


@pytest.mark.skipif(not shutil.which("openssl"), reason="needs openssl")
def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    subprocess.run(
        [*command, "-keyout", key, "-out", certificate, "-days", "1", "-subj", "/CN=127.0.0.1"], check=True,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with receiving(context) as receiver:
        outcome = outgoing.post(receiver.address, headers={}, body=b"secret", loopback=True)
        assert (outcome.failure, receiver.came) == ("certificate", [])
