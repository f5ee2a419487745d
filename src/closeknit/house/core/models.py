"""The core's tables. Other parts use `journal`, `jobs`, `mail`, `rates` and `once`, not these."""

from django.db import models
from django.db.models import Q


class JournalLine(models.Model):
    """Who did what to whom, when and why, by ids only; triggers refuse to change or remove a line."""

    at = models.DateTimeField()
    community_id = models.BigIntegerField(null=True)
    actor_id = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)
    object_id = models.CharField(max_length=64)
    whom_id = models.BigIntegerField(null=True)
    why = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ("-id",)
        indexes = [
            models.Index(fields=("community_id", "-id"), name="journal_community"),
            models.Index(fields=("kind", "object_id", "-id"), name="journal_object"),
            models.Index(fields=("whom_id", "-id"), name="journal_whom"),
        ]


class Job(models.Model):
    """One piece of background work. `lease_until` says until when its worker is believed to live."""

    id = models.CharField(primary_key=True, max_length=32)
    task = models.CharField(max_length=200)
    arguments = models.JSONField()
    priority = models.SmallIntegerField(default=0)
    state = models.CharField(max_length=10, default="READY")
    run_at = models.DateTimeField()
    enqueued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    attempted_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    workers = models.JSONField(default=list)
    errors = models.JSONField(default=list)
    result = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("READY", "RUNNING", "FAILED", "SUCCESSFUL")), name="job_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="RUNNING", lease_until__isnull=False)
                | (~Q(state="RUNNING") & Q(lease_until__isnull=True)),
                name="job_lease_while_running",
            ),
        ]
        indexes = [models.Index(fields=("state", "-priority", "run_at"), name="job_next")]


class Clock(models.Model):
    """When a recurring task is next due."""

    task = models.CharField(primary_key=True, max_length=200)
    next_at = models.DateTimeField()


class Letter(models.Model):
    """A mail to be sent; `key` makes the same letter written twice one letter."""

    key = models.CharField(max_length=120, unique=True)
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    written_at = models.DateTimeField()
    state = models.CharField(max_length=8, default="waiting")
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "sending", "sent", "failed")), name="letter_state_known"
            )
        ]
        indexes = [models.Index(fields=("state", "next_at"), name="letter_next")]


class Rate(models.Model):
    """How often something was tried in one window of time."""

    key = models.CharField(max_length=120)
    window = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("key", "window"), name="rate_once_a_window")]


class Once(models.Model):
    """A form that was sent: its second copy gets the first one's answer."""

    token = models.CharField(primary_key=True, max_length=64)
    at = models.DateTimeField()
    location = models.CharField(max_length=400, blank=True)
