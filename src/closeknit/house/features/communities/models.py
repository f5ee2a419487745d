"""Communities and memberships."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from closeknit.house.core.permissions import BACKBONE


class Community(models.Model):
    """People bound by a need they share. The slug is part of every link and never changes."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, blank=True)
    sector = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=10, default="zh-hant")
    time_zone = models.CharField(max_length=64, blank=True)
    founded_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=("", "person", "interest", "brand", "habit")), name="community_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(sector__in=("", "public_good", "business", "politics", "faith")),
                name="community_sector_known",
            ),
        ]


class Membership(models.Model):
    """One person's time in one community; one who returns has a second row."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    role = models.CharField(max_length=12, default="member")
    chapter_id = models.BigIntegerField(null=True)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("community", "person"), condition=Q(left_at__isnull=True), name="membership_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(role__in=("applicant", "member", "organiser")), name="membership_role_known"
            ),
        ]
        indexes = [models.Index(fields=("person", "left_at"), name="membership_of_person")]


class Duty(models.Model):
    """A backbone role that a member holds for a time."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="duties")
    role = models.CharField(max_length=12)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("membership", "role"), condition=Q(until__isnull=True), name="duty_once_at_a_time"
            ),
            models.CheckConstraint(condition=Q(role__in=[str(r) for r in BACKBONE]), name="duty_role_known"),
        ]
