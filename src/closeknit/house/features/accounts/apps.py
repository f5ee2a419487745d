"""Accounts, as the house knows them."""

from django.utils.translation import gettext_lazy

from closeknit.house.core.features import FeatureConfig
from closeknit.house.core.permissions import Role, Where


class AccountsConfig(FeatureConfig):
    """People and their ways in."""

    name = "closeknit.house.features.accounts"
    tier = 13
    verbs = {
        "accounts.handed_over": gettext_lazy("handed a letter over"),
        "accounts.made": gettext_lazy("wrote down"),
        "accounts.made_many": gettext_lazy("wrote down everybody of a roster"),
    }
    permissions = {
        "accounts.own": {Role.PERSON: Where.OWN},
        "accounts.letters": {Role.KEEPER: Where.COMMUNITY},
    }
