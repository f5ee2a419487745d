"""What the fifteen conditions are called; whoever shows them need not load what judges them."""

from typing import Final

from closeknit.language import N_

TITLES: Final = {
    "shared-need": (1, N_("A shared need")),
    "not-public": (2, N_("Something not found in public")),
    "backbone": (3, N_("A backbone that keeps supplying")),
    "mesh": (4, N_("A half-decentralised mesh")),
    "gate": (5, N_("A gate")),
    "benefits": (6, N_("Special benefits")),
    "familiarity": (7, N_("Growing familiarity")),
    "clean-up": (8, N_("Conditions to stay, and timely clean-up")),
    "deep-links": (9, N_("Deep links")),
    "rhythm": (10, N_("Rhythm")),
    "leaders": (11, N_("Leaders, norms and direction")),
    "profit": (12, N_("Profit that serves members")),
    "growth": (13, N_("Growth by word of mouth")),
    "care": (14, N_("Service and knowing one's people")),
    "chapters": (15, N_("Sub-communities")),
}
"""Number and title of each condition, in the order of the project's list."""
