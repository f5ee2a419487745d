"""`closeknit people`: which accounts are one person. The program proposes; only a human joins."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from closeknit.cli.options import READING, existing, options, pasted_or_files, reading_options
from closeknit.errors import BadOption
from closeknit.language import N_, _, ngettext

if TYPE_CHECKING:
    from closeknit.archive import Persons
    from closeknit.records.history import History
    from closeknit.ties.proposals import Proposal

_FILE = (
    ("--people", "file"),
    {"metavar": "FILE", "type": click.Path()},
    N_('Keep it in this JSON file, {"Name": ["id or name", …]}, and not in an archive.'),
)
_JSON = (("--json", "as_json"), {"is_flag": True}, N_("Print as JSON."))
_WORDS = click.argument("words", nargs=-1, required=True, metavar="ARCHIVE FACE…")


@click.group(
    help=_(
        "Say which accounts are one person. What is joined is kept in the archive (or in a file after --people) and "
        "used by every examination of it; nobody is joined without your yes, and everything can be undone."
    ),
)
def people() -> None:
    """The commands about who is who."""


@people.command(
    help=_("List accounts that may be one person, each with the grounds. PATH is an archive, or any exports."),
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH…", type=click.Path(), callback=pasted_or_files)
@options(_FILE, _JSON, *READING)
def propose(paths: tuple[str, ...], file: str | None, as_json: bool, **chosen: Any) -> None:
    """Print the proposals; change nothing."""
    from closeknit.archive import is_archive
    from closeknit.ties.faces import find_faces
    from closeknit.ties.proposals import propose as find_proposals

    history, refused = _read(paths, chosen)
    joined = {**history.people, **people_in(file)}
    found = find_proposals(
        find_faces(history.messages),
        roster=history.roster,
        joined=[frozenset(group) for group in joined.values()],
        refused=refused,
    )
    if as_json:
        _print_json([_as_dict(proposal) for proposal in found])
        return
    for proposal in found:
        _tell(proposal)
    n = len(found)
    if not n:
        click.echo(_("Nothing suggests that two accounts are one person."))
        return
    archive = next(iter(paths)) if len(paths) == 1 and is_archive(paths[0]) else ""
    place = archive or f"--people {file or 'FILE'}"
    click.echo(ngettext("{n} proposal.", "{n} proposals.", n).format(n=f"{n:,}"))
    click.echo(_("Where it is true: {command}").format(command=f"closeknit people accept {place} FACE FACE"))


def _tell(proposal: "Proposal") -> None:
    from closeknit.ties.proposals import GROUNDS

    click.secho(f"{proposal.faces[0]}  {proposal.faces[1]}", bold=True)
    click.echo(f"  {proposal.names[0]} · {proposal.names[1]}")
    for ground in proposal.grounds:
        click.echo(f"  {_(GROUNDS[ground.slug])}" + (f": {ground.seen}" if ground.seen else ""))


def _as_dict(proposal: "Proposal") -> dict[str, Any]:
    return {
        "faces": proposal.faces,
        "names": proposal.names,
        "grounds": [{"ground": ground.slug, "seen": ground.seen} for ground in proposal.grounds],
    }


@people.command(
    help=_("Join accounts as one person. A FACE is written as `people propose` prints it: carrier:id."),
)
@_WORDS
@options(
    (("--as", "name"), {"metavar": "NAME"}, N_("What to call the person; else the first account's name.")),
    _FILE,
)
def accept(words: tuple[str, ...], name: str | None, file: str | None) -> None:
    """Join, and say who it is now."""
    place, faces = _place(words, file)
    if len(set(faces)) < 2:
        raise BadOption(
            _("A person is joined of two accounts at least."), _("Name them as `people propose` prints them.")
        )
    shown = _shown(place, faces) if place else [faces[0].partition(":")[2]]
    called = name or shown[0]
    persons = _change(place, file, lambda persons: persons.join(called, faces))
    click.echo(_("{name} is now: {faces}").format(name=called, faces="  ".join(persons.people[called])))


@people.command(help=_("Remember that two accounts are two people; they are not proposed again."))
@_WORDS
def refuse(words: tuple[str, ...]) -> None:
    """Note two faces as two people."""
    place, faces = _place(words, None)
    if len(set(faces)) != 2:
        raise BadOption(_("Two accounts are told apart at a time."), _("Name them as `people propose` prints them."))
    _shown(place, faces)
    _change(place, None, lambda persons: persons.separate(faces[0], faces[1]))
    click.echo(_("{faces}: two people.").format(faces="  ".join(faces)))


@people.command(
    help=_("Take a person apart again, or only the accounts that are named after the person."),
)
@click.argument("words", nargs=-1, required=True, metavar="ARCHIVE NAME [FACE…]")
@options(_FILE)
def undo(words: tuple[str, ...], file: str | None) -> None:
    """Split, and say so."""
    place, rest = _place(words, file)
    if not rest:
        raise BadOption(_("Who is to be taken apart?"), _("`closeknit people show` lists who was joined."))
    persons = _change(place, file, lambda persons: persons.split(rest[0], rest[1:]))
    left = persons.people.get(rest[0])
    if left:
        click.echo(_("{name} is now: {faces}").format(name=rest[0], faces="  ".join(left)))
    else:
        click.echo(_("{name} is no longer joined.").format(name=rest[0]))


@people.command(help=_("Write who was joined to a file that `examine --people` takes."))
@click.argument("archive", metavar="ARCHIVE")
@options((("--out",), {"metavar": "FILE", "type": click.Path(), "required": True}, N_("File to write.")))
def export(archive: str, out: str) -> None:
    """Write {name: [face, …]}."""
    from closeknit.archive import open_archive, read_persons

    found = read_persons(open_archive(archive).folder).people
    _write_file(Path(out), found)
    click.echo(
        ngettext("{n} person is in {path}.", "{n} people are in {path}.", len(found)).format(n=len(found), path=out)
    )


@people.command(help=_("List who was joined, and who changed their name and when."))
@click.argument("paths", nargs=-1, required=True, metavar="PATH…", type=click.Path(), callback=pasted_or_files)
@options(_FILE, _JSON, *READING)
def show(paths: tuple[str, ...], file: str | None, as_json: bool, **chosen: Any) -> None:
    """Print the people, and the names of those who had several."""
    from closeknit.ties.faces import find_faces

    history, _refused = _read(paths, chosen)
    faces = find_faces(history.messages)
    joined = {name: list(group) for name, group in {**history.people, **people_in(file)}.items()}
    names = {
        faces.label(face): [
            {"name": shown.name, "first": _day(shown.first), "last": _day(shown.last)} for shown in group
        ]
        for face, group in enumerate(faces.names)
        if len(group) > 1
    }
    if as_json:
        _print_json({"people": joined, "names": names})
        return
    for name, group in joined.items():
        click.secho(name, bold=True, nl=False)
        click.echo(f"  {'  '.join(group)}")
    for label, shown in names.items():
        click.echo(f"{label}  " + " → ".join(f"{one['name']} ({one['first']} – {one['last']})" for one in shown))
    if not joined and not names:
        click.echo(_("Nobody was joined, and nobody changed their name."))


def people_in(path: str | None) -> dict[str, list[str]]:
    """What a file after `--people` says; nothing where there is no such option. Raises BadOption where it is none."""
    file = existing(path, "--people")
    return _decoded(file) if file else {}


def _decoded(file: Path) -> dict[str, list[str]]:
    import msgspec

    try:
        return msgspec.json.decode(file.read_bytes().removeprefix(b"\xef\xbb\xbf"), type=dict[str, list[str]])
    except msgspec.DecodeError as error:
        raise BadOption(
            _("--people: {path} is not understood: {reason}.").format(path=file, reason=error),
            _('Write it as {"小滿": ["wxid_123", "小满"]}.'),
        ) from error


def _place(words: Sequence[str], file: str | None) -> tuple[str, list[str]]:
    """The archive ("" where a file is named instead), and the words after it."""
    return ("", list(words)) if file else (words[0], list(words[1:]))


def _read(paths: tuple[str, ...], chosen: dict[str, Any]) -> tuple["History", set[frozenset[str]]]:
    """The history, and the pairs that were called two people."""
    from closeknit.archive import is_archive, read_persons
    from closeknit.cli.opening import read_histories

    carrier = chosen.pop("carrier")
    history = read_histories(paths, reading_options(chosen), carrier)
    refused = {pair for path in paths if is_archive(path) for pair in read_persons(Path(path)).refused}
    return history, refused


def _change(place: str, file: str | None, change: Callable[["Persons"], "Persons"]) -> "Persons":
    """Change what an archive or a file keeps."""
    from closeknit.archive import Persons, open_archive

    if not file:
        return open_archive(place).decide(change)
    path = Path(file)
    old = _decoded(path) if path.is_file() else {}
    persons = change(Persons({name: tuple(group) for name, group in old.items()}))
    _write_file(path, persons.people)
    return persons


def _write_file(path: Path, people: dict[str, tuple[str, ...]]) -> None:
    import msgspec

    from closeknit.records.output import replacing

    with replacing(path) as stream:
        stream.write(msgspec.json.format(msgspec.json.encode(people), indent=1) + b"\n")


def _shown(archive: str, labels: Sequence[str]) -> list[str]:
    """A name that each face of an archive showed. Raises BadOption where there is no such face."""
    from closeknit.archive import open_archive
    from closeknit.archive.faces import known_faces

    known = {
        face.label: sorted(face.names)[0] if face.names else face.label for face in known_faces(open_archive(archive))
    }
    for label in labels:
        if label not in known:
            raise BadOption(
                _("There is no account {face} in the archive.").format(face=label),
                _("Write it as `closeknit people propose` prints it: carrier:id."),
            )
    return [known[label] for label in labels]


def _day(at: int) -> str | None:
    """The day of an instant, in UTC; None where it is not known."""
    import numpy as np

    day = np.datetime64(at, "us").astype("datetime64[D]")
    return None if np.isnat(day) else str(day)


def _print_json(found: object) -> None:
    import msgspec

    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(found)) + b"\n")
