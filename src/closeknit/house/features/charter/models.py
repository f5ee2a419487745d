"""Versions of charters."""

from django.db import models
from django.db.models import Q

from closeknit.house.features.charter.rules import KINDS, SECTORS


class Version(models.Model):
    """A charter at one time. Without a number it is the community's one draft; with one it never changes again."""

    community = models.ForeignKey("communities.Community", on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField(null=True)
    based_on = models.PositiveSmallIntegerField(null=True)
    """The number of the version that the draft was begun from."""
    kind = models.CharField(max_length=20)
    sector = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    fills = models.JSONField(default=dict)
    """What stands in the template's blanks; the gate's questions have the same ones."""
    purpose = models.TextField(blank=True)
    need = models.TextField(blank=True)
    elsewhere = models.TextField(blank=True)
    norms = models.TextField(blank=True)
    conditions = models.TextField(blank=True)
    direction = models.TextField(blank=True)
    roles = models.TextField(blank=True)
    rituals = models.TextField(blank=True)
    summary = models.CharField(max_length=120, blank=True)
    is_material = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)
    """Counts the draft's changes, so that one of two who edit at once is told."""
    drafted_at = models.DateTimeField()
    drafted_by_id = models.BigIntegerField(null=True)
    adopted_at = models.DateTimeField(null=True)
    adopted_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("community", "number"), name="charter_number_once"),
            models.UniqueConstraint(fields=("community",), condition=Q(number__isnull=True), name="charter_one_draft"),
            models.CheckConstraint(
                condition=Q(number__isnull=True, adopted_at__isnull=True) | Q(number__gte=1, adopted_at__isnull=False),
                name="charter_numbered_when_adopted",
            ),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="charter_kind_known"),
            models.CheckConstraint(condition=Q(sector__in=SECTORS), name="charter_sector_known"),
            models.CheckConstraint(condition=~Q(number=1, is_material=False), name="charter_first_binds"),
        ]
