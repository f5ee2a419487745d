"""The charter, as the house knows it."""

from django.utils.translation import gettext_lazy

from closeknit.house.core.features import FeatureConfig, Nav, Panel
from closeknit.house.core.permissions import Role, Where


class CharterConfig(FeatureConfig):
    """Charters and their versions."""

    name = "closeknit.house.features.charter"
    tier = 12
    prefix = "charter"
    permissions = {
        "charter.read": {Role.VISITOR: Where.COMMUNITY},
        "charter.write": {Role.ORGANISER: Where.COMMUNITY},
    }
    nav = (Nav(gettext_lazy("Charter"), "charter:charter", "charter.read", 50),)
    panels = (Panel("panels.why", "charter.read", 5),)
    founding = "charter:templates"
    verbs = {
        "charter.drafted": gettext_lazy("began a draft of the charter"),
        "charter.opened": gettext_lazy("opened the draft of the charter"),
        "charter.written": gettext_lazy("wrote the draft of the charter"),
        "charter.dropped": gettext_lazy("threw the draft away"),
        "charter.adopted": gettext_lazy("adopted a charter"),
        "charter.template": gettext_lazy("from a template"),
        "charter.version": gettext_lazy("from the charter in force"),
        "charter.material": gettext_lazy("members are asked again"),
    }
