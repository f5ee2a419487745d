"""This week, the report, and month by month."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from closeknit.house.core.middleware import TAGS
from closeknit.house.core.once import token
from closeknit.house.core.pages import go, page, submit
from closeknit.house.core.permissions import BACKBONE, Role
from closeknit.house.features.communities import api as communities
from closeknit.house.features.communities.api import Here, in_community
from closeknit.house.features.deeds import api as deeds
from closeknit.house.features.insights import forms, rules, selectors
from closeknit.house.features.insights.actions import remedies
from closeknit.house.features.insights.views.tabs import tabs
from closeknit.house.features.insights.words import STATES, WORDS, condition
from closeknit.house.features.members import api as members


@in_community("insights.see")
@require_safe
def pulse(request: Any, here: Here) -> HttpResponse:
    """What to do this week, who went quiet, who waits, what moved; a member sees the whole and herself."""
    card = selectors.newest(here.viewer, get_language() or "")
    may_keep = here.viewer.may("insights.keep")
    context: dict[str, Any] = {"card": card, "tabs": tabs(here, "pulse"), "may_keep": may_keep, **_tag(card)}
    if card is None:
        context["is_busy"] = selectors.is_busy(here.viewer)
        return page(request, "insights/none.html", context)
    context |= {
        "word": WORDS.get(card.word, card.word), "tally": _tally(card.facts), "spark": spark(card.facts["weeks"]),
        "weeks": card.facts["weeks"], "until": _day(card.facts["until"]),
        "moved": _moved(selectors.month_before(here.viewer, card), card),
    }  # fmt: skip
    if not may_keep:
        return page(request, "insights/whole.html", {**context, "me": _myself(here)})
    today = timezone.localdate(request.now)
    quiet, away = rules.spared(card.facts["quiet"], members.away(here.id, today))
    last, _count = selectors.reach(here.viewer)
    context |= {
        "quiet": [_dated(person) for person in quiet], "away": away,
        "waiting": [_dated(person) for person in card.facts["waiting"]],
        "remedies": _remedies(here, card, today), "last": _day(last), "is_old": rules.is_old(last, today),
        "today": today, "monday": today - timedelta(days=today.weekday()),
    }  # fmt: skip
    return page(request, "insights/pulse.html", context)


@in_community("insights.see")
@require_safe
def report(request: Any, here: Here, year: int = 0, month: int = 0) -> HttpResponse:
    """The whole report of the library in the house's frame; members get the version for members."""
    language = get_language() or ""
    named = f"{year:04}-{month:02}" if year else ""
    card = selectors.report(here.viewer, named, language)
    if card is None and named:
        raise Http404
    context: dict[str, Any] = {
        "card": card, "tabs": tabs(here, "months" if named else "report"),
        "month": date(year, month, 1) if card and named else None,
        "may_keep": here.viewer.may("insights.keep"), **_tag(card),
    }  # fmt: skip
    if card is None:
        return page(request, "insights/none.html", {**context, "is_busy": selectors.is_busy(here.viewer)})
    context |= {
        "inside": selectors.page_of(here.viewer, card.id),
        "other": language if card.language != language and context["may_keep"] and not named else "",
    }
    return page(request, "insights/report.html", context)


@in_community("insights.keep")
@require_POST
def say(request: Any, here: Here) -> HttpResponse:
    """Have the newest examination said in the reader's language too."""
    remedies.say(actor=here.viewer, now=request.now, language=get_language() or "en")
    return go(request, here.url("insights:report"))


@in_community("insights.see")
@require_safe
def months(request: Any, here: Here) -> HttpResponse:
    """What the verdict was at the end of each month, with what had moved since the one before."""
    listed = selectors.months(here.viewer, get_language() or "", request.GET.get("page"))
    rows = [
        {
            "card": card,
            "month": date.fromisoformat(f"{card.month}-01"),
            "year": int(card.month[:4]),
            "number": int(card.month[5:]),
            "word": WORDS.get(card.word, card.word),
            "tally": _tally(card.facts),
            "conditions": card.facts["conditions"],
            "moved": _moved(before, card),
        }
        for card, before in listed.object_list
    ]
    return page(request, "insights/months.html", {"rows": rows, "listed": listed, "tabs": tabs(here, "months")})


@in_community("insights.keep")
@require_POST
def take(request: Any, here: Here, report_id: int, slug_: str) -> HttpResponse:
    """A remedy becomes a deed."""
    card = selectors.newest(here.viewer, get_language() or "")
    named = next((one for one in (card.facts["remedies"] if card else ()) if one["slug"] == slug_), None)
    form = forms.Take(request.POST, people=_doers(here, [named] if named else []))
    done = submit(
        request, form, lambda typed: remedies.take(
            actor=here.viewer, now=request.now, report_id=report_id, slug=slug_, **typed
        ),
        to=lambda _id: here.url("insights:pulse"),
    )  # fmt: skip
    return done or page(request, "insights/take.html", {"form": form, "remedy": named, "tabs": tabs(here, "")})


def _remedies(here: Here, card: selectors.ReportCard, today: date) -> Sequence[Mapping[str, Any]]:
    """The remedies, each with its form, or with the deed that it has become."""
    found = card.facts["remedies"]
    marks = {one["slug"]: rules.mark(card.facts, one["slug"]) for one in found}
    taken = selectors.taken(here.viewer, list(marks.values()))
    given = deeds.cards(here.id, taken.values()) if taken else {}
    doers = _doers(here, found)
    names = dict(doers)
    missing = {deed.person_id for deed in given.values()} - set(names)
    names |= communities.names(here.id, missing) if missing else {}
    rows = []
    for i, one in enumerate(found):
        deed = given.get(taken.get(marks[one["slug"]], 0))
        due = today + timedelta(days=min(one["look_again"] or 7, 14))
        form = forms.Take(people=doers, initial={"due": due}, auto_id=f"r{i}_%s")
        rows.append(
            {
                "one": one, "deed": deed, "who": names.get(deed.person_id, "") if deed else "", "id": f"remedy-{i}",
                "form": form, "due": due, "first": doers[0][1] if doers else "", "token": token(),
                "url": here.url("insights:take", report_id=card.id, slug_=one["slug"]),
            }
        )  # fmt: skip
    return rows


def _doers(here: Here, found: Sequence[Mapping[str, Any]]) -> Sequence[tuple[int, str]]:
    """Who may be asked: oneself, those who carry the community, and members whom a remedy names."""
    own = here.viewer.person_id or 0
    carry = communities.member_ids(here.id, roles=(Role.ORGANISER, *BACKBONE))
    named = [person["id"] for one in found for person in one["people"] if person["id"]]
    ids = list(dict.fromkeys([own, *carry, *named]))
    names = communities.names(here.id, ids)
    return [(i, names[i]) for i in ids if names.get(i)]


def _myself(here: Here) -> Mapping[str, Any] | None:
    me = selectors.myself(here.viewer)
    return {**me, "last": _day(me.get("last"))} if me else None


def _moved(before: selectors.ReportCard | None, now: selectors.ReportCard) -> Sequence[Mapping[str, Any]]:
    changed = rules.moved(before.facts if before else None, now.facts)
    order = ("missing", "cannot-tell", "partly", "holds")
    return [
        {"title": condition(one["slug"], one["title"]), "was": STATES.get(one["before"], ""),
         "now": STATES.get(one["after"], ""), "state": one["after"], "mark": MARKS.get(one["after"], "dots"),
         "up": order.index(one["after"]) > order.index(one["before"])}
        for one in changed
    ]  # fmt: skip


def _tally(facts: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    return [
        {"state": state, "mark": MARKS[state], "n": n, "word": STATES[state]}
        for state, n in rules.tally(facts).items()
        if n
    ]


MARKS = {"holds": "knot", "partly": "part", "missing": "break", "cannot-tell": "dots"}


def _dated(person: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**person, "last": _day(person.get("last")), "at": _day(person.get("at"))}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _tag(card: selectors.ReportCard | None) -> dict[str, str]:
    return {"tag": TAGS.get(card.language, "en") if card else ""}


def spark(weeks: Sequence[int]) -> str:
    """The points of a curve 96 wide and 24 high."""
    if len(weeks) < 2 or not max(weeks):
        return ""
    most = max(weeks)
    return " ".join(f"{2 + 92 * i / (len(weeks) - 1):.1f},{22 - 20 * n / most:.1f}" for i, n in enumerate(weeks))
