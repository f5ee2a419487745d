"""Profiles and what belongs to them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from closeknit.house.features.members.rules import CARRIERS, FIELDS, LONGEST, Level, Shown

_SHOWN = Q(shown__in=[int(s) for s in Shown])


class Chapter(models.Model):
    """A part of a community with organisers of its own (分會)."""

    community = models.ForeignKey("communities.Community", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    place = models.CharField(max_length=80, blank=True)
    founded_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("community", "name"), condition=Q(closed_at__isnull=True), name="chapter_name_once"
            )
        ]


class Import(models.Model):
    """A roster that an organiser brings: looked at, then taken in, perhaps taken back."""

    community = models.ForeignKey("communities.Community", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, default="draft")
    made_by_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    upload = models.CharField(max_length=200, blank=True)
    suffix = models.CharField(max_length=8, blank=True)
    digest = models.CharField(max_length=64)
    columns = models.JSONField(default=dict)
    name_shown = models.SmallIntegerField(default=int(Shown.ORGANISERS))
    same_name_is_same = models.BooleanField(default=True)
    rows = models.PositiveIntegerField(default=0)
    at_row = models.PositiveIntegerField(default=0)
    made = models.PositiveIntegerField(default=0)
    filled = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    taken_back = models.PositiveIntegerField(default=0)
    told = models.JSONField(default=list)
    """The first rows that were left out, by line and reason; no words of the file."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("draft", "running", "done", "undoing", "undone", "failed")),
                name="import_state_known",
            ),
            models.UniqueConstraint(
                fields=("community",), condition=Q(state__in=("running", "undoing")), name="import_one_at_a_time"
            ),
            models.UniqueConstraint(
                fields=("community", "digest"), condition=Q(state__in=("running", "done")), name="import_file_once"
            ),
        ]


class Profile(models.Model):
    """What one person is in one community. It stays, empty, when she is forgotten, so that threads stand."""

    community = models.ForeignKey("communities.Community", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80, blank=True)
    name_shown = models.SmallIntegerField(default=int(Shown.MEMBERS))
    number = models.CharField(max_length=40, blank=True)
    """The roster's own number of her."""
    mail = models.CharField(max_length=254, blank=True)
    """The address that the field `email` holds, in lower case: a roster's row and a claimant are known by it."""
    looks = models.CharField(max_length=80, blank=True)
    sorts = models.CharField(max_length=120, blank=True)
    """Where it stands in a list: by sound."""
    made_by_id = models.BigIntegerField(null=True)
    brought_by_id = models.BigIntegerField(null=True)
    brought_shown = models.SmallIntegerField(default=int(Shown.MEMBERS))
    chapter = models.ForeignKey(Chapter, null=True, on_delete=models.SET_NULL)
    level = models.SmallIntegerField(default=int(Level.NEWCOMER))
    run = models.ForeignKey(Import, null=True, on_delete=models.SET_NULL)
    """The import that made it, as long as nobody touched it since."""
    joined_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    for_members = models.TextField(blank=True)
    """What a member's search looks through."""
    for_organisers = models.TextField(blank=True)
    gives = models.BooleanField(default=False)
    needs = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("community", "person"), name="profile_once"),
            models.UniqueConstraint(
                fields=("community", "number"),
                condition=~Q(number="") & Q(left_at__isnull=True),
                name="profile_number_once",
            ),
            models.CheckConstraint(condition=Q(name_shown__in=[int(s) for s in Shown]), name="profile_name_shown"),
            models.CheckConstraint(condition=Q(level__in=[int(level) for level in Level]), name="profile_level_known"),
            models.CheckConstraint(
                condition=Q(forgotten_at__isnull=True)
                | Q(
                    left_at__isnull=False,
                    name="",
                    looks="",
                    sorts="",
                    number="",
                    mail="",
                    for_members="",
                    for_organisers="",
                ),
                name="profile_forgotten_is_empty",
            ),
        ]
        indexes = [
            models.Index(fields=("community", "left_at", "-joined_at"), name="profile_newest"),
            models.Index(fields=("community", "left_at", "sorts"), name="profile_in_order"),
            models.Index(fields=("community", "looks", "left_at"), name="profile_looks"),
            models.Index(fields=("community", "chapter"), name="profile_chapter"),
            models.Index(fields=("mail", "community", "left_at"), name="profile_mail"),
            # The constraint's own index holds only numbers that are not "", which SQLite cannot tell of a bound value.
            models.Index(fields=("community", "number", "left_at"), name="profile_number"),
        ]


class Field(models.Model):
    """One thing that a profile says, and who may see it."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="fields")
    key = models.CharField(max_length=16)
    text = models.CharField(max_length=LONGEST)
    shown = models.SmallIntegerField()
    set_at = models.DateTimeField()
    run = models.ForeignKey(Import, null=True, on_delete=models.SET_NULL)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("profile", "key"), name="field_once"),
            models.CheckConstraint(condition=Q(key__in=FIELDS), name="field_known"),
            models.CheckConstraint(condition=~Q(text=""), name="field_says_something"),
            models.CheckConstraint(condition=_SHOWN, name="field_shown"),
        ]


class Consent(models.Model):
    """That somebody agreed to show something: when, to whom, and in what words she was asked."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="consents")
    key = models.CharField(max_length=16)
    shown = models.SmallIntegerField()
    wording = models.CharField(max_length=400)
    given_at = models.DateTimeField()
    given_by_id = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("profile", "key"), condition=Q(withdrawn_at__isnull=True), name="consent_one_in_force"
            ),
            models.CheckConstraint(condition=_SHOWN, name="consent_shown"),
        ]


class Face(models.Model):
    """An account on a carrier: claimed by the member, confirmed by another member or by an organiser."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="faces")
    community = models.ForeignKey("communities.Community", on_delete=models.CASCADE, related_name="+")
    carrier = models.CharField(max_length=16, blank=True)
    handle = models.CharField(max_length=80)
    folded = models.CharField(max_length=80)
    shown = models.SmallIntegerField(default=int(Shown.MEMBERS))
    claimed_at = models.DateTimeField()
    claimed_by_id = models.BigIntegerField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by_id = models.BigIntegerField(null=True)
    run = models.ForeignKey(Import, null=True, on_delete=models.SET_NULL)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("profile", "carrier", "folded"), name="face_once"),
            models.UniqueConstraint(
                fields=("community", "carrier", "folded"),
                condition=Q(confirmed_at__isnull=False),
                name="face_confirmed_once",
            ),
            models.CheckConstraint(condition=Q(carrier__in=CARRIERS), name="face_carrier_known"),
            models.CheckConstraint(condition=~Q(folded=""), name="face_says_something"),
            models.CheckConstraint(condition=_SHOWN, name="face_shown"),
        ]


class ClaimLink(models.Model):
    """A link with which a person takes the profile that was made for her; only its hash is kept."""

    digest = models.CharField(primary_key=True, max_length=64)
    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="links")
    made_by_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Claim(models.Model):
    """That a profile passed from the person made for it to the one who claimed it."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="claims")
    was_id = models.BigIntegerField(unique=True)
    is_now_id = models.BigIntegerField()
    how = models.CharField(max_length=4)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(how__in=("link", "mail")), name="claim_how_known")]


class Absence(models.Model):
    """A leave of absence (請假), from one day to another, both included."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="absences")
    since = models.DateField()
    until = models.DateField()
    reason = models.CharField(max_length=400, blank=True)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("profile",), condition=Q(ended_at__isnull=True), name="absence_one_at_a_time"
            ),
            models.CheckConstraint(condition=Q(until__gte=models.F("since")), name="absence_forward"),
        ]


class ChapterLead(models.Model):
    """An organiser of a chapter."""

    chapter = models.ForeignKey(Chapter, on_delete=models.CASCADE, related_name="leads")
    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="leads")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("chapter", "profile"), condition=Q(until__isnull=True), name="lead_once_at_a_time"
            )
        ]


class LevelChange(models.Model):
    """A step up or down."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="steps")
    was = models.SmallIntegerField()
    is_now = models.SmallIntegerField()
    at = models.DateTimeField()


class Acceptance(models.Model):
    """That a member accepted a version of the charter."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="acceptances")
    version = models.BigIntegerField()
    number = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("profile", "version"), name="acceptance_once")]
