"""Keys for programs and calendar links; only their hashes are kept."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from closeknit.house.features.api.rules import LABEL


class Token(models.Model):
    """Opens a part of one community to whoever has it, as long as its maker may see that part."""

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
            models.CheckConstraint(condition=Q(kind__in=("program", "calendar")), name="token_kind_known"),
            models.UniqueConstraint(
                fields=("community", "person"), condition=Q(kind="calendar", ended_at__isnull=True),
                name="token_one_calendar",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=("community", "kind", "ended_at"), name="token_of_community")]
