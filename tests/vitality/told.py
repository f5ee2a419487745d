"""One condition of one story: what the stories of conditions share."""

from collections.abc import Sequence

from closeknit.vitality.catalogue import measure_all
from closeknit.vitality.conditions import judge_conditions
from closeknit.vitality.findings import Judged
from closeknit.vitality.subject import Subject
from tests.vitality.groups import circle
from tests.vitality.stories import subject

LIVING = circle(evenings=130)
"""Eight members, 成員00 to 成員07, who talk to and fro every evening from January to May."""

MEMBERS = [f"成員{i:02d}" for i in range(8)]


def told(lines: Sequence[str], slug: str, **more: object) -> Judged:
    """The condition as it is judged of these lines, put in order by their time."""
    return of(subject(sorted(lines, key=lambda line: line[:11]), **more), slug)  # type: ignore[arg-type]


def of(found: Subject, slug: str) -> Judged:
    """The condition of this name."""
    return next(one for one in judge_conditions(found, measure_all(found)) if one.slug == slug)
