"""The openness of the house, as the house knows it."""

from django.utils.translation import gettext_lazy

from closeknit.house.core.features import FeatureConfig, Panel
from closeknit.house.core.permissions import Role, Where


class ApiConfig(FeatureConfig):
    """Everything out and in again; programs that read, change and hear; calendars and feeds."""

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
        "api.calendar_ended": gettext_lazy("ended a calendar link"),
        "api.feed_made": gettext_lazy("made a feed link"),
        "api.feed_ended": gettext_lazy("ended a feed link"),
        "api.forgot": gettext_lazy("ended the keys and links of somebody who is forgotten"),
        "api.hook_made": gettext_lazy("had events sent to an address"),
        "api.hook_changed": gettext_lazy("chose other events for an address"),
        "api.hook_ended": gettext_lazy("had no more events sent to an address"),
        "api.hook_tried": gettext_lazy("sent a test event"),
        "api.hook_again": gettext_lazy("sent an event again"),
        "api.hook_on": gettext_lazy("switched the events for an address on"),
        "api.hook_off": gettext_lazy("switched the events for an address off"),
        "api.hook_failed": gettext_lazy("nothing got through for three days"),
        "api.hook_gone": gettext_lazy("the receiver wants nothing more"),
        "api.hook_orphan": gettext_lazy("whoever made it is an organiser no more"),
        "api.test": gettext_lazy("a test"),
    }
