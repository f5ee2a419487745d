"""Addresses of the openness."""

from django.urls import path

from closeknit.house.features.api.views import asking, feeds, pages, v1

urlpatterns = [
    path("v1/openapi.json", pages.description, name="description"),
    *asking.addresses(v1.DECLARED),
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
