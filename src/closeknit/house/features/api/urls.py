"""Addresses of the openness."""

from django.urls import path

from closeknit.house.features.api.views import feeds, pages, v1

urlpatterns = [
    path("v1/openapi.json", v1.description, name="description"),
    path("v1/community", v1.community, name="community"),
    path("v1/members", v1.members, name="members"),
    path("v1/charter", v1.charter, name="charter"),
    path("v1/deeds", v1.deeds, name="deeds"),
    path("calendar/<str:token>.ics", feeds.calendar, name="calendar"),
]
community_patterns = [
    path("", pages.keep, name="keep"),
    path("new/", pages.new, name="new"),
    path("<int:token_id>/end/", pages.end, name="end"),
    path("export/", pages.export, name="export"),
    path("calendar/", pages.mine, name="mine"),
    path("feed.atom", feeds.atom, name="feed"),
]
