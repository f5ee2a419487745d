"""Addresses of accounts."""

from django.conf import settings
from django.urls import path

from closeknit.house.features.accounts.views import entering, letters, own, passkeys

urlpatterns = [
    path("enter/", entering.enter, name="enter"),
    path("enter/sent/", entering.sent, name="sent"),
    path("enter/passkey/", passkeys.enter, name="enter-passkey"),
    path("enter/passkey/challenge/", passkeys.challenge_to_enter, name="enter-challenge"),
    path("enter/<str:token>/", entering.use_link, name="use-link"),
    path("first/<str:token>/", entering.claim, name="claim"),
    path("leave/", entering.leave, name="leave"),
    path("letters/", letters.letters, name="letters"),
    path("me/", own.me, name="me"),
    path("me/password/", own.password, name="password"),
    path("me/passkeys/", passkeys.add, name="add-passkey"),
    path("me/passkeys/challenge/", passkeys.challenge_to_add, name="add-challenge"),
    path("me/passkeys/<int:passkey_id>/remove/", passkeys.remove, name="remove-passkey"),
    path("me/address/", own.address, name="address"),
    path("me/address/<str:token>/", own.confirm_address, name="confirm-address"),
]
if settings.DEMO:
    urlpatterns.append(path("play/<slug:role>/", entering.play, name="play"))
