"""Members, as the house knows them."""

from django.utils.translation import gettext_lazy as _

from closeknit.house.core.features import FeatureConfig, Nav, Panel
from closeknit.house.core.permissions import Role, Where


class MembersConfig(FeatureConfig):
    """Profiles, faces, chapters, leaves of absence, consents."""

    name = "closeknit.house.features.members"
    tier = 11
    prefix = "members"
    permissions = {
        "members.glimpse": {Role.VISITOR: Where.COMMUNITY},
        "members.see": {Role.MEMBER: Where.COMMUNITY},
        "members.own": {Role.MEMBER: Where.OWN},
        "members.keep": {Role.ORGANISER: Where.COMMUNITY},
        "members.claim": {Role.PERSON: Where.OWN},
    }
    nav = (Nav(_("Members"), "members:directory", "members.see", 20),)
    panels = (Panel("panels.mine", "members.own", 20),)
