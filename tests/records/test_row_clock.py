"""Single rows may have a clock of their own."""

from zoneinfo import ZoneInfo

from closeknit.records.builder import MessageBuilder
from closeknit.records.options import ReadOptions

NOON = 1_704_456_000_000_000


def test_an_instant_among_wall_times() -> None:
    builder = MessageBuilder("csv", "a.csv", ReadOptions(ZoneInfo("Asia/Taipei")), wall=True)
    builder.add(time=NOON + 8 * 3_600_000_000)
    builder.add(time=NOON, instant=True, precision="millisecond")
    builder.add(time=None)
    table = builder.finish().messages
    assert table["sent_at"].cast("int64").to_pylist() == [NOON, NOON, None]
    assert table["zone"].to_pylist() == ["assumed", "written", None]
    assert table["time_precision"].to_pylist() == ["second", "millisecond", None]
