"""What a user may point at, good and bad."""

import contextlib
import gzip
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeknit.errors import UnreadableSource
from closeknit.sources import archives, open_pasted, open_source
from closeknit.sources import source as source_module
from closeknit.sources.encoding import detect_encoding
from closeknit.sources.entries import cut_entries
from closeknit.sources.source import of_bytes

CHAT = "2024-01-05 15:04 張三：大家好，這週六下午在圖書館見\n2024-01-05 15:05 李四：好的，我會帶書來\n"
SIMPLE = "2024-01-05 15:04 张三：大家好，这周六下午在图书馆见\n2024-01-05 15:05 李四：好的，我会带书来\n"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "big5", "gb18030"])
def test_text_is_read_in_its_encoding(codec: str) -> None:
    text = SIMPLE if codec == "gb18030" else CHAT
    assert of_bytes("x", "x", text.encode(codec)).read_text() == text


def test_windows_line_ends_and_old_mac_ones_become_one_kind() -> None:
    assert of_bytes("x", "x", b"a\r\nb\rc\n").read_text() == "a\nb\nc\n"


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 4, b"%PDF-1.7\n\xd0\xd4\xc5\xd8\x00\x00", b"\x89PNG\r\n\x1a\n\x00\x00"]
)
def test_what_is_no_text_has_no_encoding(data: bytes) -> None:
    assert detect_encoding(data, whole=True) is None


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1), st.integers(1, 7))
def test_law_utf8_is_read_back_wherever_it_is_cut(text: str, size: int) -> None:
    source = of_bytes("x", "x", text.encode())
    assert "".join(source.text_blocks(size)) == text.removeprefix("\ufeff")


def test_a_line_without_end_is_refused_before_it_fills_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_module, "LONGEST_LINE", 1000)
    with pytest.raises(UnreadableSource, match="line of more than"):
        list(of_bytes("x", "x", b"a" * 5000).text_blocks(100))


@pytest.mark.parametrize("where", ["nowhere.txt", "leer.txt"])
def test_what_is_not_there_or_empty_is_refused(tmp_path: Path, where: str) -> None:
    (tmp_path / "leer.txt").touch()
    with pytest.raises(UnreadableSource) as refused:
        open_source(tmp_path / where)
    assert refused.value.hint


def test_nothing_pasted_is_refused() -> None:
    with pytest.raises(UnreadableSource):
        open_pasted(b" \n")


def test_gzip_is_read_in_place(tmp_path: Path) -> None:
    (tmp_path / "chat.txt.gz").write_bytes(gzip.compress(CHAT.encode()))
    source = open_source(tmp_path / "chat.txt.gz")
    assert (source.name, source.read_text()) == ("chat.txt", CHAT)


def test_a_gzip_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    (tmp_path / "chat.txt.gz").write_bytes(gzip.compress(CHAT.encode())[:-12])
    with pytest.raises(UnreadableSource, match="damaged or cut off"):
        open_source(tmp_path / "chat.txt.gz").read_text()


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_a_zip_is_a_folder_with_names_of_its_own(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "e.zip", {"群/聊天.txt": CHAT.encode(), "a.txt": b"a", "__MACOSX/x": b"x", ".hidden": b"x"}
    )
    source = open_source(path)
    assert [f.path for f in source.files()] == [f"{path}!/a.txt", f"{path}!/群/聊天.txt"]
    folder = source.child("群")
    assert folder is not None
    assert folder.children[0].read_text() == CHAT


def test_names_that_chinese_windows_wrote_are_read(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("AB3456.txt", b"x")
    raw = data.getvalue().replace(b"AB3456.txt", "读书群".encode("gb18030") + b".txt")
    (tmp_path / "e.zip").write_bytes(raw)
    assert [f.name for f in open_source(tmp_path / "e.zip").files()] == ["读书群.txt"]


@pytest.mark.parametrize("name", ["../evil.txt", "/etc/evil.txt", "a/../../evil.txt", "C:\\evil.txt", "..\\evil.txt"])
def test_a_zip_that_reaches_outside_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnreadableSource, match="outside"):
        open_source(zipped(tmp_path / "e.zip", {name: b"x"}))


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match="far more"):
        open_source(zipped(tmp_path / "e.zip", {"_chat.txt": b"a" * (120 << 20)}))


@pytest.mark.parametrize("data", [b"PK\x05\x06" + b"\x00" * 18, b"PK\x03\x04 nothing more"])
def test_an_empty_or_damaged_zip_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "e.zip").write_bytes(data)
    with pytest.raises(UnreadableSource):
        open_source(tmp_path / "e.zip")


@given(st.data())
def test_law_a_zip_with_wrong_bytes_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = zipped(tmp_path_factory.mktemp("zip") / "e.zip", {"_chat.txt": CHAT.encode() * 9, "a/b.json": b"{}"})
    raw = bytearray(path.read_bytes())
    for at in data.draw(st.lists(st.integers(0, len(raw) - 1), min_size=1, max_size=4)):
        raw[at] ^= data.draw(st.integers(1, 255))
    path.write_bytes(raw)
    with contextlib.suppress(UnreadableSource):  # and nothing else
        for child in open_source(path).children:
            child.head_text  # noqa: B018  (a damaged name may make it a folder of folders)
            if not child.is_folder:
                child.read_text()


def test_archives_in_an_archive_are_folders_in_it(tmp_path: Path) -> None:
    """Somebody puts the exports of several chats, each a zip, into one zip to send them."""
    for packing in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        inner, deepest = tmp_path / "群.zip", tmp_path / "舊.zip"
        zipped(deepest, {"_chat.txt": b"x"})
        zipped(inner, {"_chat.txt": CHAT.encode(), "a/舊.zip": deepest.read_bytes()})
        with zipfile.ZipFile(tmp_path / "all.zip", "w", packing) as archive:
            archive.write(inner, "chats/群.zip")
        source = open_source(tmp_path / "all.zip")
        place = f"{source.path}!/chats/群.zip!"
        assert [f.path for f in source.files()] == [f"{place}/_chat.txt", f"{place}/a/舊.zip"]
        folder = source.children[0].children[0]
        assert (folder.name, folder.children[0].read_text()) == ("群", CHAT)


def test_archives_in_an_archive_may_not_fill_the_disk_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = zipped(tmp_path / "in.zip", {"_chat.txt": CHAT.encode(), "a": bytes(9000)}).read_bytes()
    path = zipped(tmp_path / "all.zip", {f"{n}.zip": inner for n in range(9)})
    assert len(open_source(path).children) == 9
    monkeypatch.setattr(archives, "LARGEST", 8 * len(inner))
    with pytest.raises(UnreadableSource, match="far more"):
        open_source(path)


def test_an_archive_among_others_refuses_itself_alone(tmp_path: Path) -> None:
    """A locked homework that somebody sent into the group lies beside the chat."""
    for name, data in {"chat.txt": b"a", "cut.zip": b"PK\x03\x04 no more"}.items():
        (tmp_path / name).write_bytes(data)
    zipped(tmp_path / "out.zip", {"../x": b"x"})
    zipped(tmp_path / "all.zip", {file.name: file.read_bytes() for file in tmp_path.iterdir()})
    for source in (open_source(tmp_path), open_source(tmp_path / "all.zip")):
        found = {file.name: file for file in source.children}
        assert found["chat.txt"].head_text == "a"
        for name in ("cut.zip", "out.zip"):
            assert found[name].head_text == ""
            assert found[name].refusal is not None


def test_a_file_that_may_not_be_read_refuses_itself_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open

    def guarded(path: Path, *args: Any, **words: Any) -> Any:
        if path.name == "kept.txt":
            raise PermissionError(13, "Permission denied")
        return opened(path, *args, **words)

    for name in ("chat.txt", "kept.txt"):
        (tmp_path / name).write_text(CHAT)
    monkeypatch.setattr(Path, "open", guarded)
    kept, chat = sorted(open_source(tmp_path).children, key=lambda child: bool(child.head_text))
    assert "Permission denied" in kept.refusal.message
    assert chat.refusal is None


def test_hidden_files_and_old_reports_in_a_folder_are_left_out(tmp_path: Path) -> None:
    for name in (".DS_Store", "closeknit-report/report.html", "b.txt", "a.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [c.name for c in open_source(tmp_path).children] == ["a.txt", "b.txt"]


HEADER = re.compile(r"^\[(\d+)\] ", re.MULTILINE)


@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=9), max_size=9),
    st.integers(1, 30),
)
def test_law_entries_are_whole_wherever_blocks_end(bodies: list[str], size: int) -> None:
    bodies = [b.replace("[", "") for b in bodies]
    data = "head\n" + "".join(f"[{i}] {body}\nmore {i}\n" for i, body in enumerate(bodies))
    source = of_bytes("x", "x", data.encode())
    blocks = list(source.text_blocks(size))
    source.text_blocks = lambda *_size: iter(blocks)  # type: ignore[method-assign]
    found, seen = [], ""
    for entries in cut_entries(source, HEADER):
        assert entries.line == seen.count("\n") + 1
        assert entries.lines == [2 + 2 * (len(found) + i) for i in range(len(entries))]
        assert entries.before == ("" if found else "head\n" if entries.text.startswith("head") else "")
        found += entries.bodies
        seen += entries.text
    assert seen == data
    assert found == [f"{body}\nmore {i}\n" for i, body in enumerate(bodies)]


def test_a_byte_that_is_broken_costs_a_character_and_not_the_file() -> None:
    good = (CHAT * 10).encode()
    assert detect_encoding(good[:40] + b"\xff" + good[40:], whole=True) == "utf-8"
    assert detect_encoding(good + "你".encode()[:2], whole=True) == "utf-8"


def test_western_words_of_an_old_spreadsheet() -> None:
    text = "Datum;Absender;Nachricht\n05.01.2024;Jörg;Grüße aus Köln – bis später\n06.01.2024;Zoé;ça va « très » bien\n"
    assert detect_encoding(text.encode("cp1252"), whole=True) == "cp1252"


OTHERS = {
    "cp949": "2024-01-05 15:04 민준 : 토요일에 시간 있어요?\n2024-01-05 15:05 서연 : 네, 오후 세 시에 봐요!\n",
    "cp932": "2024/01/05 15:04 太郎：土曜日は空いていますか？\n2024/01/05 15:05 花子：はい、三時に図書館で。\n",
    "cp1251": "05.01.2024 15:04 Иван: Кто придёт в субботу?\n05.01.2024 15:05 Анна: Я приду, в три часа.\n",
}


@pytest.mark.parametrize("codec", [*OTHERS, "koi8-r"])
def test_what_neighbours_wrote_before(codec: str) -> None:
    text = OTHERS["cp1251" if codec == "koi8-r" else codec]
    assert of_bytes("x", "x", text.encode(codec)).read_text() == text
    for whole in range(len(text.encode(codec)) // 2, len(text.encode(codec))):
        assert detect_encoding(text.encode(codec)[:whole], whole=False) == codec


@pytest.mark.parametrize(
    ("codec", "text"), [("gb18030", SIMPLE), ("big5", CHAT), ("cp1252", "ça va très bien, à demain près de l'école\n")]
)
def test_the_encodings_of_neighbours_take_nothing_from_ours(codec: str, text: str) -> None:
    assert detect_encoding(text.encode(codec), whole=True) == codec
