"""Addresses of the house itself."""

from tests.house.access import EVERYONE, row

ROWS = [
    row("front", EVERYONE),
    row("language", EVERYONE, only="post", post={"language": "en"}, posted=302),
    row("manifest", EVERYONE),
    row("service-worker", EVERYONE),
    row("offline", EVERYONE),
    row("healthy", EVERYONE),
]
