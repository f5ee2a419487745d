"""What a feature says of itself, in its `apps.py`; the house asks for nothing else.

class CharterConfig(FeatureConfig):
    name = "closeknit.house.features.charter"
    tier = 12
    prefix = "charter"
    permissions = {"charter.read": {Role.VISITOR: Where.COMMUNITY}}
    nav = (Nav(_("Charter"), "charter:page", "charter.read", 50),)
"""

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, ClassVar

from django.apps import AppConfig, apps

from closeknit.house.core import permissions
from closeknit.house.core.permissions import Role, Where


@dataclass(frozen=True, slots=True)
class Nav:
    """One word of the menu: shown to those who hold `permission`, the lowest `order` first, five at most."""

    word: Any
    url: str
    permission: str
    order: int


@dataclass(frozen=True, slots=True)
class Panel:
    """One part of a community's home page.

    `view` is a dotted name below the feature, such as `panels.today`: a function (request, here) that gives the
    part's HTML, or "" where it has nothing to say.
    """

    view: str
    permission: str
    order: int


class FeatureConfig(AppConfig):
    """The base of every feature's `apps.py`. `receivers` and `tasks` are imported when the house starts."""

    name: ClassVar[str]
    tier: ClassVar[int]
    prefix: ClassVar[str] = ""
    permissions: ClassVar[Mapping[str, Mapping[Role, Where]]] = {}
    nav: ClassVar[tuple[Nav, ...]] = ()
    panels: ClassVar[tuple[Panel, ...]] = ()
    verbs: ClassVar[Mapping[str, Any]] = {}
    """The journal's verbs and reasons in words: `{"charter.adopted": gettext_lazy("adopted the charter")}`."""
    from_outside: ClassVar[frozenset[str]] = frozenset()
    """Those of the verbs that people do who have no account."""

    mine: ClassVar[str] = ""
    """A function (request) -> str, as `Panel.view` names it: a part of a person's page of her communities."""

    founding: ClassVar[str] = ""
    """The page, a name of a community address, to which a founder is led; the highest tier that has one wins."""

    short: ClassVar[str] = ""

    def __init_subclass__(cls, **words: Any) -> None:
        super().__init_subclass__(**words)
        cls.short = cls.label = cls.name.rpartition(".")[2]

    def ready(self) -> None:
        """Enter the permissions, then what listens and what works in the background."""
        permissions.enter(self.permissions)
        for part in ("receivers", "tasks"):
            if find_spec(f"{self.name}.{part}"):
                importlib.import_module(f"{self.name}.{part}")


def installed() -> list[FeatureConfig]:
    """The features of this house, the lowest first."""
    return [config for config in apps.get_app_configs() if isinstance(config, FeatureConfig)]


def in_words(code: str) -> str:
    """A verb or reason of the journal in the language in force; the code itself where no feature says it."""
    for feature in installed():
        if code in feature.verbs:
            return str(feature.verbs[code])
    return code


def is_from_outside(verb: str) -> bool:
    """Whether people without an account do it: where nobody is named, it was not the house."""
    return any(verb in feature.from_outside for feature in installed())


def nav_entries() -> list[Nav]:
    """Every word of the menu in its order."""
    return sorted((entry for feature in installed() for entry in feature.nav), key=lambda n: n.order)


def mine_views() -> list[Callable[..., str]]:
    """What features have to say to a person outside any community, the highest tier first."""
    told = []
    for feature in reversed([feature for feature in installed() if feature.mine]):
        module, _dot, name = feature.mine.rpartition(".")
        told.append(getattr(importlib.import_module(f"{feature.name}.{module}"), name))
    return told


def panel_views() -> list[tuple[Panel, Callable[..., str]]]:
    """Every panel of the home page in its order, with its function."""
    found = []
    for feature in installed():
        for panel in feature.panels:
            module, _dot, name = panel.view.rpartition(".")
            found.append((panel, getattr(importlib.import_module(f"{feature.name}.{module}"), name)))
    return sorted(found, key=lambda pair: pair[0].order)
