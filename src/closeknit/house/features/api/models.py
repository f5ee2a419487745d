"""Keys for programs and private links; what was answered to a program; hooks and what they deliver."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from closeknit.house.features.api.rules import ADDRESS, KEY, LABEL, SHOWN


class Token(models.Model):
    """Opens a part of one community to whoever has it, as long as its maker may see that part; only a hash is kept."""

    digest = models.CharField(max_length=64, unique=True)
    community = models.ForeignKey("communities.Community", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8)
    label = models.CharField(max_length=LABEL, blank=True)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=("program", "calendar", "feed")), name="token_kind_known"),
            models.UniqueConstraint(
                fields=("community", "person", "kind"),
                condition=Q(kind__in=("calendar", "feed"), ended_at__isnull=True),
                name="token_one_link_a_kind",
            ),
        ]
        indexes = [models.Index(fields=("community", "kind", "ended_at"), name="token_of_community")]


class Answered(models.Model):
    """What was answered to a program's change under its Idempotency-Key; `body` is null where it was removed since."""

    token = models.ForeignKey(Token, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=KEY)
    asked = models.CharField(max_length=64)
    """A hash of the request: the same key for another one is a mistake."""
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(default=0)
    location = models.CharField(max_length=200, blank=True)
    body = models.TextField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("token", "key"), name="answered_once")]
        indexes = [models.Index(fields=("at",), name="answered_at")]


class Hook(models.Model):
    """An address that hears of events. Its secret is not kept: it is made anew from `nonce` and the house's own key."""

    community = models.ForeignKey("communities.Community", on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=ADDRESS)
    events = models.JSONField(default=dict)
    """Verb → the journal's line after which the hook hears of it."""
    nonce = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    off_at = models.DateTimeField(null=True)
    off_why = models.CharField(max_length=40, blank=True)
    swept_to = models.BigIntegerField()
    """Up to this line of the journal nothing can be missing; what follows is looked through again."""
    mark = models.BigIntegerField()
    """The newest line when the hook was last marked: an hour later nothing before it can be missing."""
    marked_at = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0)
    """In a row."""
    failing_since = models.DateTimeField(null=True)
    rests_until = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=("community", "ended_at"), name="hook_of_community")]


class Delivery(models.Model):
    """One event for one hook, under one id however often it is tried."""

    id = models.CharField(primary_key=True, max_length=40)
    hook = models.ForeignKey(Hook, on_delete=models.CASCADE, related_name="deliveries")
    line = models.BigIntegerField(null=True)
    """The journal's line; null for a test."""
    event = models.CharField(max_length=80)
    body = models.TextField()
    made_at = models.DateTimeField()
    state = models.CharField(max_length=8, default="waiting")
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.CharField(max_length=SHOWN, blank=True)
    failure = models.CharField(max_length=16, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("hook", "line"), name="delivery_once"),
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "sending", "arrived", "given_up")), name="delivery_state_known"
            ),
        ]
        indexes = [
            models.Index(fields=("hook", "state", "next_at"), name="delivery_next"),
            models.Index(fields=("made_at",), name="delivery_made"),
        ]
