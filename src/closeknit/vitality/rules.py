"""The rules of all fifteen conditions, and nothing but the rules: from what was counted to a state.

What is counted, in which words it is told and which rows are shown stands in the modules `conditions_of_*`; every
figure that a rule compares with stands in `thresholds`, each with where it comes from. Shares are 0–1.

What a chat cannot show is *cannot tell*, never *missing*: a gate, a fee or a meeting may well be there.
"""

from typing import Final

from closeknit.vitality import thresholds as least
from closeknit.vitality.pattern import Pattern
from closeknit.vitality.turns import Turns

HOLDS: Final = "holds"
PARTLY: Final = "partly"
MISSING: Final = "missing"
UNKNOWN: Final = "cannot-tell"


def shared_need(asked: int, read: int, askers: int, unanswered: float | None) -> str:
    """1. Several ask, enough is asked, and it is answered. `unanswered` None: too few questions for a share."""
    if asked < least.NEED_SHARE * read or askers < 2:
        return MISSING
    if askers < least.NEED_PEOPLE or (unanswered is not None and unanswered > least.NEED_UNANSWERED):
        return PARTLY
    return HOLDS


def not_public(own: float, is_taken_up: bool) -> str:
    """2. People's own words outweigh what is passed on or sells, and others take some of it up."""
    if own < least.PASSED_ON:
        return MISSING
    return HOLDS if own >= least.ORIGINAL and is_taken_up else PARTLY


def backbone(weeks: float, steady: int, givers: int, taken_up: float) -> str:
    """3. People who give and draw answers stretch after stretch, half of the answers not by one, and the group lives
    of it: what is begun is taken up. `weeks` of history; `givers` give half of all answers; `taken_up` of the
    openings.
    """
    if weeks < 12:
        return UNKNOWN
    if not steady or taken_up < least.TAKEN_UP / 2:
        return MISSING
    enough = steady >= least.BACKBONE and givers >= least.ANSWERERS and taken_up >= least.TAKEN_UP
    return HOLDS if enough else PARTLY


def is_talk(seen: Pattern) -> tuple[bool, bool]:
    """4, first: whether there is talk to and fro at all, and whether too few answers were seen to form a share."""
    few = seen.weight < least.EXCHANGES and seen.weight < least.ANSWERING * seen.messages
    return not few and seen.two_way > least.ONE_WAY, few


def mesh_fault(seen: Pattern, turns: Turns, *, is_chance: bool, is_surer: bool = False) -> str:
    """4, then: what keeps talk from being a mesh, the gravest first; "" where nothing does.

    `chance`: no more comes back than by adjacency. `star`, `middle`: it needs the one in the middle. `core`: it needs
    the few who give half of all answers. `helpers`: many are answered by few. `once`: nearly everybody took part in
    one talk only, so that nothing shows whether they change places. `turns`: some begin and others take up. `little`:
    not enough. Of the surer links (`is_surer`) only `SURER_PART` of each line is asked, and no amount.
    """
    part = least.SURER_PART if is_surer else 1.0
    aside, beyond, helpers, equals = (
        some or 0.0 for some in (seen.aside, seen.beyond_core, turns.helpers, turns.equals)
    )
    is_little = seen.two_way < least.TWO_WAY or seen.mutual_aside < least.MUTUAL_PAIRS
    faults = (
        ("chance", is_chance),
        ("star", aside < part * least.ASIDE / 2),
        ("middle", aside < part * least.ASIDE),
        ("core", beyond < part * least.BEYOND_CORE),
        ("helpers", helpers < part * (least.HELPERS + max(turns.talks, 1) ** -0.5)),
        ("once", turns.equals is None or turns.weighed < part * least.MUTUAL_PAIRS),
        ("turns", equals < part * least.EQUALS),
        ("little", is_little and not is_surer),
    )
    return next((fault for fault, is_so in faults if is_so), "")


def familiarity(regulars: int, acquainted: int, meetings: int, weeks: int) -> str:
    """7. Regulars meet the same people again on other days; recorded `meetings` of several people help. A few who
    know each other are a beginning, and in under four `weeks` a few more may yet come.
    """
    share = acquainted / max(1, regulars)
    if regulars < least.REGULARS:
        if share >= least.KNOWN or meetings >= least.BLOCKS:
            return PARTLY
        return UNKNOWN if weeks < least.WEEKS_SEEN else MISSING
    if share >= least.KNOWN:
        return HOLDS
    return MISSING if share < least.KNOWN_LITTLE and not meetings else PARTLY


def deep_links(deep: int, regulars: int, held: int) -> str:
    """9. Deep ties, and enough of the regulars hold one that does not end in the middle."""
    if not deep:
        return MISSING
    return HOLDS if held >= least.REGULARS and held >= least.KNOWN * max(1, regulars) else PARTLY


def rhythm(weeks: int, of: int) -> str:
    """10. Talk among at least two in most weeks."""
    if of < least.WEEKS_SEEN:
        return UNKNOWN
    if weeks >= least.WEEKS * of:
        return HOLDS
    return MISSING if weeks < least.WEEKS_FEW * of else PARTLY


def gate(vouched: int, listed: int) -> str:
    """5. Of the `listed` members of a roster, for how many it says who brought them in. A chat shows no questions, no
    answers and no decision.
    """
    if not vouched:
        return UNKNOWN
    return HOLDS if vouched >= least.WEEKS * listed else PARTLY


def benefits(deeds: int, stretches: int) -> str:
    """6. Red packets and deals, and in how many of the last three four-week stretches there were any."""
    if not deeds:
        return UNKNOWN
    return HOLDS if stretches >= least.BLOCKS else PARTLY


def clean_up(removed: int, stated: int) -> str:
    """8. How many were removed, or left by the roster, and for how many of them a record says by which condition.

    Those who left of themselves broke no condition, so half is enough.
    """
    if not removed:
        return UNKNOWN
    return HOLDS if stated >= max(1, removed / 2) else PARTLY


def leaders(in_charge: int, acts: int, offices: int) -> str:
    """11. Several in charge and at it; with a roster, also a division of labour. What is believed is in no record."""
    if offices >= 3 and in_charge >= 2:
        return HOLDS
    return PARTLY if in_charge and acts >= least.ASKED else UNKNOWN


def profit(paid: int, payers: int) -> str:
    """12. Money passed for something, from several people. Where it went is the treasury's to say."""
    if not paid:
        return UNKNOWN
    return HOLDS if payers >= least.NEED_PEOPLE and paid >= least.FOLLOWED else PARTLY


def growth(followed: int, stayed: int, one_inviter: float | None) -> str:
    """13. Those whom members brought in stay. `one_inviter`: share of invitations by the one who gave most."""
    if followed < least.FOLLOWED:
        return UNKNOWN
    if stayed < least.STAYED_FEW * followed:
        return MISSING
    alone = one_inviter is not None and one_inviter > least.SOLE_INVITER
    return HOLDS if stayed >= least.STAYED * followed and not alone else PARTLY


def care(days: int, answerers: int) -> str:
    """14. Those in charge ask, or poll, on several days and several people answer. The rest is not in a chat."""
    return PARTLY if days >= least.ASKED and answerers >= least.NEED_PEOPLE else UNKNOWN


def chapters(rooms: int, circles: int) -> str:
    """15. Several rooms with regulars of their own, or circles within one. That they are chapters is not in a chat."""
    return PARTLY if rooms >= 2 or circles >= 2 else UNKNOWN
