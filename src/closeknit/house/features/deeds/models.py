"""Deeds."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from closeknit.house.features.deeds.rules import TEXT, TITLE


class Deed(models.Model):
    """Something for one person to do by a day.

    `source` says which feature's thing it came from (`insights.report:7`), `key` which of its deeds it is; "" where
    the same may be given again.
    """

    community = models.ForeignKey("communities.Community", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=TITLE, blank=True)
    text = models.TextField(max_length=TEXT, blank=True)
    due = models.DateField()
    source = models.CharField(max_length=80, blank=True)
    key = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=8, default="open")
    given_by_id = models.BigIntegerField(null=True)
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("community", "person", "source", "key"), condition=~Q(key=""), name="deed_once"
            ),
            models.CheckConstraint(condition=Q(state__in=("open", "done", "let_go")), name="deed_state_known"),
            models.CheckConstraint(
                condition=Q(state="open", ended_at__isnull=True) | (~Q(state="open") & Q(ended_at__isnull=False)),
                name="deed_ended_has_its_time",
            ),
        ]
        indexes = [
            models.Index(fields=("community", "person", "state", "due"), name="deed_of_person"),
            models.Index(fields=("community", "state", "due"), name="deed_of_community"),
            models.Index(fields=("community", "source"), name="deed_of_source"),
        ]
