"""Django's entry for the look."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, static files and the texts of the frame."""

    name = "closeknit.house.ui"
    label = "ui"
