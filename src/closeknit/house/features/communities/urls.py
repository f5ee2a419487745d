"""Addresses of communities."""

from django.urls import path

from closeknit.house.features.communities import views

urlpatterns = [
    path("communities/", views.mine, name="mine"),
    path("communities/new/", views.found, name="found"),
]
community_patterns = [
    path("", views.home, name="home"),
    path("settings/", views.settings, name="settings"),
    path("journal/", views.journal, name="journal"),
]
