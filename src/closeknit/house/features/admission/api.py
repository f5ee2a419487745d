"""The only door for other features: who came how, and through whom.

Events: `admission.knocked`, `admission.admitted` (object ("application", id), whom: the new member),
`admission.refused`, `admission.introduced` (whom).
"""

from closeknit.house.features.admission.selectors.gate import GateCard, PassageCard, gate, passages, questions
from closeknit.house.features.admission.selectors.review import Step, funnel, invited_counts

__all__ = ["GateCard", "PassageCard", "Step", "funnel", "gate", "invited_counts", "passages", "questions"]
