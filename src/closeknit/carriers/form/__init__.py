"""Sign-up forms: who signed for what, from Google Forms, 问卷星, SurveyCake, Microsoft Forms, 金数据, 腾讯问卷,
or a list kept by hand, in CSV or a workbook.

The tools' own columns (when it was handed in, how long it took, from which address) are told by their names, which
differ by version; the questions are the organiser's. The question that asks for a name is found by its words. One
row an answer; of two by one person the later counts. Names of columns: each tool's own help and exports seen in
public, 2026-11; SurveyCake's and 腾讯问卷's could not be confirmed from a primary page.
"""

from closeknit.carriers.contract import CERTAIN, LIKELY, NO, Carrier
from closeknit.carriers.form.columns import Form, form_of
from closeknit.errors import UnknownFormat, UnreadableSource
from closeknit.language import N_, _
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.tables import Sheet, read_sheets, sheets


def _form(sheet: Sheet) -> Form | None:
    return form_of(sheet.sample())


def sniff(source: Source) -> int:
    """Certain, where a form tool's own columns stand there; likely, where it is a list of sign-ups."""
    try:
        found = [form for sheet in sheets(source) if (form := _form(sheet))]
    except UnreadableSource:
        return NO
    if not found:
        return NO
    return CERTAIN if any(form.is_tool for form in found) else LIKELY


def read(source: Source, options: ReadOptions) -> History:
    """Read every sheet that is a form's. Raises UnknownFormat where none is, AmbiguousFormat where several
    questions could ask for the name and `options.mapping` does not say which ("author")."""
    from closeknit.carriers.form.reading import Reader

    refusal = UnknownFormat(
        _("{path} is not laid out as the answers to a form.").format(path=source.path),
        _("One row an answer, a question above each column, and one that asks for the name."),
    )
    return read_sheets(source, _form, lambda sheet, form: Reader(sheet, form, options).read(), refusal)


CARRIER = Carrier(
    name="form",
    title="Sign-up form · 報名表",
    sniff=sniff,
    read=read,
    how_to_export=(
        N_("Google Forms: Responses, the three dots, Download responses (.csv); on a phone in the browser too."),
        N_("问卷星 (wjx.cn): Analysis and download, View and download answers, Download as Excel, by answer text."),
        N_(
            "SurveyCake, Microsoft Forms, Jinshuju, Tencent Survey: export the answers as Excel or CSV, with words "
            "and not with numbers for them."
        ),
        N_("A list kept by hand: the columns name and number of people, or name and signed up on."),
    ),
    gives={
        "Google Forms CSV": ("exchanges",),
        "问卷星 XLSX, CSV": ("ids", "exchanges"),
        "SurveyCake CSV": ("exchanges",),
        "Microsoft Forms XLSX": ("ids", "exchanges"),
        "list CSV, XLSX": ("exchanges",),
    },
)
