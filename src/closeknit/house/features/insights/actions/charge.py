"""Who runs the group: what organisers say of it, beside their own confirmed faces."""

from collections.abc import Iterable
from datetime import datetime

from django.http import Http404

from closeknit.house.core import journal
from closeknit.house.core.actions import action
from closeknit.house.core.permissions import Viewer
from closeknit.house.features.insights.models import InCharge, Store
from closeknit.house.features.insights.rules import LONGEST_WORD, MOST_IN_CHARGE


@action(may="insights.keep")
def say_who_runs(*, actor: Viewer, now: datetime, word: str, runs: bool) -> None:
    """That whoever has this face (its label) or name runs the group, or does not; saying it twice is saying it once."""
    store_id = Store.objects.filter(community_id=actor.community_id).values_list("id", flat=True).first()
    if store_id is None or not word or "\0" in word or len(word) > LONGEST_WORD:
        raise Http404
    if runs:
        tell_in_charge(store_id, [word])
    else:
        InCharge.objects.filter(store_id=store_id, word=word).delete()
    journal.note("insights.in_charge", actor=actor, now=now, object=("store", store_id))


def tell_in_charge(store_id: int, words: Iterable[str]) -> None:
    """Add to those who run the group."""
    room = MOST_IN_CHARGE - InCharge.objects.filter(store_id=store_id).count()
    rows = [InCharge(store_id=store_id, word=word) for word in words][: max(room, 0)]
    InCharge.objects.bulk_create(rows, ignore_conflicts=True)
