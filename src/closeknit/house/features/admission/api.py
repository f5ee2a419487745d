"""The only door for other features: who came how, and through whom.

Events: `admission.knocked`, `admission.admitted` (object ("application", id), whom: the new member),
`admission.refused`, `admission.introduced` (whom).
"""

from closeknit.house.features.admission.actions.reviewing import admit, refuse
from closeknit.house.features.admission.rules import LONGEST_ANSWER, REASONS
from closeknit.house.features.admission.selectors.gate import GateCard, PassageCard, gate, passages, questions
from closeknit.house.features.admission.selectors.review import (
    Full,
    Step,
    application,
    funnel,
    invited_counts,
    queue,
)

__all__ = [
    "LONGEST_ANSWER", "REASONS", "Full", "GateCard", "PassageCard", "Step", "admit", "application", "funnel", "gate",
    "invited_counts", "passages", "questions", "queue", "refuse",
]  # fmt: skip
