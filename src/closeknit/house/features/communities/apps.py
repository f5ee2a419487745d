"""Communities, as the house knows them."""

from django.utils.translation import gettext_lazy

from closeknit.house.core.features import FeatureConfig
from closeknit.house.core.permissions import Role, Where


class CommunitiesConfig(FeatureConfig):
    """Communities, memberships and roles."""

    name = "closeknit.house.features.communities"
    tier = 13
    verbs = {
        "communities.founded": gettext_lazy("founded the community"),
        "communities.changed": gettext_lazy("changed the settings"),
        "communities.kind": gettext_lazy("chose the type and sector"),
        "communities.applied": gettext_lazy("took to the gate"),
        "communities.joined": gettext_lazy("took in"),
        "communities.joined_many": gettext_lazy("took in everybody of a roster"),
        "communities.parted": gettext_lazy("ended the membership"),
        "communities.parted_many": gettext_lazy("took back everybody of a roster"),
        "communities.placed": gettext_lazy("chose the chapter of"),
        "communities.appointed": gettext_lazy("set the roles"),
    }
    permissions = {
        "communities.found": {Role.KEEPER: Where.COMMUNITY, Role.PERSON: Where.OWN},
        "communities.see": {Role.VISITOR: Where.COMMUNITY},
        "communities.change": {Role.ORGANISER: Where.COMMUNITY},
        "communities.appoint": {Role.ORGANISER: Where.COMMUNITY},
        "communities.journal": {Role.ORGANISER: Where.COMMUNITY},
    }
