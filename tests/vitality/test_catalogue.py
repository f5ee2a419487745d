"""The catalogue is whole, and its page says what it says."""

from closeknit.vitality.catalogue import CATALOGUE, LINKED, REMEMBERED
from closeknit.vitality.conditions import judge_conditions
from closeknit.vitality.thresholds import BEYOND_CHANCE
from tests.vitality.groups import circle, star
from tests.vitality.stories import subject

EVERY_NUMBER = set(range(1, 27))


def test_every_measure_of_the_list_is_there_once() -> None:
    assert {measure.number for measure in CATALOGUE} >= EVERY_NUMBER
    slugs = [measure.slug for measure in CATALOGUE]
    assert len(slugs) == len(set(slugs))
    numbers = [measure.number or 99 for measure in CATALOGUE]  # those beside the list stand last
    assert numbers == sorted(numbers)
    assert set(LINKED) | set(REMEMBERED) <= set(CATALOGUE)


def test_every_measure_says_its_unit_range_needs_and_source() -> None:
    for measure in CATALOGUE:
        assert measure.unit in {"share", "count", "days", "hours", "index"}
        assert measure.needs in {"T0", "T1", "T2"}
        assert measure.title
        assert measure.reading
        assert measure.source
        text = measure.compute.__doc__ or ""
        assert "In:" in text, measure.slug
        assert "ndefined" in text, measure.slug
        assert "Range" in text or "range" in text, measure.slug


def test_conditions_rest_on_measures_of_the_catalogue() -> None:
    slugs = {measure.slug for measure in CATALOGUE}
    from closeknit.vitality.catalogue import measure_all

    for lines in (circle(), star()):
        here = subject(lines)
        judged = judge_conditions(here, measure_all(here))
        assert {slug for one in judged for slug in one.measures} <= slugs
    assert BEYOND_CHANCE > 1
