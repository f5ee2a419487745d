"""The gate, as the house knows it."""

from django.utils.translation import gettext_lazy

from closeknit.house.core.features import FeatureConfig, Nav, Panel
from closeknit.house.core.permissions import Role, Where


class AdmissionConfig(FeatureConfig):
    """Applications, vouching, review, invitations, arrival."""

    name = "closeknit.house.features.admission"
    tier = 7
    prefix = "gate"
    permissions = {
        "admission.knock": {Role.VISITOR: Where.COMMUNITY},
        "admission.mine": {Role.PERSON: Where.OWN},
        "admission.in": {Role.MEMBER: Where.COMMUNITY},
        "admission.review": {Role.REVIEWER: Where.COMMUNITY, Role.ORGANISER: Where.COMMUNITY},
        "admission.keep": {Role.ORGANISER: Where.COMMUNITY},
    }
    nav = (Nav(gettext_lazy("Gate"), "admission:desk", "admission.in", 40),)
    panels = (Panel("panels.gate", "admission.knock", 8),)
    from_outside = frozenset({"admission.knocked", "admission.knocked_again"})
    verbs = {
        "admission.knocked": gettext_lazy("knocked at the gate"),
        "admission.knocked_again": gettext_lazy("knocked with an address that is known here"),
        "admission.withdrawn": gettext_lazy("took the application back"),
        "admission.entered": gettext_lazy("came in by the letter"),
        "admission.vouched": gettext_lazy("vouched for somebody at the gate"),
        "admission.unvouched": gettext_lazy("no longer vouches"),
        "admission.voted": gettext_lazy("voted on an application"),
        "admission.admitted": gettext_lazy("admitted somebody"),
        "admission.listed": gettext_lazy("put somebody on the waiting list"),
        "admission.refused": gettext_lazy("did not admit somebody"),
        "admission.filled": gettext_lazy("looked for free places"),
        "admission.ended": gettext_lazy("the application ended"),
        "admission.need_unclear": gettext_lazy("the need is not clear from the answers"),
        "admission.no_fit": gettext_lazy("this community cannot give what is needed"),
        "admission.unknown": gettext_lazy("nobody here knows the person"),
        "admission.conduct": gettext_lazy("conduct elsewhere"),
        "admission.other": gettext_lazy("something else"),
        "admission.invited": gettext_lazy("made an invitation"),
        "admission.uninvited": gettext_lazy("withdrew an invitation"),
        "admission.introduced": gettext_lazy("introduced herself"),
        "admission.set": gettext_lazy("set the gate"),
        "admission.own_questions": gettext_lazy("took the template's questions over"),
        "admission.asked": gettext_lazy("wrote a question"),
        "admission.unasked": gettext_lazy("removed a question"),
        "admission.moved_question": gettext_lazy("moved a question"),
        "admission.passage": gettext_lazy("set the way into a chat tool"),
        "admission.no_passage": gettext_lazy("closed the way into a chat tool"),
        "admission.forgot_old": gettext_lazy("emptied old applications"),
        "admission.forgot": gettext_lazy("emptied the applications of somebody who is forgotten"),
        "admission.handed_over": gettext_lazy("passed applications on with the profile"),
    }
