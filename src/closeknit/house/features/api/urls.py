"""Addresses of the openness."""

from django.urls import path

from closeknit.house.features.api.views import asking, feeds, hooks, pages, v1

urlpatterns = [
    path("v1/openapi.json", pages.description, name="description"),
    *asking.addresses(v1.DECLARED),
    path("calendar/<str:token>.ics", feeds.calendar, name="calendar"),
    path("feed/<str:token>.atom", feeds.private, name="private-feed"),
]
community_patterns = [
    path("", pages.keep, name="keep"),
    path("new/", pages.new, name="new"),
    path("<int:token_id>/end/", pages.end, name="end"),
    path("export/", pages.export, name="export"),
    path("hooks/new/", hooks.new, name="hook-new"),
    path("hooks/<int:hook_id>/", hooks.one, name="hook"),
    path("hooks/<int:hook_id>/change/", hooks.change, name="hook-change"),
    path("hooks/<int:hook_id>/try/", hooks.try_out, name="hook-try"),
    path("hooks/<int:hook_id>/on/", hooks.switch_on, name="hook-on"),
    path("hooks/<int:hook_id>/end/", hooks.end, name="hook-end"),
    path("hooks/again/<slug:delivery_id>/", hooks.send_again, name="hook-again"),
    path("calendar/", pages.mine, name="mine"),
    path("feed.atom", feeds.atom, name="feed"),
]
