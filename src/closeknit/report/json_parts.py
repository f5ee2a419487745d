"""The parts of examination.json beside measures, conditions and remedies."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from closeknit.report.names import one_line

if TYPE_CHECKING:
    from closeknit.report.names import Names
    from closeknit.vitality.comparison import Again
    from closeknit.vitality.findings import Evidence, Examination

LISTED: Final = 200
"""Conversations that are listed, the latest first; all are counted."""

Instants = Callable[[int], str | None]


def share(value: float | None) -> float | None:
    """Six digits, which floats on different machines agree on."""
    return None if value is None else float(f"{value:.6g}")


def dimensions(found: "Examination", names: "Names", evidence: "Callable[[Evidence], dict[str, Any]]") -> list[Any]:
    """The eight dimensions."""
    return [
        {
            "slug": one.slug,
            "title": one.title,
            "selling": one.selling,
            "community": one.community,
            "place": one.place,
            "sentence": names.sentence(one.sentence),
            "evidence": [evidence(piece) for piece in one.evidence],
        }
        for one in found.dimensions
    ]


def failures(found: "Examination", names: "Names", evidence: "Callable[[Evidence], dict[str, Any]]") -> list[Any]:
    """The reasons for which groups fail, and whether each was seen."""
    return [
        {
            "slug": one.slug,
            "title": one.title,
            "state": one.state,
            "by_proxy": one.by_proxy,
            "sentence": names.sentence(one.sentence),
            "evidence": [evidence(piece) for piece in one.evidence],
        }
        for one in found.failures
    ]


def roles(found: "Examination", names: "Names") -> list[Any]:
    """Who is who."""
    return [
        {
            "slug": one.slug,
            "title": one.title,
            "people": names.all_of(one.people),
            "ground": one.ground,
            "sentence": names.sentence(one.sentence),
            "why": names.sentence(one.why),
        }
        for one in found.roles
    ]


def circles(found: "Examination", names: "Names") -> dict[str, Any]:
    """Who keeps to whom."""
    told = found.circles
    return {
        "state": told.state,
        "people": told.people,
        "ties": told.ties,
        "held": share(told.held),
        "chance": share(told.chance),
        "circles": [
            {"people": names.all_of(one.people), "inside": share(one.inside), "weight": share(one.weight)}
            for one in told.circles
        ],
        "bridges": [
            {"between": [one.first, one.second], "weight": share(one.weight), "people": names.all_of(one.people)}
            for one in told.bridges
        ],
    }


def change(found: "Examination", names: "Names", instant: Instants) -> dict[str, Any]:
    """What changed, and when."""
    told = found.change
    return {
        "quarters": [
            {
                "from": instant(one.start), "until": instant(one.end), "messages": one.messages, "people": one.people,
                "came": one.came, "stayed": one.stayed,
            }
            for one in told.quarters
        ],
        "turns": [
            {
                "at": instant(one.at), "before": share(one.before), "after": share(one.after),
                "people": names.all_of(one.people), "gone": names.all_of(one.gone), "new": names.all_of(one.new),
            }
            for one in told.turns
        ],
        "cohorts": [
            {
                "from": instant(one.start), "until": instant(one.end), "people": names.all_of(one.people),
                "spoke": one.spoke, "answered": one.answered, "again": one.again, "still": one.still,
                "is_open": one.is_open,
            }
            for one in told.cohorts
        ],
        "answered": {"again": told.answered.again, "n": told.answered.n},
        "unanswered": {"again": told.unanswered.again, "n": told.unanswered.n},
        "survived": {"share": share(told.survived.share), "n": told.survived.n} if told.survived else None,
        "survived_before": (
            {"share": share(told.survived_before.share), "n": told.survived_before.n} if told.survived_before else None
        ),
    }  # fmt: skip


def drill(found: "Examination", names: "Names") -> dict[str, Any]:
    """The tool-loss drill."""
    told = found.drill
    without = told.without
    hide = names.hidden and told.kind == "chat"
    return {
        "kind": told.kind,
        "known_outside": told.known_outside,
        "losses": [
            {
                "place": "" if hide else one_line(loss.place, 80),
                "people": loss.people,
                "reached": [
                    {
                        "person": names.of(one.person),
                        "through": names.all_of(one.through),
                        "places": [] if hide else [one_line(place, 80) for place in one.places],
                    }
                    for one in loss.reached
                ],
                "together": loss.together,
                "lost": names.all_of(loss.lost),
            }
            for loss in told.losses
        ],
        "without": None
        if without is None
        else {
            "people": names.all_of(without.people),
            "remaining": share(without.remaining),
            "two_way": share(without.two_way),
            "connected": without.connected,
            "others": without.others,
            "deep": without.deep,
            "all_deep": without.all_deep,
        },
    }


def conversations(found: "Examination", names: "Names", instant: Instants) -> dict[str, Any]:
    """How many conversations were opened and taken up, and the latest of them."""
    talks, rows = found.talks, found.subject.rows
    listed = []
    for number in talks.latest(LISTED):
        talk = talks.talk(number)
        listed.append(
            {
                "opened_by": names.of(talk.opened_by),
                "from": instant(int(rows.at[talk.rows[0]])),
                "until": instant(int(rows.at[talk.rows[-1]])),
                "people": names.all_of(talk.people),
                "messages": len(talk.rows),
                "answered": talk.answered,
                "sureness": share(talk.sureness),
                "rows": list(talk.rows),
            }
        )
    return {"opened": talks.opened, "taken_up": talks.taken_up, "shared": len(talks), "latest": listed}


def again(found: "Examination", names: "Names", instant: Instants) -> dict[str, Any] | None:
    """What moved since the last examination, null where none was given."""
    told: Again | None = found.extra.get("again")
    if told is None:
        return None
    return {
        "since": instant(told.since) if told.since is not None else None,
        "new_messages": told.new,
        "word_before": told.word_before,
        "word_after": told.word_after,
        "remedies": [
            {
                "slug": one.slug, "title": "" if names.hidden else names.sentence(one.title),
                "looked_for": one.kind or None, "state": one.state, "done": one.done, "of": one.of,
            }
            for one in told.done
        ],
        "conditions": [{"slug": one.slug, "before": one.before, "after": one.after} for one in told.shifted],
        "measures": [
            {"slug": one.slug, "before": share(one.before), "n_before": one.n_before, "after": share(one.after),
             "n_after": one.n_after}
            for one in told.moved
        ],
    }  # fmt: skip
