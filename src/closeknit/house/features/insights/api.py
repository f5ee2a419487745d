"""The only door for other features: the newest findings, and the events that say that they changed.

Events: `insights.kept` ("upload", id), `insights.examined` ("store", id).
"""

from closeknit.house.features.insights.selectors import ReportCard, myself, newest

__all__ = ["ReportCard", "myself", "newest"]
