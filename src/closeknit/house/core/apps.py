"""Django's entry for the core."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The core's tables: journal, jobs, letters, rates, once-tokens."""

    name = "closeknit.house.core"
    label = "core"

    def ready(self) -> None:
        """Register the system checks and the daily tidying."""
        from closeknit.house.core import checks, housekeeping  # noqa: F401 - they register themselves
