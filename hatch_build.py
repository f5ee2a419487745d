"""Compiles the catalogues: every `locale/LANG/*.po` becomes one `closeknit.mo`, each of the house's `.po` a `.mo`."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_catalogues(locale: Path) -> None:
    """Write `LANG/LC_MESSAGES/closeknit.mo` for each language folder under `locale`.

    One catalogue stands for one layer of the code, so that two people seldom edit the same file;
    at run time there is one.
    """
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for folder in sorted(p for p in locale.iterdir() if p.is_dir()):
        merged = Catalog(locale=folder.name)
        for part in sorted(folder.glob("*.po")):
            with part.open("rb") as stream:
                for message in read_po(stream, locale=folder.name):
                    if message.id and message.string and not message.fuzzy:
                        merged.add(message.id, message.string, context=message.context)
        target = folder / "LC_MESSAGES"
        target.mkdir(exist_ok=True)
        with (target / "closeknit.mo").open("wb") as stream:
            write_mo(stream, merged)


def compile_house(house: Path) -> None:
    """Write `django.mo` beside every `django.po` of the house: each feature keeps its own texts."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for part in sorted(house.rglob("locale/*/LC_MESSAGES/django.po")):
        with part.open("rb") as source, part.with_suffix(".mo").open("wb") as target:
            write_mo(target, read_po(source, locale=part.parents[1].name))


class CompileCatalogues(BuildHookInterface[Any]):
    """Runs before a wheel, editable ones included, is put together."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        source = Path(self.root) / "src" / "closeknit"
        compile_catalogues(source / "locale")
        compile_house(source / "house")
