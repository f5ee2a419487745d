"""Accounts, as the house knows them."""

from closeknit.house.core.features import FeatureConfig
from closeknit.house.core.permissions import Role, Where


class AccountsConfig(FeatureConfig):
    """People and their ways in."""

    name = "closeknit.house.features.accounts"
    tier = 13
    permissions = {"accounts.own": {Role.PERSON: Where.OWN}}
