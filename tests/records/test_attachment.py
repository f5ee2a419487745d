"""Files tell the kind of their message."""

import pytest

from closeknit.records.attachment import kind_of_file


@pytest.mark.parametrize(
    ("name", "media_type", "kind"),
    [
        ("IMG-20240105-WA0001.jpg", "", "image"),
        ("PTT-20240105-WA0002.OPUS", "", "voice"),
        ("https://cdn.example.invalid/a/b.MP4?ex=1.txt#x", "", "video"),
        ("card.vcf", "", "contact"),
        ("名单.xlsx", "", "file"),
        ("without-suffix", "", "file"),
        ("", "", "file"),
        ("blob", "image/png", "image"),
        ("song.bin", "audio/mpeg", "voice"),
        ("a.png", "application/octet-stream", "image"),
    ],
)
def test_kind_of_file(name: str, media_type: str, kind: str) -> None:
    assert kind_of_file(name, media_type) == kind
