"""People. One row is one human, whether she ever signs in or not."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


class People(BaseUserManager["Person"]):
    """Finds a person by address for Django's own sign-in."""

    def get_by_natural_key(self, username: str | None) -> Any:
        """The person with this address, however it is capitalised."""
        return self.get(email__iexact=username or "-")


class Person(AbstractBaseUser):
    """A human. Without an address she cannot sign in; a profile was made for her, and may be claimed."""

    email = models.EmailField(null=True, blank=True, unique=True)
    name = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=10, default="zh-hant")
    time_zone = models.CharField(max_length=64, blank=True)
    keeper = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = People()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="person_email_lower_case"),
            models.CheckConstraint(condition=~Q(email=""), name="person_email_or_nothing"),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(email__isnull=True, name=""), name="person_erased_is_empty"
            ),
        ]


class Key(models.Model):
    """A link that works once: only its hash is kept."""

    digest = models.CharField(primary_key=True, max_length=64)
    purpose = models.CharField(max_length=8)
    email = models.EmailField(blank=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=("enter", "address", "first", "passkey")), name="key_purpose_known"
            )
        ]


class Passkey(models.Model):
    """The public half of a key pair whose other half stays in somebody's device.

    `credential` and `handle` are base64url: the name of the key pair, and the name under which the device knows the
    person (random, the same for all her keys). `sign_count` says how often the device used it, 0 where it does not say.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    name = models.CharField(max_length=80)
    credential = models.CharField(max_length=1400, unique=True)
    handle = models.CharField(max_length=86)
    public_key = models.BinaryField()
    sign_count = models.BigIntegerField()
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
