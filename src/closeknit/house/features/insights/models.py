"""Uploads, what was found in them, and what became of it. The words themselves lie in archives, not in the database."""

from django.db import models
from django.db.models import Q

from closeknit.house.features.insights.rules import GROUNDS, LONGEST_WORD, WHOSE


class Store(models.Model):
    """Where a community's histories are kept: a folder with a name drawn by lot.

    `whole` names the archive in force in it; `revision` rises with everything that changes it.
    """

    community = models.OneToOneField("communities.Community", on_delete=models.CASCADE, related_name="+")
    folder = models.CharField(max_length=40, unique=True)
    salt = models.CharField(max_length=32)
    whole = models.CharField(max_length=40, default="whole-0")
    revision = models.PositiveIntegerField(default=0)
    examined = models.CharField(max_length=64, blank=True)
    """The seal of the newest examination: nothing is examined again while it would come out the same."""


class Upload(models.Model):
    """What somebody brought in one go: whose words, on what ground, until when; and how far it has come."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="uploads")
    by_id = models.BigIntegerField(null=True)
    begun_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    state = models.CharField(max_length=10)
    whose = models.CharField(max_length=12)
    ground = models.CharField(max_length=12)
    wording = models.CharField(max_length=12)
    keep_until = models.DateField()
    language = models.CharField(max_length=10)
    pasted = models.BooleanField(default=False)
    bytes = models.BigIntegerField(default=0)
    read_bytes = models.BigIntegerField(default=0)
    told = models.JSONField(default=dict)
    """How to read it: {me, carrier, chats, salvage}."""
    answer = models.JSONField(default=dict)
    """What came of it: {kept}, {ask} or {refused}."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("receiving", "waiting", "reading", "asking", "kept", "refused", "leaving")),
                name="upload_state_known",
            ),
            models.CheckConstraint(condition=Q(whose__in=WHOSE), name="upload_whose_known"),
            models.CheckConstraint(condition=Q(ground__in=GROUNDS), name="upload_ground_known"),
        ]
        indexes = [
            models.Index(fields=("store", "-id"), name="upload_of_store"),
            models.Index(fields=("state", "moved_at"), name="upload_by_state"),
            models.Index(fields=("keep_until",), name="upload_until"),
        ]


class File(models.Model):
    """One file of an upload. How much of it has come is its size on the disk."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=300)
    size = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("upload", "name"), name="file_once")]


class Report(models.Model):
    """An examination: the newest (month ""), or as it would have stood when a month ended ("2026-10")."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="reports")
    month = models.CharField(max_length=7, blank=True)
    language = models.CharField(max_length=10)
    seal = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    word = models.CharField(max_length=20)
    facts = models.JSONField()
    page = models.TextField()
    members_page = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("store", "month", "language"), name="report_once")]


class Seen(models.Model):
    """Somebody whom the newest examination saw: `labels` of the faces, `person_id` where a member confirmed one."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="seen")
    name = models.CharField(max_length=200)
    person_id = models.BigIntegerField(null=True)
    labels = models.JSONField()
    data = models.JSONField()

    class Meta:
        indexes = [
            models.Index(fields=("store", "person_id"), name="seen_person"),
            models.Index(fields=("store", "name"), name="seen_name"),
        ]


class Forgetting(models.Model):
    """Faces to be forgotten; the row goes when it is done."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="forgettings")
    labels = models.JSONField()
    asked_at = models.DateTimeField()


class InCharge(models.Model):
    """Somebody who runs the group, as an organiser said it: a face's label, or a name that the chat shows."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="in_charge")
    word = models.CharField(max_length=LONGEST_WORD)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("store", "word"), name="in_charge_once")]


class Taken(models.Model):
    """That a remedy became a deed: once, whoever presses first."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="taken")
    mark = models.CharField(max_length=60)
    deed_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("store", "mark"), name="remedy_taken_once")]
