"""Communities, as the house knows them."""

from closeknit.house.core.features import FeatureConfig
from closeknit.house.core.permissions import Role, Where


class CommunitiesConfig(FeatureConfig):
    """Communities, memberships and roles."""

    name = "closeknit.house.features.communities"
    tier = 13
    permissions = {
        "communities.found": {Role.KEEPER: Where.COMMUNITY, Role.PERSON: Where.OWN},
        "communities.see": {Role.VISITOR: Where.COMMUNITY},
        "communities.change": {Role.ORGANISER: Where.COMMUNITY},
        "communities.appoint": {Role.ORGANISER: Where.COMMUNITY},
        "communities.journal": {Role.ORGANISER: Where.COMMUNITY},
    }
