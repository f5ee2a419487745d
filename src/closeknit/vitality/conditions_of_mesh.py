"""Condition 4, on which the word rests: a half-decentralised mesh.

Asked, the gravest first: is there talk to and fro at all; is it more than chance; does it do without the middle; do
people change places; is there enough of it. `how-the-word-is-decided.md` says the same in prose.
"""

from typing import Final

import numpy as np

from closeknit.language import N_, _
from closeknit.vitality import counting, rules, standing
from closeknit.vitality import evidence as shown
from closeknit.vitality.findings import Judged, Measured
from closeknit.vitality.stating import judged, percent
from closeknit.vitality.subject import Subject

Measures = dict[str, Measured]


FAULTS: Final = {
    "chance": (
        N_("{share}, but who answers whom is inferred, and chance alone would give nearly as much."),
        N_("An export that marks replies would settle it."),
    ),
    "star": (
        N_("{share}, but only {aside} % of that does without {middle}: a star, or nearly one."),
        N_("Talk between members that does not need the middle would change it."),
    ),
    "middle": (
        N_("{share}, but only {aside} % of that does without {middle}: too much of it needs the middle."),
        N_("Talk between members that does not need the middle would change it."),
    ),
    "core": (
        N_(
            "{share}, but hardly any of it does without the few who give half of all answers: some help, "
            "the others ask."
        ),
        N_("Members who answer members would change it."),
    ),
    "helpers": (
        N_("{share}, but many begin talks and few answer them."),
        N_("Members who answer what others begin would change it."),
    ),
    "once": (
        N_("{share}, but nearly everybody took part in one talk only, so nothing shows that people change places."),
        N_("A longer window, or people who come back to talk, would show it."),
    ),
    "turns": (
        N_("{share}, but those who ask and those who help seldom change places."),
        N_("People who take up what others begin, and begin something themselves, would change it."),
    ),
    "little": (
        N_("{share}, and {aside} % of that does without {middle}, but it is little, or between few."),
        N_("More exchanges that come back, between more people, would change it."),
    ),
}
"""What is said of each fault that `rules.mesh_fault` names, and what would change it."""


def mesh(subject: Subject, measures: Measures) -> Judged:
    """4. People answer each other both ways, beyond chance, most of it without the one in the middle, and in turns.

    Rests on `two-way`, `two-way-aside`, `equals` and `helpers`; `mesh_margin` ranks by the first.
    """
    slugs = ("two-way", "two-way-aside", "mesh-share", "reciprocity", "equals", "helpers")
    seen = subject.pattern
    both_ways = standing.two_way(subject)
    is_talk, few = rules.is_talk(seen)
    if not is_talk:
        both = round(seen.two_way * seen.messages)
        sentence = _("Of {messages} {both} stand in an exchange that goes both ways: people do not talk to each other.")
        if few:
            sentence = _("In {messages} there are hardly any answers, too few for talk.")
        elif not both:
            sentence = _(
                "Of {messages} none stands in an exchange that goes both ways: people do not talk to each other."
            )
        sentence = sentence.format(messages=counting.messages(seen.messages), both=f"{both:,}")
        proof = shown.together(shown.exchanges(subject, both_ways, against=True), standing.one_way_evidence(subject))
        change = _("Exchanges that come back, between more people, would change it.")
        return judged("mesh", "missing", sentence, slugs, proof, change)
    through = standing.touches(subject, seen.middle)
    proof = shown.exchanges(subject, both_ways & ~through)
    share = _("{share} % of the messages stand in an exchange that goes both ways")
    fault = rules.mesh_fault(seen, subject.turns, is_chance=subject.is_chance)
    if not fault and (seen.explicit or 0.0) < 1:
        # It must show with the surer links alone as well: no confident word may hang on doubtful ones.
        surer = subject.surer
        if fault := rules.mesh_fault(surer.pattern, surer.turns, is_chance=surer.is_chance, is_surer=True):
            seen = surer.pattern
            share = _("By the surer links {share} % of the messages stand in an exchange that goes both ways")
    told = {
        "share": share.format(share=percent(seen.two_way)),
        "aside": percent(seen.aside or 0.0),
        "middle": standing.named(subject, np.array(seen.middle)),
    }
    if fault:
        sentence, change = FAULTS[fault]
        proof = shown.together(shown.exchanges(subject, both_ways & through), proof)
        return judged("mesh", "partly", _(sentence).format(**told), slugs, proof, _(change))
    sentence = _("{share}, and {aside} % of that does without {middle}.").format(**told)
    change = _("It would fail if the exchange came to run through one person.")
    return judged("mesh", "holds", sentence, slugs, proof, change)
