"""Tar archives as people pack them, and as hostile people do."""

import gzip
import io
import tarfile
from pathlib import Path

import pytest
from tests.conftest import SAMPLES

from closeknit.carriers.registry import read_source
from closeknit.errors import UnreadableSource
from closeknit.records.options import ReadOptions
from closeknit.sources import open_source

LINE = SAMPLES / "line/synthetic_en_group.txt"


def packed(where: Path, *members: tuple[str, bytes | tarfile.TarInfo], mode: str = "w") -> Path:
    with tarfile.open(where, mode) as archive:
        for name, data in members:
            if isinstance(data, tarfile.TarInfo):
                archive.addfile(data)
                continue
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return where


def link(name: str, to: str, kind: bytes = tarfile.SYMTYPE) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, to
    return info


@pytest.mark.parametrize(("suffix", "mode"), [(".tar", "w"), (".tar.gz", "w:gz"), (".tgz", "w:gz")])
def test_an_export_in_a_tar_is_the_export(tmp_path: Path, suffix: str, mode: str) -> None:
    where = packed(tmp_path / f"chat{suffix}", ("./export/chat.txt", LINE.read_bytes()), ("photo.jpg", b"x"), mode=mode)
    source = open_source(where)
    assert source.is_folder
    assert source.name == "chat"
    assert [child.name for child in source.children] == ["export", "photo.jpg"]
    assert next(source.files()).path == f"{where}!/export/chat.txt"
    alone = read_source(open_source(LINE), ReadOptions()).messages
    assert read_source(source, ReadOptions()).messages["text"].to_pylist() == alone["text"].to_pylist()


def test_links_and_devices_are_left_out(tmp_path: Path) -> None:
    where = packed(
        tmp_path / "a.tar",
        ("chat.txt", LINE.read_bytes()),
        ("link.txt", link("link.txt", "/etc/passwd")),
        ("hard.txt", link("hard.txt", "chat.txt", tarfile.LNKTYPE)),
        ("pipe", link("pipe", "", tarfile.FIFOTYPE)),
        (".hidden", b"x"),
    )
    assert [child.name for child in open_source(where).children] == ["chat.txt"]


@pytest.mark.parametrize("name", ["../out.txt", "a/../../out.txt", "/etc/out.txt", "C:/out.txt", "a\\..\\..\\out.txt"])
def test_names_that_lead_out_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnreadableSource, match="outside"):
        open_source(packed(tmp_path / "a.tar", (name, b"x")))


def test_damage_is_refused_with_a_sentence(tmp_path: Path) -> None:
    whole = packed(tmp_path / "a.tar.gz", ("chat.txt", LINE.read_bytes() * 200), mode="w:gz").read_bytes()
    cut = tmp_path / "cut.tar.gz"
    cut.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UnreadableSource, match="damaged or cut off"):
        open_source(cut)
    only_links = packed(tmp_path / "links.tar", ("a", link("a", "b")))
    with pytest.raises(UnreadableSource, match="empty"):
        open_source(only_links)
    plain = packed(tmp_path / "b.tar", ("chat.txt", LINE.read_bytes() * 50)).read_bytes()
    (tmp_path / "c.tar").write_bytes(plain[: len(plain) // 2])
    with pytest.raises(UnreadableSource):
        b"".join(file.read_bytes() for file in open_source(tmp_path / "c.tar").files())


def test_a_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("closeknit.sources.tars.LARGEST", 1 << 20)
    monkeypatch.setattr("closeknit.sources.tars.RATIO", 2)
    bomb = packed(tmp_path / "bomb.tar.gz", ("zeros.txt", b"\0" * (3 << 20)), mode="w:gz")
    with pytest.raises(UnreadableSource, match="far more"):
        open_source(bomb)
    large = packed(tmp_path / "large.tar", ("zeros.txt", b"\0" * (2 << 20)))
    with pytest.raises(UnreadableSource, match="far more"):
        open_source(large)


def test_a_gzip_that_is_no_tar_stays_a_file(tmp_path: Path) -> None:
    where = tmp_path / "chat.txt.gz"
    where.write_bytes(gzip.compress(LINE.read_bytes()))
    assert not open_source(where).is_folder
