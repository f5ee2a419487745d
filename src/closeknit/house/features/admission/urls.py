"""Addresses of the gate."""

from django.urls import path

from closeknit.house.features.admission.views import desk, door, keeping, review

community_patterns = [
    path("", door.door, name="door"),
    path("i/<str:token>/", door.invited, name="invited"),
    path("sent/", door.sent, name="sent"),
    path("mine/", door.mine, name="mine"),
    path("mine/withdraw/", door.withdraw, name="withdraw"),
    path("letter/<str:token>/", door.letter, name="letter"),
    path("qr.svg", door.qr, name="qr"),
    path("desk/", desk.desk, name="desk"),
    path("poster/", desk.poster, name="poster"),
    path("in/", desk.arrive, name="arrive"),
    path("vouch/<int:ident>/", desk.vouch, name="vouch"),
    path("invitations/", desk.invitations, name="invitations"),
    path("invitations/<int:ident>/", desk.invitation, name="invitation"),
    path("invitations/<int:ident>/withdraw/", desk.uninvite, name="uninvite"),
    path("passages/<int:ident>/picture/", desk.picture, name="picture"),
    path("applications/", review.applications, name="applications"),
    path("applications/<int:ident>/", review.application, name="application"),
    path("applications/<int:ident>/admit/", review.admit, name="admit"),
    path("applications/<int:ident>/refuse/", review.refuse, name="refuse"),
    path("funnel/", review.funnel, name="funnel"),
    path("settings/", keeping.settings, name="settings"),
    path("questions/", keeping.questions, name="questions"),
    path("questions/new/", keeping.new_question, name="new-question"),
    path("questions/<int:ident>/", keeping.question, name="question"),
    path("questions/<int:ident>/remove/", keeping.remove_question, name="remove-question"),
    path("questions/<int:ident>/raise/", keeping.raise_question, name="raise-question"),
    path("passages/", keeping.passages, name="passages"),
    path("passages/<int:ident>/remove/", keeping.remove_passage, name="remove-passage"),
]
