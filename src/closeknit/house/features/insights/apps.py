"""Insights, as the house knows them."""

from django.utils.translation import gettext_lazy

from closeknit.house.core.features import FeatureConfig, Nav, Panel
from closeknit.house.core.permissions import Role, Where


class InsightsConfig(FeatureConfig):
    """Histories, their examination, and what to do about it."""

    name = "closeknit.house.features.insights"
    tier = 1
    prefix = "insights"
    permissions = {
        "insights.see": {Role.MEMBER: Where.COMMUNITY},
        "insights.keep": {Role.ORGANISER: Where.COMMUNITY},
        "insights.work": {},
    }
    nav = (Nav(gettext_lazy("Check-up"), "insights:pulse", "insights.see", 10),)
    panels = (Panel("panels.pulse", "insights.keep", 8),)
    verbs = {
        "insights.begun": gettext_lazy("began to upload a history"),
        "insights.sent": gettext_lazy("sent a history"),
        "insights.reading": gettext_lazy("began to read a history"),
        "insights.kept": gettext_lazy("read a history"),
        "insights.refused": gettext_lazy("could not read a history"),
        "insights.asking": gettext_lazy("asked how to read a history"),
        "insights.removed": gettext_lazy("had an upload removed"),
        "insights.rebuilt": gettext_lazy("removed what an upload had brought"),
        "insights.emptied": gettext_lazy("removed every upload"),
        "insights.asked_to_forget": gettext_lazy("had somebody's words forgotten"),
        "insights.unseen": gettext_lazy("found no words to forget"),
        "insights.forgot": gettext_lazy("forgot somebody's words"),
        "insights.examined": gettext_lazy("examined what was said"),
        "insights.nothing": gettext_lazy("nothing can be told from it"),
        "insights.examined_month": gettext_lazy("examined a month"),
        "insights.too_late": gettext_lazy("came too late with an answer"),
        "insights.asked": gettext_lazy("asked for the report in another language"),
        "insights.in_charge": gettext_lazy("said who runs the group"),
        "insights.taken": gettext_lazy("made a deed of a remedy"),
    }
