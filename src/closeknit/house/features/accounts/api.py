"""The only door for other features. Names and the viewer of a request come from `core.people`."""

from closeknit.house.features.accounts.actions import erase, make_first_key, make_people, make_person
from closeknit.house.features.accounts.errors import AddressTaken
from closeknit.house.features.accounts.selectors import address_of, is_claimed, stored
from closeknit.house.features.accounts.unsent import keeps as keeps_letters

__all__ = [
    "AddressTaken", "address_of", "erase", "is_claimed", "keeps_letters", "make_first_key", "make_people",
    "make_person", "stored",
]  # fmt: skip
