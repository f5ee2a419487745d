"""The openness of the house, as the house knows it."""

from django.utils.translation import gettext_lazy

from closeknit.house.core.features import FeatureConfig, Panel
from closeknit.house.core.permissions import Role, Where


class ApiConfig(FeatureConfig):
    """Everything out and in again; reading by programs; calendars and feeds."""

    name = "closeknit.house.features.api"
    tier = 0
    prefix = "api"
    permissions = {
        "api.keep": {Role.ORGANISER: Where.COMMUNITY},
        "api.own": {Role.MEMBER: Where.OWN, Role.ORGANISER: Where.OWN},
    }
    panels = (Panel("panels.ways_out", "api.own", 95),)
    verbs = {
        "api.exported": gettext_lazy("took a copy of the whole community"),
        "api.token_made": gettext_lazy("made a key for a program"),
        "api.token_ended": gettext_lazy("ended a key for a program"),
        "api.calendar_made": gettext_lazy("made a calendar link"),
    }
