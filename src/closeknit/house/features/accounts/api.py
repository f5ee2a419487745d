"""The only door for other features. Names and the viewer of a request come from `core.people`."""

from closeknit.house.features.accounts.actions import make_first_key, make_person
from closeknit.house.features.accounts.errors import AddressTaken
from closeknit.house.features.accounts.selectors import is_claimed

__all__ = ["AddressTaken", "is_claimed", "make_first_key", "make_person"]
