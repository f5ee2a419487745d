"""How accounts change."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import Http404
from django.utils import translation
from django.utils.translation import gettext as _

from closeknit.house.core import journal, mail, rates
from closeknit.house.core.actions import action
from closeknit.house.core.people import viewer_of
from closeknit.house.core.permissions import Viewer
from closeknit.house.features.accounts import errors, passkeys, rules, unsent
from closeknit.house.features.accounts.models import Key, Passkey, Person


@action(may=None)
def make_person(*, actor: Viewer, now: datetime, name: str, email: str = "", language: str = "zh-hant") -> int:
    """A new human; without an address she cannot sign in. For `members`, `admission` and the demonstration."""
    person = Person(
        name=rules.tidy_name(name), email=rules.tidy_email(email) or None, language=language, created_at=now
    )
    person.set_unusable_password()
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError as error:
        raise errors.AddressTaken(field="email") from error
    journal.note("accounts.made", actor=actor, now=now, object=("person", person.id), whom=person.id)
    return int(person.id)


@action(may=None)
def make_people(*, actor: Viewer, now: datetime, names: Sequence[str], language: str = "zh-hant") -> list[int]:
    """New humans without addresses, as a roster brings them: their ids in the order of the names, one journal line."""
    nobody = make_password(None)
    made = Person.objects.bulk_create(
        [Person(name=rules.tidy_name(name), language=language, created_at=now, password=nobody) for name in names]
    )
    journal.note("accounts.made_many", actor=actor, now=now, object=("people", len(made)))
    return [int(person.id) for person in made]


@action(may=None)
def erase(*, actor: Viewer, now: datetime, person_ids: Sequence[int]) -> int:
    """Empty accounts for good: no name, no address, no way in, no letter; the rows stay, so that ids stand.

    How many there were. The calling feature has decided that nothing else of them is needed.
    """
    people = Person.objects.filter(id__in=person_ids, erased_at__isnull=True)
    asked = Key.objects.filter(person_id__in=person_ids).exclude(email="").values_list("email", flat=True)
    addresses = {address for address in (*people.values_list("email", flat=True), *asked) if address}
    Key.objects.filter(Q(person_id__in=person_ids) | Q(email__in=addresses)).delete()
    Passkey.objects.filter(person_id__in=person_ids).delete()
    for address in addresses:
        mail.forget(address)
        unsent.forget(address)
        rates.forget(address)
    count = people.update(
        name="", email=None, password=make_password(None), time_zone="", keeper=False, is_active=False, erased_at=now
    )
    if len(person_ids) == 1:
        journal.note("accounts.erased", actor=actor, now=now, object=("person", person_ids[0]), whom=person_ids[0])
    else:
        journal.note("accounts.erased_many", actor=actor, now=now, object=("people", count))
    return int(count)


@action(may=None)
def ask_for_link(*, actor: Viewer, now: datetime, email: str, token: str, link: str, language: str) -> None:
    """Write a letter with a link that works once. The same for known and unknown addresses."""
    email = rules.tidy_email(email)
    found = Person.objects.filter(email=email, is_active=True).first()
    digest = rules.digest(token)
    Key.objects.create(
        digest=digest, purpose="enter", email=email, person=found, made_at=now, expires_at=now + rules.LINK_LASTS
    )
    with translation.override(found.language if found else language):
        mail.write(
            key=f"accounts.enter:{digest[:40]}", to=email, now=now, subject=_("Your way in"),
            body=_(
                "Open this link to sign in. It works once, within an hour:\n\n{link}\n\n"
                "If you did not ask for it, do nothing."
            ).format(link=link),
        )  # fmt: skip
    journal.note("accounts.link_sent", actor=actor, now=now, object=("key", digest[:12]), whom=found and found.id)


@action(may=None)
def use_link(*, actor: Viewer, now: datetime, token: str, name: str, language: str) -> int:
    """Use a link from a letter: the person, made anew where nobody has the address. Raises KeySpent."""
    key = _spend(token, "enter", now)
    found = Person.objects.filter(email=key.email).first()
    if found is not None and not found.is_active:
        raise errors.KeySpent
    ident = found.id if found else make_person(actor=actor, now=now, name=name, email=key.email, language=language)
    Key.objects.filter(digest=key.digest).update(person_id=ident)
    journal.note("accounts.entered", actor=viewer_of(ident), now=now, object=("person", ident), whom=ident)
    return int(ident)


@action(may=None)
def make_first_key(*, actor: Viewer, now: datetime, token: str) -> None:
    """The link with which the first organiser claims the house; an earlier one dies."""
    Key.objects.filter(purpose="first", used_at__isnull=True).update(used_at=now)
    Key.objects.create(
        digest=rules.digest(token), purpose="first", made_at=now, expires_at=now + rules.FIRST_LINK_LASTS
    )
    journal.note("accounts.first_key", actor=actor, now=now, object=("key", rules.digest(token)[:12]))


@action(may=None)
def claim_house(
    *, actor: Viewer, now: datetime, token: str, name: str, email: str, password: str, language: str
) -> int:
    """Become the keeper of a house that has none. Raises KeySpent, WeakPassword, AddressTaken."""
    key = _spend(token, "first", now)
    if Person.objects.filter(keeper=True).exists():
        raise errors.KeySpent
    ident = make_person(actor=actor, now=now, name=name, email=email, language=language)
    person = Person.objects.get(id=ident)
    person.keeper = True
    _set_password(person, password)
    person.save()
    Key.objects.filter(digest=key.digest).update(person_id=ident)
    journal.note("accounts.claimed", actor=viewer_of(ident), now=now, object=("person", ident), whom=ident)
    return ident


@action(may="accounts.own")
def change_own(*, actor: Viewer, now: datetime, name: str, language: str, time_zone: str) -> None:
    """Name, language and zone."""
    Person.objects.filter(id=actor.person_id).update(name=rules.tidy_name(name), language=language, time_zone=time_zone)
    journal.note("accounts.changed", actor=actor, now=now, object=("person", actor.person_id), whom=actor.person_id)


@action(may="accounts.own")
def set_password(*, actor: Viewer, now: datetime, password: str) -> None:
    """A new password. Raises WeakPassword."""
    person = Person.objects.get(id=actor.person_id)
    _set_password(person, password)
    person.save(update_fields=["password"])
    journal.note("accounts.password", actor=actor, now=now, object=("person", person.id), whom=person.id)


@action(may="accounts.own")
def ask_new_address(*, actor: Viewer, now: datetime, email: str, token: str, link: str) -> None:
    """Write to a new address; it holds once its link was used."""
    email = rules.tidy_email(email)
    digest = rules.digest(token)
    Key.objects.create(
        digest=digest, purpose="address", email=email, person_id=actor.person_id, made_at=now,
        expires_at=now + rules.LINK_LASTS,
    )  # fmt: skip
    mail.write(
        key=f"accounts.address:{digest[:40]}", to=email, now=now, subject=_("Confirm your new address"),
        body=_("Open this link to sign in with this address from now on:\n\n{link}").format(link=link),
    )  # fmt: skip
    journal.note("accounts.address_asked", actor=actor, now=now, object=("key", digest[:12]), whom=actor.person_id)


@action(may="accounts.own")
def confirm_address(*, actor: Viewer, now: datetime, token: str) -> None:
    """Use the link that went to the new address. Raises KeySpent, AddressTaken."""
    key = _spend(token, "address", now)
    if key.person_id != actor.person_id:
        raise errors.KeySpent
    try:
        with transaction.atomic():
            Person.objects.filter(id=actor.person_id).update(email=key.email)
    except IntegrityError as error:
        raise errors.AddressTaken from error
    journal.note("accounts.address", actor=actor, now=now, object=("person", actor.person_id), whom=actor.person_id)


@action(may="accounts.own")
def add_passkey(
    *, actor: Viewer, now: datetime, name: str, answer: str, party: passkeys.Party, challenge: passkeys.Challenge
) -> int:
    """Keep a key that the actor's device made. Raises ChallengeSpent, PasskeyRefused, PasskeyKnown, PasskeysFull."""
    _spend_challenge(challenge, now)
    own = Passkey.objects.filter(person_id=actor.person_id).count()
    if own >= passkeys.MOST:
        raise errors.PasskeysFull(count=own)
    made = passkeys.registered(answer, party, challenge)
    try:
        with transaction.atomic():
            key = Passkey.objects.create(
                person_id=actor.person_id, name=rules.tidy_name(name) or _("Passkey {number}").format(number=own + 1),
                credential=made.credential, handle=challenge.handle, public_key=made.public_key,
                sign_count=made.sign_count, made_at=now,
            )  # fmt: skip
    except IntegrityError as error:
        raise errors.PasskeyKnown from error
    journal.note("accounts.passkey_added", actor=actor, now=now, object=("passkey", key.id), whom=actor.person_id)
    return int(key.id)


@action(may="accounts.own")
def remove_passkey(*, actor: Viewer, now: datetime, passkey_id: int) -> None:
    """A key opens nothing any more; taken away twice is taken away."""
    Passkey.objects.filter(id=passkey_id, person_id=actor.person_id).delete()
    journal.note("accounts.passkey_removed", actor=actor, now=now, object=("passkey", passkey_id), whom=actor.person_id)


@action(may=None)
def use_passkey(
    *, actor: Viewer, now: datetime, answer: str, party: passkeys.Party, challenge: passkeys.Challenge
) -> int:
    """The person whose device signed the challenge. Raises ChallengeSpent, PasskeyRefused."""
    _spend_challenge(challenge, now)
    key = Passkey.objects.filter(credential=passkeys.named(answer), person__is_active=True).first()
    if key is None:
        raise errors.PasskeyRefused
    count = passkeys.authenticated(
        answer, party, challenge, public_key=bytes(key.public_key), sign_count=key.sign_count, handle=key.handle
    )
    if not Passkey.objects.filter(id=key.id, sign_count=key.sign_count).update(sign_count=count, used_at=now):
        raise errors.PasskeyRefused
    ident = int(key.person_id)
    journal.note(
        "accounts.entered",
        actor=viewer_of(ident),
        now=now,
        object=("person", ident),
        whom=ident,
        why="accounts.passkey",
    )
    return ident


def _spend_challenge(challenge: passkeys.Challenge, now: datetime) -> None:
    """A challenge leaves a trace when it is answered, and the second answer, also at the same moment, meets it."""
    try:
        with transaction.atomic():
            Key.objects.create(
                digest=rules.digest(challenge.text), purpose="passkey", made_at=now, used_at=now,
                expires_at=now + passkeys.LASTS,
            )  # fmt: skip
    except IntegrityError as error:
        raise errors.ChallengeSpent from error


def _spend(token: str, purpose: str, now: datetime) -> Key:
    digest = rules.digest(token)
    usable = Key.objects.filter(digest=digest, purpose=purpose, used_at__isnull=True, expires_at__gt=now)
    if not usable.update(used_at=now):
        raise errors.KeySpent
    return Key.objects.get(digest=digest)


def _set_password(person: Person, password: str) -> None:
    if not password:
        return
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise errors.WeakPassword(field="password", reasons=" ".join(error.messages)) from error
    person.set_password(password)


@action(may="accounts.letters")
def hand_over(*, actor: Viewer, now: datetime, name: str) -> None:
    """A letter that this house could not send was given to whom it is for: it goes from here. 404 without it."""
    if not unsent.drop(name):
        raise Http404
    journal.note("accounts.handed_over", actor=actor, now=now, object=("letter", 0))
