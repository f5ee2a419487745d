"""The poster says who we are and where the gate is."""

from tests.house.api.programs import adopt


def test_a_poster_tells_the_need_and_the_way(world) -> None:
    adopt(world)
    told = world.client("member").get(f"/c/{world.slug}/gate/poster/").content.decode()
    assert "<svg" in told
    assert "每週一起讀完一本書" in told
    assert f"/c/{world.slug}/gate/</bdi>" in told
