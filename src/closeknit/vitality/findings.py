"""What an examination finds: typed values that every report is made of, in the language in force."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from closeknit.records.history import History
    from closeknit.vitality.change import Change
    from closeknit.vitality.circles import Circles
    from closeknit.vitality.drill import Drill
    from closeknit.vitality.subject import Subject
    from closeknit.vitality.talks import Talks

STATES: Final = ("holds", "partly", "missing", "cannot-tell")
WORDS: Final = ("community", "becoming-one", "group", "broadcast", "silent", "cannot-tell")

PLACES: Final = ("far-selling", "selling", "between", "community", "far-community", "not-visible")
"""Where a group stands on a dimension between selling at people and a community that also earns: at an end, leaning to
it, or between the two.
"""

SIGHTINGS: Final = ("seen", "partly", "not-seen", "cannot-tell")
"""Whether one of the reasons for which groups fail was seen."""

ROLES: Final = (
    "organisers", "content", "answers", "hosting", "welcoming", "connecting", "newcomers", "regulars", "drifting",
    "silent", "relays", "bots", "mass-senders",
)  # fmt: skip
"""Who is who, in the order of reports: those in charge, the backbone by function, where members stand, no persons."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The value of a measure, or None and `why` it cannot be known from this.

    `n` events or people it rests on; `coverage` share 0–1 of the window's days with data (None without
    times); `inferred` share 0–1 of the weight that rests on inferred answers (None where none enters);
    `past` the same measure over the group's own earlier periods (the median of three or more), or None;
    `if_sure` the value when only links of at least 0.5, 0.7 and 0.9 count, where any are inferred.
    """

    value: float | None
    n: int
    coverage: float | None = None
    why: str = ""
    inferred: float | None = None
    past: float | None = None
    if_sure: tuple[float | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """What a measure is. `title`, `reading` ("of the answers pass between members") and `why` are marked for
    translation; `unit` is one of "share", "count", "days", "hours", "index"; `low` and `high` bound the value
    (None: unbounded); `needs` is the tier T0, T1 or T2; `source` cites exactly; `number` is PRACTICE.md's.
    """

    number: int
    slug: str
    title: str
    reading: str
    unit: str
    low: float | None
    high: float | None
    needs: str
    source: str
    compute: "Callable[[Subject], Measured]"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing to look at. `rows` are rows of the subject (a message; an answer and what it answers: two),
    `people` indices into its people, `note` a sentence; `against` where it speaks against the state given;
    `probability` of the link shown where it is inferred, None where explicit or no link.
    """

    rows: tuple[int, ...] = ()
    people: tuple[int, ...] = ()
    note: str = ""
    against: bool = False
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """One condition judged: `number` of PRACTICE.md, `state` of STATES, `sentence` what was found in one or
    two sentences, `measures` slugs of the measures it rests on, `evidence` up to three pieces (`all_shown`
    where there are no more), `change` what would change the judgement; `confidence` in words how sure this is
    and why; `looked_for` the signs that were looked for.
    """

    number: int
    slug: str
    title: str
    state: str
    sentence: str
    measures: tuple[str, ...]
    evidence: tuple[Evidence, ...] = ()
    all_shown: bool = False
    change: str = ""
    confidence: str = ""
    looked_for: str = ""


@dataclass(frozen=True, slots=True)
class Dimension:
    """One of the eight dimensions between selling at people (微商) and a community that also earns (社群營銷).

    `place` of PLACES; `selling` and `community` say what either end looks like; `sentence` what was found, or, for
    "not-visible", why a chat does not show it.
    """

    slug: str
    title: str
    selling: str
    community: str
    place: str
    sentence: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Role:
    """Those who stand in one role: `slug` of ROLES, `people` the first in it first, indices into the people.

    `ground` says how they were found: "told", "roles" (by what only those in charge can do) or "inferred" (from
    deeds in the history); `sentence` states the rule. A role that nobody stands in has no people and stays in the
    list; `why` then says why nobody can be named, "" where truly nobody is. `total` is how many there are where more
    than are listed.
    """

    slug: str
    title: str
    people: tuple[int, ...]
    ground: str
    sentence: str
    why: str = ""
    total: int = 0


@dataclass(frozen=True, slots=True)
class Failure:
    """One of the reasons for which groups fail: `state` of SIGHTINGS, `sentence` what was seen, or what is missing
    to see it; `by_proxy` where only a stand-in for it can be seen (nobody's mute switch is in a history).
    """

    slug: str
    title: str
    state: str
    sentence: str
    by_proxy: bool = False
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The word (of WORDS), why in one paragraph, and the slugs of the conditions that decided it."""

    word: str
    because: str
    decided_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Remedy:
    """A deed for this week: `title` names people, `text` says why; `people` and `rows` lead to what caused
    it; `condition` is what it mends; `paste` a text in the group's language, "" where none fits; `expect` the sign
    by which one sees that it worked, `look_again` in how many days to look for it (0: not said).
    """

    slug: str
    title: str
    text: str
    condition: str
    people: tuple[int, ...] = ()
    rows: tuple[int, ...] = ()
    paste: str = ""
    expect: str = ""
    look_again: int = 0


@dataclass(frozen=True)
class Examination:
    """The whole result. `measures` maps a slug to its value; `title` is the group's name. `remedies` are this week's,
    `further` those for later: for every condition that is missing and that this week's do not mend.

    `to_dict` gives what `examination.json` holds; `to_networkx` the fabric; a notebook shows the summary.
    """

    title: str
    history: "History"
    subject: "Subject"
    measures: dict[str, Measured]
    conditions: tuple[Judged, ...]
    verdict: Verdict
    remedies: tuple[Remedy, ...]
    notes: tuple[str, ...] = ()
    language: str = "en"
    extra: dict[str, Any] = field(default_factory=dict)
    zone_told: bool = False
    dimensions: tuple[Dimension, ...] = ()
    roles: tuple[Role, ...] = ()
    failures: tuple[Failure, ...] = ()
    further: tuple[Remedy, ...] = ()

    @cached_property
    def circles(self) -> "Circles":
        """Who keeps to whom."""
        return self.subject.circles

    @cached_property
    def change(self) -> "Change":
        """What changed, and when."""
        from closeknit.vitality.change import find_change

        return find_change(self.subject)

    @cached_property
    def drill(self) -> "Drill":
        """What is left when the tool is gone."""
        from closeknit.vitality.drill import find_drill

        return find_drill(self.subject)

    @cached_property
    def talks(self) -> "Talks":
        """The conversations of the window."""
        from closeknit.vitality.talks import find_talks

        return find_talks(self.subject)
