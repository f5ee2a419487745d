"""A device that makes passkeys and signs with them, as telephones do: one curve, no attestation."""

import hashlib
import json
import secrets
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn import base64url_to_bytes
from webauthn.helpers import bytes_to_base64url as text


class Device:
    """Holds one key; `count` is what it says of its uses (0: it does not count, as synchronised keys)."""

    def __init__(self, origin: str = "http://testserver", host: str = "testserver", count: int = 0) -> None:
        self.origin, self.host, self.count = origin, host, count
        self.secret, self.name, self.handle = ec.generate_private_key(ec.SECP256R1()), secrets.token_bytes(16), ""

    def register(self, options: Any) -> str:
        """The answer to `navigator.credentials.create`."""
        self.handle = options["user"]["id"]
        numbers = self.secret.public_key().public_numbers()
        key = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        held = bytes(16) + len(self.name).to_bytes(2) + self.name + cbor2.dumps(key)
        made = {"fmt": "none", "attStmt": {}, "authData": self._said(0x45) + held}
        return self._answer("webauthn.create", options, attestationObject=text(cbor2.dumps(made)))

    def authenticate(self, options: Any) -> str:
        """The answer to `navigator.credentials.get`."""
        self.count += bool(self.count)
        said, told = self._said(0x05), self._told("webauthn.get", options)
        signature = self.secret.sign(said + hashlib.sha256(told).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            "webauthn.get", options, authenticatorData=text(said), signature=text(signature), userHandle=self.handle
        )

    def _said(self, flags: int) -> bytes:
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4)

    def _told(self, kind: str, options: Any) -> bytes:
        return json.dumps({"type": kind, "challenge": options["challenge"], "origin": self.origin}).encode()

    def _answer(self, kind: str, options: Any, **response: str) -> str:
        name = text(self.name)
        response["clientDataJSON"] = text(self._told(kind, options))
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})


def signed(challenge: str) -> dict[str, str]:
    """Options of which only the challenge matters."""
    assert base64url_to_bytes(challenge)
    return {"challenge": challenge}
