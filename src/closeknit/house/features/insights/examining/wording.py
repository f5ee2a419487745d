"""What the library says of its command line, said for people who have pages.

These texts are looked up in the library's catalogue (`locale/LANG/house-insights.po`): Django is not here.
"""

from typing import Final

from closeknit.language import N_

_WHO: Final = "nothing shows who runs the group; name them with --organiser"
_WHO_HERE: Final = N_("nothing shows who runs the group; tell it under “Who runs the group”")
_ONE_COLUMN: Final = N_("Leave one of these columns in the file, and upload it again.")

INSTEAD: Final = {
    _WHO: _WHO_HERE,
    "name them with --organiser": N_("tell it under “Who runs the group”"),
    "Who runs the group was inferred from who calls everybody; --organiser says it for certain.": N_(
        "Who runs the group was inferred from who calls everybody; tell it for certain under “Who runs the group”."
    ),
    "Nothing shows who runs the group; whoever takes part in most exchanges stands in for them. --organiser says it.": (
        N_(
            "Nothing shows who runs the group; whoever takes part in most exchanges stands in for them. Tell it under "
            "“Who runs the group”."
        )
    ),
    "The history gives no times. An export with dates, or --date for one day's, would help.": N_(
        "The history gives no times. An export with dates would help."
    ),
    "Most of what was sent is the same text from several accounts: a flood, in which nobody speaks to anybody. "
    "Without those accounts it could be judged; name them with --bot.": N_(
        "Most of what was sent is the same text from several accounts: a flood, in which nobody speaks to anybody. "
        "Without those accounts it could be judged: forget them under “Whose words”."
    ),
    "The picture names nobody; the text names those whom the deeds are for. A version for members, which blames "
    "nobody, is made with --for member.": N_(
        "The picture names nobody; the text names those whom the deeds are for. Members are shown a version of this "
        "report that blames nobody."
    ),
    "The export gives times of day without a date; name it with --date.": N_(
        "The export gives times of day without a date; an export with dates would help."
    ),
    "The export gives dates without a year; name it with --year.": N_(
        "The export gives dates without a year; an export with whole dates would help."
    ),
    "Say which with --carrier.": N_("Choose which."),
    "Say which with --carrier form --map author={name}.": _ONE_COLUMN,
    "Say which with --map {role}={name}.": _ONE_COLUMN,
    "Name them in the first row, for example 时间, 昵称, 内容 or time, author, text; or say which is which: "
    "--map time=COLUMN --map author=COLUMN --map text=COLUMN.": N_(
        "Name them in the first row, for example 时间, 昵称, 内容 or time, author, text, and upload it again."
    ),
    "If the columns have other names, say which is which: --map time='posted on' --map author=who --map text=what. "
    "A column can be told by its number too.": N_("If the columns have other names, rename them so in the first row."),
    "Export it again, or keep what is whole with --salvage.": N_("Export it again, or keep what is whole."),
    "Two of the exports hold the same messages, and both were counted. Where they are of one chat, import them into an "
    "archive (`closeknit import`): there each counts once.": N_(
        "Two of the exports hold the same messages, and both were counted. Where they are of one chat, upload them one "
        "after the other: then each counts once."
    ),
    "`closeknit carriers` lists what is read and how to get each export.": N_(
        "The upload page says how each tool gives its export."
    ),
    "Export the chat again, or paste copied messages with `closeknit examine -`.": N_(
        "Export the chat again, or paste copied messages on the upload page."
    ),
    "If the lines have times but no dates, tell the first day with --date, and your zone with --timezone.": N_(
        "Lines with times but no dates can be placed where the file's name holds the day, as 2026-11-05.log."
    ),
    "Dates without a year need --year, the year of the first one.": N_("Write the year into the dates."),
    "Say with --me whose account it is where the file does not. Leave out what is nobody's business.": N_(
        "Say under “What are you called in this chat?” whose account it is where the file does not. Leave out what is "
        "nobody's business."
    ),
    "For tools without any export: mark messages, copy them, and paste them after `closeknit examine -` (then Ctrl-D), "
    "or into a text file. Each message needs its author; times help much.": N_(
        "For tools without any export: mark messages, copy them, and paste them on this page, or into a text file. "
        "Each message needs its author; times help much."
    ),
    "Pasted text has no ids and often no dates: tell them with --date (where it says “yesterday”, the day on "
    "which it was copied) and --year, and prefer a real export.": N_(
        "Pasted text has no ids and often no dates: prefer a real export."
    ),
}  # fmt: skip
"""The library's text → what is said in the house."""

PASTED: Final = "`closeknit examine -`"
"""How the ways to an export name the place for pasted text; here that is a field of the upload page."""
