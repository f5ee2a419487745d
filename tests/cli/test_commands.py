"""What each command prints, and what it is for."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import SAMPLES

from closeknit.cli.main import COMMANDS
from closeknit.language import LANGUAGES

Run = Callable[..., Any]


def test_the_language_may_stand_after_every_command(closeknit: Run) -> None:
    for name in COMMANDS:
        ended = closeknit(name, "--lang", "zh-Hant", "--help")
        assert ended.code == 0, name
        assert ended.out.startswith("用法"), name


def test_help_is_there_for_every_command(closeknit: Run) -> None:
    for name in COMMANDS:
        assert closeknit(name, "--help").code == 0


@pytest.mark.parametrize("group", ["archive", "people", "house"])
def test_a_list_of_commands_in_chinese_is_cut_at_sentences(closeknit: Run, group: str) -> None:
    assert "..." not in closeknit("--lang", "zh-Hant", group, "--help").out


@pytest.mark.parametrize(
    "words",
    ["", "examin", "examine", "examine x --foo", "examine x --inference slow", "examine x --for",
     "archive show a b", "examine --organisr A"],
)  # fmt: skip
def test_the_parser_s_own_words_are_translated_too(closeknit: Run, words: str) -> None:
    ended = closeknit("--lang", "zh-Hant", *words.split())
    said = re.sub(
        r"'[^']*'|「[^」]*」|--?\w+|closeknit|archive show|examine|PATH…|ARCHIVE|PORT", "", ended.err + ended.out
    )
    assert not re.findall("[A-Za-z]{2,}", said), said


def test_version(closeknit: Run) -> None:
    assert closeknit("--version").out.startswith("closeknit ")


def test_carriers_are_listed_with_the_way_to_get_each_export(closeknit: Run) -> None:
    found = json.loads(closeknit("carriers", "--json").out)
    assert {"wechat", "qq", "telegram", "whatsapp", "line", "discord", "slack", "chatlab", "irc", "csv"} <= {
        c["name"] for c in found
    }
    assert all(c["how_to_export"] for c in found)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_read_is_told_in_three_languages(closeknit: Run, lang: str) -> None:
    out = closeknit("read", SAMPLES / "line" / "synthetic_zh-TW_group.txt", "--lang", lang).out
    assert {"en": "rows in", "zh-Hant": "列", "zh-Hans": "行"}[lang] in out


@pytest.mark.parametrize(
    ("locale", "title"),
    [("zh_TW.UTF-8", "體檢報告"), ("zh_SG.UTF-8", "体检报告"), ("de_DE.UTF-8", "examination"), ("C", "体检报告")],
)
def test_a_report_speaks_the_language_of_the_locale_and_else_of_the_chat(
    closeknit: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, locale: str, title: str
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    (tmp_path / "chat.txt").write_text("2026/1/3, 10:00 - 张会计: 这个问题怎么办？\n", encoding="utf-8")
    ended = closeknit("examine", "chat.txt")
    assert title in ended.out
    assert ("report:" in ended.out) == (title == "examination")


def test_any_column_of_a_table_may_be_told(closeknit: Run, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    rows = "2026-03-01 10:00,小滿,早,text,甲\n2026-03-01 10:01,阿哲,早安,image,乙\n"
    table.write_text(f"何時,誰,話,何物,何處\n{rows}", encoding="utf-8")
    told = [x for pair in ["time=何時", "author=誰", "text=話", "kind=何物", "channel=何處"] for x in ("--map", pair)]
    closeknit("read", table, *told, "--out", tmp_path / "t.jsonl")
    kept = [json.loads(line) for line in (tmp_path / "t.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(row["kind"], row["channel"]) for row in kept] == [("text", "甲"), ("image", "乙")]


def test_several_chats_are_listed_and_one_is_chosen(closeknit: Run) -> None:
    path = SAMPLES / "slack" / "synthetic_export_dms"
    ended = closeknit("examine", path)
    assert ended.code == 2
    assert "shufang" in ended.err
    assert closeknit("examine", path, "--chat", "shufang", "--out", "r").code == 0
    assert closeknit("examine", path, "--chat", "nobody").code == 2


def test_of_a_whole_account_the_report_names_the_chosen_chat_alone(closeknit: Run, tmp_path: Path) -> None:
    """Whoever passes the report of one group on does not pass on whom else he talks to."""
    chats = [
        {"name": name, "type": "private_group", "id": number, "messages": [
            {"id": i, "type": "message", "date_unixtime": str(1772330400 + i * 600), "date": "2026-03-01T10:00:00",
             "from": who, "from_id": f"user{who}", "text": f"第 {i} 句"}
            for i, who in enumerate("甲乙丙丁" * 10)
        ]}
        for number, name in enumerate(["讀書會", *(f"私事 {n}" for n in range(60))])
    ]  # fmt: skip
    account = {"personal_information": {"user_id": 1}, "chats": {"list": chats}}
    (tmp_path / "result.json").write_text(json.dumps(account), encoding="utf-8")
    assert "and 21 smaller ones" in closeknit("examine", "result.json").err
    assert closeknit("examine", "result.json", "--chat", "讀").err.count("讀書會") == 1
    assert "私事" not in closeknit("examine", "result.json", "--chat", "讀").err
    ended = closeknit("examine", "result.json", "--chat", "讀書會", "--out", "r")
    assert "讀書會" in ended.out.splitlines()[0]
    assert "私事" not in ended.out
    assert not [path.name for path in (tmp_path / "r").iterdir() if "私事" in path.read_text("utf-8")]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(closeknit: Run, shell: str) -> None:
    assert "closeknit" in closeknit("completion", shell).out


def test_the_start_path_imports_nothing_heavy() -> None:
    import subprocess
    import sys

    heavy = ("numpy", "pyarrow", "jinja2", "msgspec")
    code = f"import sys, closeknit.cli.main; print([m for m in {heavy} if m in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


def test_an_export_is_examined_without_what_only_archives_need(tmp_path: Path) -> None:
    import subprocess
    import sys

    sample = SAMPLES / "line" / "synthetic_zh-TW_group.txt"
    code = (
        "import sys\nfrom closeknit.cli.main import run\n"
        f"try: run(['examine', {str(sample)!r}, '--out', {str(tmp_path / 'r')!r}])\nexcept SystemExit: pass\n"
        "print('unwanted:', [m for m in ('deltalake', 'pandas', 'polars', 'asyncio') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip().endswith("unwanted: []")
