"""What pages show of an examination, as plain values."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from closeknit.carriers.registry import load_all
from closeknit.examination import Examined
from closeknit.house.features.insights.examining.dates import day_of, moment_of
from closeknit.language import _ as said
from closeknit.records.rows import NO_TIME
from closeknit.report import member
from closeknit.report.names import Names
from closeknit.report.quotes import Quotes
from closeknit.report.summary import summary
from closeknit.report.verdict import WORD_TITLES
from closeknit.vitality.instants import DAY
from closeknit.vitality.measures.unanswered import questions
from closeknit.vitality.newcomers import in_window
from closeknit.vitality.subject import Subject

MOST_LISTED: Final = 30
WEEKS: Final = 13
_WORDS: Final = 90


def facts_of(found: Examined, owners: Mapping[str, int], zone: str) -> dict[str, Any]:
    """The verdict, the conditions, the remedies; who went quiet, who waits; how many spoke each week."""
    from closeknit import language

    with language.using(found.language):
        names = Names(found)
        people = _People(found, names, owners, zone)
        subject = found.subject
        has_window = subject.window.end > subject.window.start
        drifting = next((role for role in found.roles if role.slug == "drifting"), None)
        return {
            "title": names.title,
            "word": found.verdict.word,
            "word_title": said(WORD_TITLES[found.verdict.word]),
            "because": names.sentence(found.verdict.because),
            "from": day_of(subject.window.start, zone) if has_window else None,
            "until": day_of(subject.window.end - 1, zone) if has_window else None,
            "messages": len(subject.said),
            "active": len(subject.active),
            "coverage": subject.coverage,
            "conditions": [
                {"slug": one.slug, "title": one.title, "state": one.state, "sentence": names.sentence(one.sentence)}
                for one in found.conditions
            ],
            "remedies": [
                {
                    "slug": one.slug,
                    "title": names.sentence(one.title),
                    "text": names.sentence(one.text),
                    "paste": names.sentence(one.paste),
                    "expect": names.sentence(one.expect),
                    "look_again": one.look_again,
                    "people": [people.told(i) for i in one.people],
                }
                for one in found.remedies
            ],
            "quiet": [people.told(i) for i in (drifting.people if drifting else ())][:MOST_LISTED],
            "quiet_rule": drifting.sentence if drifting else "",
            "waiting": _waiting(found, names, people, zone),
            "weeks": _weeks(subject),
            "in_charge": {
                "ground": subject.organisers_ground if subject.organisers else "unknown",
                "people": [people.with_faces(i) for i in subject.organisers[:MOST_LISTED]],
            },
            "summary": summary(found),
            "members_text": member.summary(found),
        }


def seen(found: Examined, owners: Mapping[str, int], zone: str) -> list[dict[str, Any]]:
    """Everybody who was ever seen, with what a member may read of herself."""
    from closeknit import language

    with language.using(found.language):
        people = _People(found, Names(found), owners, zone)
        subject = found.subject
        here, width = subject.here, len(subject.rows.people)
        given = np.bincount(here.source, here.probability, minlength=width)
        got = np.bincount(here.target, here.probability, minlength=width)
        pairs = (
            np.unique(np.sort(np.stack([here.source, here.target]), axis=0), axis=1) if len(here) else np.zeros((2, 0))
        )
        with_whom = np.bincount(pairs.ravel().astype(np.int64), minlength=width)
        runs = set(subject.organisers)
        return [
            {
                **people.with_faces(i),
                "runs": i in runs,
                "said": int(subject.counts[i]),
                "gave": round(float(given[i]), 1),
                "got": round(float(got[i]), 1),
                "with": int(with_whom[i]),
            }
            for i in range(width)
        ]


class _People:
    """People of an examination as the house knows them."""

    def __init__(self, found: Examined, names: Names, owners: Mapping[str, int], zone: str) -> None:
        self.subject, self.names, self.owners, self.zone = found.subject, names, owners, zone
        subject = found.subject
        self.titles = {carrier.name: carrier.title for carrier in load_all()}
        said = np.flatnonzero(subject.is_said & (subject.rows.person >= 0) & (subject.at != NO_TIME))
        self.last = np.full(len(subject.rows.people), NO_TIME, np.int64)
        np.maximum.at(self.last, subject.rows.person[said], subject.at[said])

    def told(self, index: int) -> dict[str, Any]:
        """Name, member's id where a face is confirmed, and the day of the last word."""
        faces = self.subject.rows.people[index].faces
        owner = next((self.owners[k] for k in (f"{f.carrier}:{f.id}" for f in faces) if k in self.owners), None)
        last = int(self.last[index])
        return {
            "name": self.names.of(index),
            "id": owner,
            "last": day_of(last, self.zone) if last != NO_TIME else None,
        }

    def with_faces(self, index: int) -> dict[str, Any]:
        """The same with the faces: their labels, and as a page shows them."""
        faces = self.subject.rows.people[index].faces
        return {
            **self.told(index),
            "labels": [f"{face.carrier}:{face.id}" for face in faces],
            "faces": [f"{self.titles.get(face.carrier, face.carrier)}\u3000{face.name}" for face in faces],
        }


def _waiting(found: Examined, names: Names, people: _People, zone: str) -> list[dict[str, Any]]:
    """The latest questions and first words that nobody answered, the last word of each person, the newest first."""
    subject = found.subject
    asked = questions(subject)
    fresh = in_window(subject, subject.arrivals)
    hello = fresh.spoke[fresh.spoke >= 0]
    rows = np.unique(np.r_[asked, hello]).astype(np.int64)
    rows = rows[(subject.answered[rows] < 0.5) & (subject.rows.person[rows] >= 0) & (subject.at[rows] != NO_TIME)]
    rows = rows[subject.at[rows] >= subject.window.end - 30 * DAY]
    rows = rows[np.argsort(-subject.at[rows], kind="stable")]
    quotes, listed, whose = Quotes(subject, names), [], set()
    for row in rows.tolist():
        person = int(subject.rows.person[row])
        if person in whose:
            continue
        whose.add(person)
        words = quotes.one(row, "").words
        listed.append(
            {
                **people.told(person),
                "words": words[:_WORDS] + ("…" if len(words) > _WORDS else ""),
                "at": moment_of(int(subject.at[row]), zone).date().isoformat(),
                "is_new": bool(np.isin(row, hello)),
            }
        )
        if len(listed) == MOST_LISTED:
            break
    return listed


def _weeks(subject: Subject) -> list[int]:
    """People who spoke in each of the last weeks up to the end of the window, the oldest first."""
    if subject.window.end <= subject.window.start:
        return []
    counts = []
    for back in range(WEEKS, 0, -1):
        low, high = subject.window.end - back * 7 * DAY, subject.window.end - (back - 1) * 7 * DAY
        inside = subject.is_said & (subject.at >= low) & (subject.at < high) & (subject.rows.person >= 0)
        counts.append(len(np.unique(subject.rows.person[inside])))
    return counts
