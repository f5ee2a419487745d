"""Addresses of deeds."""

from django.urls import path

from closeknit.house.features.deeds import views

community_patterns = [
    path("", views.mine, name="mine"),
    path("new/", views.promise, name="promise"),
    path("<int:deed_id>/done/", views.done, name="done"),
    path("<int:deed_id>/let-go/", views.let_go, name="let-go"),
    path("<int:deed_id>/later/", views.put_off, name="put-off"),
    path("<int:deed_id>/again/", views.take_up, name="take-up"),
]
