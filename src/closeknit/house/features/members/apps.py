"""Members, as the house knows them."""

from django.utils.translation import gettext_lazy as _

from closeknit.house.core.features import FeatureConfig, Nav, Panel
from closeknit.house.core.permissions import Role, Where


class MembersConfig(FeatureConfig):
    """Profiles, faces, chapters, leaves of absence, consents."""

    name = "closeknit.house.features.members"
    tier = 11
    prefix = "members"
    verbs = {
        "members.welcomed": _("welcomed"),
        "members.ensured": _("was given a profile"),
        "members.made": _("made a profile for"),
        "members.edited": _("wrote the profile of"),
        "members.levelled": _("set the level of"),
        "members.numbered": _("set the member number of"),
        "members.face_claimed": _("claimed an account"),
        "members.face_confirmed": _("confirmed an account of"),
        "members.face_dropped": _("took out an account"),
        "members.chapter_opened": _("opened a chapter"),
        "members.chapter_changed": _("changed a chapter"),
        "members.chapter_closed": _("closed a chapter"),
        "members.placed": _("put into a chapter"),
        "members.away": _("took leave"),
        "members.back": _("ended a leave"),
        "members.link_made": _("made a claim link for"),
        "members.link_sent": _("sent a claim link to"),
        "members.claimed": _("claimed a profile"),
        "members.declined": _("wanted no profile"),
        "members.left": _("left"),
        "members.forgotten": _("was forgotten"),
        "members.accepted": _("accepted the charter"),
        "members.roster_sent": _("sent a roster"),
        "members.roster_dropped": _("threw a roster away"),
        "members.import_begun": _("began an import"),
        "members.imported": _("imported a roster"),
        "members.import_failed": _("could not import a roster"),
        "members.import_undone": _("asked to take an import back"),
        "members.taken_back": _("took an import back"),
        "members.exported": _("exported the members"),
    }
    permissions = {
        "members.glimpse": {Role.VISITOR: Where.COMMUNITY},
        "members.see": {Role.MEMBER: Where.COMMUNITY},
        "members.own": {Role.MEMBER: Where.OWN},
        "members.keep": {Role.ORGANISER: Where.COMMUNITY},
        "members.claim": {Role.PERSON: Where.OWN},
    }
    nav = (Nav(_("Members"), "members:directory", "members.see", 20),)
    mine = "panels.waiting"
    panels = (Panel("panels.mine", "members.own", 20),)
