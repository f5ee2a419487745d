"""A small workbook for tests, written part by part as spreadsheet programs do."""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HIDDEN = ' state="hidden"'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

Table = Sequence[Sequence[str]]


def workbook(**sheets: Table | tuple[Table, str]) -> bytes:
    """A workbook of text cells; a cell `=A1|x` is the formula A1 with the value x. A sheet may come with
    further XML: `hidden` hides it, else it stands behind the cells (`<mergeCells>…`)."""
    tables = {name: given if isinstance(given, tuple) else (given, "") for name, given in sheets.items()}
    hidden = {name for name, (_table, extra) in tables.items() if extra == "hidden"}
    names = "".join(
        f'<sheet name="{name}" sheetId="{i}" r:id="rId{i}"{HIDDEN if name in hidden else ""}/>'
        for i, name in enumerate(tables, 1)
    )
    links = "".join(
        f'<Relationship Id="rId{i}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i, _name in enumerate(tables, 1)
    )
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}">{links}</Relationships>',
    }
    for i, (_name, (table, extra)) in enumerate(tables.items(), 1):
        rows = "".join(
            f'<row r="{r}">{"".join(_cell(f"{chr(64 + c)}{r}", value) for c, value in enumerate(row, 1))}</row>'
            for r, row in enumerate(table, 1)
        )
        more = "" if extra == "hidden" else extra
        parts[f"xl/worksheets/sheet{i}.xml"] = (
            f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{more}</worksheet>'
        )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)
    return packed.getvalue()


def _cell(place: str, value: str) -> str:
    if value.startswith("=") and "|" in value:
        formula, _bar, shown = value[1:].partition("|")
        return f'<c r="{place}" t="str"><f>{escape(formula)}</f><v>{escape(shown)}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>' if value else ""
