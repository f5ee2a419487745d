"""Deeds, as the house knows them."""

from django.utils.translation import gettext_lazy

from closeknit.house.core.features import FeatureConfig, Nav, Panel
from closeknit.house.core.permissions import Role, Where


class DeedsConfig(FeatureConfig):
    """Something for a person to do by a date."""

    name = "closeknit.house.features.deeds"
    tier = 10
    prefix = "deeds"
    permissions = {"deeds.own": {Role.MEMBER: Where.OWN, Role.ORGANISER: Where.COMMUNITY},
                   "deeds.keep": {Role.ORGANISER: Where.COMMUNITY}}  # fmt: skip
    nav = (Nav(gettext_lazy("Deeds"), "deeds:mine", "deeds.own", 30),)
    panels = (Panel("panels.due", "deeds.own", 10),)
    verbs = {
        "deeds.given": gettext_lazy("gave a deed"),
        "deeds.again": gettext_lazy("it was given before"),
        "deeds.done": gettext_lazy("said that a deed is done"),
        "deeds.let_go": gettext_lazy("let a deed go"),
        "deeds.left": gettext_lazy("left the community"),
        "deeds.taken_up": gettext_lazy("took a deed up again"),
        "deeds.put_off": gettext_lazy("put a deed off for a week"),
        "deeds.passed_on": gettext_lazy("took the deeds over with the profile"),
        "deeds.forgot": gettext_lazy("emptied the deeds of somebody who is forgotten"),
    }
