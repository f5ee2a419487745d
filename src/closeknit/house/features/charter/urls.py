"""Addresses of the charter."""

from django.urls import path

from closeknit.house.features.charter import views

community_patterns = [
    path("", views.charter, name="charter"),
    path("versions/<int:number>/", views.version, name="version"),
    path("compare/<int:old>/<int:new>/", views.compare, name="compare"),
    path("templates/", views.templates, name="templates"),
    path("begin/", views.begin, name="begin"),
    path("draft/", views.draft, name="draft"),
    path("draft/adopt/", views.adopt, name="adopt"),
    path("draft/drop/", views.drop, name="drop"),
]
