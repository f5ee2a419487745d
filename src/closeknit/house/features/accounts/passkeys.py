"""Passkeys (WebAuthn): what the browser is asked for, and whether its answer holds. No clock, no luck, no database."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import urlsplit

from closeknit.house.features.accounts import errors

LASTS: Final = timedelta(minutes=5)
"""How long somebody may look for her key."""

MOST: Final = 20
"""Keys of one person."""


@dataclass(frozen=True, slots=True)
class Party:
    """Who asks: the house at its address. A key that was made for one party answers no other."""

    id: str
    origin: str


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a device shall sign, once; `handle` names the person to whom a new key shall belong, base64url."""

    text: str
    handle: str = ""


@dataclass(frozen=True, slots=True)
class NewKey:
    """What a device gave for keeping."""

    credential: str
    public_key: bytes
    sign_count: int


def party(address: str) -> Party | None:
    """The house at `address`; None where browsers give no keys: at a number, or without https, localhost apart."""
    parts = urlsplit(address)
    try:
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port
    except ValueError:
        return None
    local = host == "localhost" or host.endswith(".localhost")
    if not host or _is_number(host) or not (parts.scheme == "https" or (parts.scheme == "http" and local)):
        return None
    usual = {"https": 443, "http": 80}[parts.scheme]
    return Party(host, f"{parts.scheme}://{host}" + (f":{port}" if port and port != usual else ""))


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def options_to_register(party: Party, challenge: Challenge, *, house: str, person: str, known: Sequence[str]) -> Any:
    """What `navigator.credentials.create` is asked, as JSON values: a key that the device finds by itself later."""
    from webauthn import base64url_to_bytes, generate_registration_options, options_to_json
    from webauthn.helpers import structs

    options = generate_registration_options(
        rp_id=party.id, rp_name=house, user_id=base64url_to_bytes(challenge.handle), user_name=person,
        challenge=base64url_to_bytes(challenge.text), timeout=_milliseconds(),
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED,
            user_verification=structs.UserVerificationRequirement.PREFERRED,
        ),
        exclude_credentials=[structs.PublicKeyCredentialDescriptor(id=base64url_to_bytes(name)) for name in known],
    )  # fmt: skip
    return json.loads(options_to_json(options))


def options_to_authenticate(party: Party, challenge: Challenge) -> Any:
    """What `navigator.credentials.get` is asked, as JSON values: any key for this house that the device has."""
    from webauthn import base64url_to_bytes, generate_authentication_options, options_to_json

    options = generate_authentication_options(
        rp_id=party.id, challenge=base64url_to_bytes(challenge.text), timeout=_milliseconds()
    )
    return json.loads(options_to_json(options))


def registered(answer: str, party: Party, challenge: Challenge) -> NewKey:
    """The key that the device made. Raises PasskeyRefused for an answer that does not hold."""
    from webauthn import base64url_to_bytes, verify_registration_response
    from webauthn.helpers import bytes_to_base64url

    told = _checked(
        lambda: verify_registration_response(
            credential=answer, expected_challenge=base64url_to_bytes(challenge.text), expected_rp_id=party.id,
            expected_origin=party.origin,
        )
    )  # fmt: skip
    return NewKey(bytes_to_base64url(told.credential_id), told.credential_public_key, told.sign_count)


def named(answer: str) -> str:
    """The credential that an answer says it comes from. Raises PasskeyRefused."""
    return str(_checked(lambda: json.loads(answer)["id"]))


def authenticated(
    answer: str, party: Party, challenge: Challenge, *, public_key: bytes, sign_count: int, handle: str
) -> int:
    """How often the device has used the key now. Raises PasskeyRefused for an answer that does not hold."""
    from webauthn import base64url_to_bytes, verify_authentication_response

    told = _checked(
        lambda: verify_authentication_response(
            credential=answer, expected_challenge=base64url_to_bytes(challenge.text), expected_rp_id=party.id,
            expected_origin=party.origin, credential_public_key=public_key, credential_current_sign_count=sign_count,
        )
    )  # fmt: skip
    if _checked(lambda: json.loads(answer)["response"].get("userHandle")) not in (None, handle):
        raise errors.PasskeyRefused
    return int(told.new_sign_count)


def _checked[T](check: Callable[[], T]) -> T:
    try:
        return check()
    except Exception as error:  # strangers write answers, and there are many ways to break a decoder
        raise errors.PasskeyRefused from error


def _milliseconds() -> int:
    return int(LASTS.total_seconds() * 1000)
