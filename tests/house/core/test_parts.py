"""Small parts of the core: money, files that people send, forms that are sent twice."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from closeknit.house.core import once, uploads
from closeknit.house.core.models import Once
from closeknit.house.core.money import Money


@pytest.mark.parametrize(
    ("typed", "currency", "minor"),
    [
        ("1,234.50", "HKD", 123450),
        ("300", "TWD", 300),
        ("1，000", "TWD", 1000),
        (" 0.5 ", "USD", 50),
        ("-3", "CNY", -300),
    ],
)
def test_money_is_read_as_it_is_typed(typed: str, currency: str, minor: int) -> None:
    assert Money.parse(typed, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("typed", "currency"),
    [("0.5", "TWD"), ("1.005", "USD"), ("1e9", "USD"), ("", "USD"), ("12元", "TWD"), ("1", "XXX")],
)
def test_what_is_no_amount_is_refused(typed: str, currency: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        Money.parse(typed, currency)


@given(st.integers(-(10**12), 10**12), st.integers(1, 97))
def test_shares_sum_to_the_whole_and_differ_by_one_at_most(minor: int, parts: int) -> None:
    shares = Money(minor, "TWD").split(parts)
    assert sum(s.minor for s in shares) == minor
    assert max(shares).minor - min(shares).minor <= 1


def test_two_currencies_do_not_add_up() -> None:
    with pytest.raises(ValueError, match="HKD and TWD"):
        Money(1, "HKD") + Money(1, "TWD")
    assert str(Money(123450, "HKD") - Money(50, "HKD")) == "HKD 1,234.00"
    assert Money(1, "TWD") * 3 <= -Money(-3, "TWD")


def sent(data: bytes, name: str = "a.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def drawn(kind: str, size: tuple[int, int] = (60, 40), **words: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **words)
    return out.getvalue()


def test_a_picture_is_drawn_anew_without_its_place() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif.get_ifd(0x8825)[1] = "N"
    taken = uploads.picture(sent(drawn("JPEG", (6000, 40), exif=exif) + b"<script>"), field="photo", edge=600)
    with Image.open(io.BytesIO(taken)) as picture:
        assert (picture.format, picture.size, dict(picture.getexif())) == ("WEBP", (4, 600), {})
    assert b"script" not in taken


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"<svg/>", drawn("PNG")[:60], drawn("GIF")])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(uploads.NotAPicture):
        uploads.picture(sent(data), field="photo")


def test_what_is_too_large_is_refused(monkeypatch) -> None:
    with pytest.raises(uploads.TooLarge):
        uploads.picture(sent(drawn("PNG")), field="photo", most_bytes=20)
    monkeypatch.setattr(uploads, "MOST_PIXELS", 100)
    with pytest.raises(uploads.TooLarge):
        uploads.picture(sent(drawn("PNG")), field="photo")


def test_contents_prove_what_they_are() -> None:
    words = {"field": "f", "most_bytes": 100, "fits": lambda head: head.startswith(b"PK")}
    assert uploads.contents(sent(b"PK\x03\x04"), **words) == b"PK\x03\x04"
    with pytest.raises(uploads.WrongKind):
        uploads.contents(sent(b"MZ", "a.zip"), **words)


def test_the_same_bytes_are_kept_once() -> None:
    name = uploads.keep(b"abc", folder="faces", suffix=".webp")
    assert uploads.keep(b"abc", folder="faces", suffix=".webp") == name
    assert uploads.fetch(name) == b"abc"
    uploads.drop(name)
    with pytest.raises(FileNotFoundError):
        uploads.fetch(name)


def test_a_form_without_a_usable_token_acts_each_time(db, now) -> None:
    acted = [once.once(token, now=now, do=lambda: "/a/") for token in ("", "", "x" * 65, "x" * 65)]
    assert (acted, Once.objects.count()) == (["/a/"] * 4, 0)


def test_tokens_differ() -> None:
    assert once.token() != once.token()
