"""Samples whose messages are repeated as they stand, until the file is as long as one likes."""

import re
import zipfile
from html import escape
from pathlib import Path

from conversation import conversation

REPEATED = {
    "telegram, HTML": "telegram/synthetic_messages.html",
    "discord, CSV": "discord/synthetic_dce_2026.csv",
    "qq, mht": "qq/synthetic_msgmgr.mht",
    "qq, mht with pictures": "qq/synthetic_msgmgr.mht",
    "table, XLSX": "generic_csv/synthetic_table.xlsx",
    "mbox": "mbox/synthetic_list.mbox",
}
"""Samples whose messages are repeated as they stand."""

BLOCKS = {".html": r'(?=<div class="message )', ".mht": r"(?=<tr><td><div style=color)"}


def append_pictures(path: Path, count: int) -> None:
    """Put as many pictures of 40 KB behind the words as a tenth of the messages."""
    lines = ("QUJD" * 19 + "\n") * 700
    with path.open("a", encoding="utf-8") as stream:
        stream.writelines(
            f"\n------=_NextPart\nContent-Type:image/jpeg\nContent-Transfer-Encoding:base64\n"
            f"Content-Location:{{{i:032X}}}.dat\n\n{lines}"
            for i in range(count // 10)
        )


def repeat(path: Path, count: int) -> None:
    """Repeat the messages of a file until there are about so many."""
    if path.suffix in BLOCKS:
        head, *blocks = re.split(BLOCKS[path.suffix], path.read_text(encoding="utf-8"))
        last = re.split(r"(?=\n *</div>\n *</div>\n *</body>|</table>)", blocks[-1], maxsplit=1)
        blocks[-1], tail = last[0], last[1] if len(last) > 1 else ""
        with path.open("w", encoding="utf-8") as stream:
            stream.write(head)
            stream.writelines("".join(blocks) for _time in range(count // len(blocks)))
            stream.write(tail)
    elif path.suffix == ".xlsx":
        grow_sheet(path, count)
    elif path.suffix == ".csv":
        head, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text(head + "".join(rows) * (count // len(rows)), encoding="utf-8")
    else:
        text = path.read_text(encoding="latin-1")  # byte for byte: its letters are in several charsets
        letters = len(re.findall(r"(?m)^From ", text))
        with path.open("w", encoding="latin-1") as stream:
            for i in range(count // letters):
                stream.write(re.sub(r"(?im)^(Message-ID: <)", rf"\g<1>{i}.", text))


def grow_sheet(path: Path, count: int) -> None:
    """A workbook of one sheet, its words in the cells themselves."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rows = [("time", "author", "text")] + [(f"{s.at:%Y-%m-%d %H:%M:%S}", s.name, s.text) for s in conversation(count)]
    cells = "".join(
        f"<row>{''.join(f'<c t="inlineStr"><is><t>{escape(word)}</t></is></c>' for word in row)}</row>" for row in rows
    )
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{link}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {space} xmlns:r="{link}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{link}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet {space}><sheetData>{cells}</sheetData></worksheet>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, words in parts.items():
            book.writestr(name, words)
