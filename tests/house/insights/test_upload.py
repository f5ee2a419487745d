"""An upload through the plain form, to the report."""

from tests.house.insights.conftest import EXPORT


def test_a_history_becomes_a_report(world, send, organiser, member) -> None:
    number = send((EXPORT.name, EXPORT.read_bytes()))
    shown = organiser.get(f"/c/{world.slug}/insights/uploads/{number}/").content.decode()
    assert "1236" in shown
    for path in ("", "report/", "months/", "uploads/", "people/", "uploads/new/"):
        for who in (organiser, member):
            answer = who.get(f"/c/{world.slug}/insights/{path}")
            assert answer.status_code in {200, 404}, path
    assert "林白露" in organiser.get(f"/c/{world.slug}/insights/report/").content.decode()
