"""The gate and those who came to it."""

from django.db import models
from django.db.models import Q

from closeknit.house.core.questions import KINDS
from closeknit.house.features.admission.rules import LONGEST_NAME, OPEN, REASONS, STATES, TOOLS

_COMMUNITY = {"on_delete": models.CASCADE, "related_name": "+"}


class Gate(models.Model):
    """How one community lets people in; where there is no row the defaults hold."""

    community = models.OneToOneField("communities.Community", primary_key=True, **_COMMUNITY)
    is_open = models.BooleanField(default=True)
    asks_vouches = models.BooleanField(default=True)
    votes_needed = models.PositiveSmallIntegerField(default=1)
    places = models.PositiveIntegerField(null=True)
    """How many members there may be; beyond it those who are admitted wait."""
    words = models.TextField(blank=True)
    """What the organisers say above the questions."""
    revision = models.PositiveIntegerField(default=0)
    """Raised to hold the row while places are counted."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(votes_needed__gte=1, votes_needed__lte=9), name="gate_votes_sensible"),
            models.CheckConstraint(condition=Q(places__isnull=True) | Q(places__gte=1), name="gate_places_sensible"),
        ]


class Question(models.Model):
    """A question that the organisers ask; without any, those of the charter's template are asked."""

    community = models.ForeignKey("communities.Community", **_COMMUNITY)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8)
    text = models.CharField(max_length=300)
    options = models.JSONField(default=list)
    fits = models.JSONField(default=list)
    least = models.PositiveIntegerField(null=True)
    wanted = models.CharField(max_length=3, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="question_kind_known"),
            models.CheckConstraint(condition=Q(wanted__in=("", "yes", "no")), name="question_wanted_known"),
        ]
        indexes = [models.Index(fields=("community", "position"), name="question_order")]


class Application(models.Model):
    """One person who knocked, once; kept with its answers as they were asked, and with what became of it."""

    community = models.ForeignKey("communities.Community", **_COMMUNITY)
    person_id = models.BigIntegerField(null=True)
    """Known when she was signed in, and from her admission on."""
    name = models.CharField(max_length=LONGEST_NAME, blank=True)
    email = models.EmailField(blank=True)
    address_key = models.CharField(max_length=64, blank=True)
    """What finds the address again after it was forgotten, and tells nobody what it was."""
    language = models.CharField(max_length=10)
    gate_address = models.CharField(max_length=300)
    """The gate's whole address as she saw it, for the letters that follow without a request."""
    gate_name = models.CharField(max_length=80)
    answers = models.JSONField(default=list)
    """[{text, answer, fits}] in the order of asking; fits is true, false or null."""
    invitation_id = models.BigIntegerField(null=True)
    inviter_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=9, default="waiting")
    knocked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=12, blank=True)
    told = models.TextField(blank=True)
    """What a refused person was told."""
    again_on = models.DateField(null=True)
    forgotten_at = models.DateTimeField(null=True)
    host_id = models.BigIntegerField(null=True)
    letter_digest = models.CharField(max_length=64, blank=True)
    letter_until = models.DateTimeField(null=True)
    entered_at = models.DateTimeField(null=True)
    introduced_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)
    """Raised to hold the row while votes and vouches are counted."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="application_state_known"),
            models.CheckConstraint(condition=Q(reason__in=("", *REASONS)), name="application_reason_known"),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at__isnull=True)
                | (~Q(state="waiting") & Q(decided_at__isnull=False)),
                name="application_decided_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="admitted") | Q(person_id__isnull=False), name="application_admitted_is_somebody"
            ),
            models.UniqueConstraint(
                fields=("community", "address_key"), condition=Q(state__in=OPEN) & ~Q(address_key=""),
                name="application_open_once_by_address",
            ),
            models.UniqueConstraint(
                fields=("community", "person_id"), condition=Q(state__in=OPEN, person_id__isnull=False),
                name="application_open_once_by_person",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=("community", "state", "knocked_at"), name="application_queue"),
            models.Index(fields=("community", "person_id"), name="application_of_person"),
            models.Index(fields=("community", "address_key"), name="application_of_address"),
            models.Index(fields=("letter_digest",), name="application_letter"),
            models.Index(fields=("community", "host_id", "decided_at"), name="application_of_host"),
        ]


class Vouch(models.Model):
    """A member says that she knows the applicant, or answers for her."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="vouches")
    person_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("application", "person_id"), name="vouch_once")]


class Vote(models.Model):
    """A reviewer's word; the last one counts, as long as nothing is decided."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="votes")
    person_id = models.BigIntegerField()
    yes = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("application", "person_id"), name="vote_once")]


class Invitation(models.Model):
    """A link for one person. Its token is signed from id and nonce, so that the inviter can see it again."""

    community = models.ForeignKey("communities.Community", **_COMMUNITY)
    inviter_id = models.BigIntegerField()
    label = models.CharField(max_length=LONGEST_NAME, blank=True)
    nonce = models.CharField(max_length=24)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    state = models.CharField(max_length=9, default="open")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=("open", "used", "withdrawn")), name="invitation_state_known"),
            models.CheckConstraint(
                condition=Q(state="open", ended_at__isnull=True) | (~Q(state="open") & Q(ended_at__isnull=False)),
                name="invitation_ended_has_its_time",
            ),
        ]
        indexes = [models.Index(fields=("community", "inviter_id", "state"), name="invitation_of_member")]


class Passage(models.Model):
    """Today's way into a chat tool's group: a link or a picture of its code, until it expires."""

    community = models.ForeignKey("communities.Community", **_COMMUNITY)
    tool = models.CharField(max_length=12)
    name = models.CharField(max_length=60, blank=True)
    link = models.CharField(max_length=500, blank=True)
    picture = models.CharField(max_length=120, blank=True)
    set_at = models.DateTimeField()
    set_by_id = models.BigIntegerField(null=True)
    expires_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("community", "tool"), name="passage_one_a_tool"),
            models.CheckConstraint(condition=Q(tool__in=TOOLS), name="passage_tool_known"),
            models.CheckConstraint(condition=~Q(link="", picture=""), name="passage_leads_somewhere"),
        ]
