"""Small JSON files, read whole."""

import codecs

import pytest

from closeknit.errors import UnreadableSource
from closeknit.sources.json_values import json_value
from closeknit.sources.source import of_bytes


@pytest.mark.parametrize(
    "data", ['{"名": 1}'.encode(), codecs.BOM_UTF8 + '{"名": "1"}'.encode(), '{"名":\n1}'.encode("utf-16")]
)
def test_a_value_in_any_encoding(data: bytes) -> None:
    assert json_value(of_bytes("a.json", "a.json", data), dict[str, int]) == {"名": 1}


@pytest.mark.parametrize("data", [b"", b"{", b"[1]", b'{"a": "x"}', b"\x00\xff\xfe\x00\x01\x02", b"[" * 100_000])
def test_what_is_none_is_refused_with_a_hint(data: bytes) -> None:
    with pytest.raises(UnreadableSource) as refusal:
        json_value(of_bytes("a.json", "a.json", data), dict[str, int])
    assert "a.json" in refusal.value.message
    assert refusal.value.hint
