"""Who asks, in the house as a whole; inside a community it is `communities.api.in_community` that says so."""

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.views import redirect_to_login
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpResponse

from closeknit.house.core.permissions import Role, Viewer, with_implied


def viewer_of(person_id: int | None, *, keeper: bool = False) -> Viewer:
    """A person's viewer in the house as a whole; None is nobody."""
    if person_id is None:
        return Viewer()
    return Viewer(person_id=person_id, roles=with_implied([Role.KEEPER if keeper else Role.PERSON]))


def viewer(request: Any) -> Viewer:
    """Whoever asks."""
    user = request.user
    return viewer_of(user.id, keeper=user.keeper) if user.is_authenticated else Viewer()


def signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of the house for any signed-in person; others are led to the sign-in page and back."""

    @wraps(view)
    def asked(request: Any, *args: Any, **words: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **words)

    return asked


def name_of(column: str) -> Any:
    """For a query that is asked anyway: the name of the person whose id stands in `column`; "" for nobody."""
    rows = get_user_model().objects.filter(id=OuterRef(column)).values("name")[:1]
    return Coalesce(Subquery(rows), Value(""))


def names(ids: Iterable[int]) -> Mapping[int, str]:
    """Names by person id, in one query; "" for one who was erased."""
    return dict(get_user_model().objects.filter(id__in=set(ids)).values_list("id", "name"))
