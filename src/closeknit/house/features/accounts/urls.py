"""Addresses of accounts."""

from django.conf import settings
from django.urls import path

from closeknit.house.features.accounts import views

urlpatterns = [
    path("enter/", views.enter, name="enter"),
    path("enter/sent/", views.sent, name="sent"),
    path("enter/<str:token>/", views.use_link, name="use-link"),
    path("first/<str:token>/", views.claim, name="claim"),
    path("leave/", views.leave, name="leave"),
    path("me/", views.me, name="me"),
    path("me/password/", views.password, name="password"),
    path("me/address/", views.address, name="address"),
    path("me/address/<str:token>/", views.confirm_address, name="confirm-address"),
]
if settings.DEMO:
    urlpatterns.append(path("play/<slug:role>/", views.play, name="play"))
