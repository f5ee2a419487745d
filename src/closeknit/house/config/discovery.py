"""Finds the features: every folder of `features/` that has an `apps.py`. Nobody keeps a list."""

import importlib
import inspect
from functools import cache
from pathlib import Path

from closeknit.house import features
from closeknit.house.core.features import FeatureConfig


@cache
def found() -> tuple[type[FeatureConfig], ...]:
    """The features' classes, the lowest tier (the greatest number) first, then by name."""
    classes = []
    for folder in features.__path__:
        for place in sorted(Path(folder).glob("*/apps.py")):
            module = importlib.import_module(f"{features.__name__}.{place.parent.name}.apps")
            classes += [
                thing
                for _name, thing in inspect.getmembers(module, inspect.isclass)
                if issubclass(thing, FeatureConfig) and thing.__module__ == module.__name__
            ]
    return tuple(sorted(classes, key=lambda c: (-c.tier, c.name)))


def installed() -> list[str]:
    """What `INSTALLED_APPS` says of the features."""
    return [f"{c.__module__}.{c.__qualname__}" for c in found()]
