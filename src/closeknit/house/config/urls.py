"""Every address of the house: `/`, and what each feature's `urls.py` gives.

A feature NAME gives `urlpatterns` under `/PREFIX/` and `community_patterns` under `/c/SLUG/PREFIX/`; both are
reversed as `NAME:page`.
"""

import importlib
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from closeknit.house.config import discovery
from closeknit.house.core.features import FeatureConfig
from closeknit.house.ui import views

handler400 = "closeknit.house.ui.views.bad_request"
handler403 = "closeknit.house.ui.views.forbidden"
handler404 = "closeknit.house.ui.views.not_found"
handler500 = "closeknit.house.ui.views.broken"


def _of(feature: type[FeatureConfig]) -> list[URLPattern | URLResolver]:
    name = f"{feature.name}.urls"
    if find_spec(name) is None:
        return []
    module = importlib.import_module(name)
    prefix = f"{feature.prefix}/" if feature.prefix else ""
    inner = [
        path(f"c/<slug:slug>/{prefix}", include(list(getattr(module, "community_patterns", ())))),
        path(prefix, include(list(getattr(module, "urlpatterns", ())))),
    ]
    return [path("", include((inner, feature.short)))]


urlpatterns = [
    path("", views.front, name="front"),
    path("language/", views.language, name="language"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("sw.js", views.service_worker, name="service-worker"),
    path("offline/", views.offline, name="offline"),
    path("healthz", views.healthy, name="healthy"),
    *(pattern for feature in discovery.found() for pattern in _of(feature)),
]
