"""Components after the look, as tags: `{% mark "break" %}`, `{% chip name %}`, `{% send form word=… %}` …"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from django import template
from django.core.paginator import Page
from django.template import Context
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from closeknit.house.core import once as once_tokens
from closeknit.house.core.middleware import TAGS

register = template.Library()


@register.simple_tag
@cache
def sprite() -> SafeString:
    """The symbols of every page; the report's own file, so that both draw the same."""
    return mark_safe(files("closeknit").joinpath("report", "style", "marks.svg").read_text("utf-8"))


@register.simple_tag
def mark(name: str) -> SafeString:
    """One of the symbols knot, part, break, dots; the word beside it says the same."""
    return format_html(
        '<svg class="mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><use href="#{}"/></svg>', name
    )


@register.simple_tag
def seal(name: str) -> SafeString:
    """The one character that stands for a person."""
    letters = [c for c in name if c.isalnum()]
    last = letters[-1] if letters and ord(letters[-1]) > 0x2E80 else (letters[0].upper() if letters else "·")
    return format_html('<span class="seal" aria-hidden="true">{}</span>', last)


@register.simple_tag
def chip(name: str, faces: Sequence[str] = (), you: bool = False, url: str = "") -> SafeString:
    """A person: seal, name, faces on carriers; `you` turns the seal gold."""
    shown = format_html('<a href="{}">{}</a>', url, name) if url else name
    told = format_html_join("", '<span dir="auto">{}</span>', ((face,) for face in faces))
    return format_html(
        '<span class="chip"{}>{}<span><b dir="auto">{}</b>{}</span></span>', SafeString(" data-you" if you else ""),
        seal(name), shown, format_html('<span class="faces">{}</span>', told) if faces else "",
    )  # fmt: skip


@register.simple_block_tag
def notice(content: str, kind: str = "") -> SafeString:
    """`{% notice "due" %}<p>…</p>{% endnotice %}`: kind is "", due or refusal (then it begins with the break)."""
    role = ' role="alert"' if kind == "refusal" else ""
    return format_html('<div class="notice {}"{}>{}</div>', kind, SafeString(role), content)


@register.simple_block_tag
def empty(content: str) -> SafeString:
    """A bare warp, one sentence, one act."""
    threads = "".join(f"M{x} 4V44" for x in range(8, 121, 16))
    return format_html(
        '<div class="empty"><svg viewBox="0 0 128 48" aria-hidden="true" focusable="false">'
        '<path class="c-axis" d="{}"/></svg>{}</div>',
        threads,
        content,
    )


@register.inclusion_tag("ui/send.html", takes_context=True)
def send(
    context: Context, form: Any, word: str, *, back: str = "", back_word: str = "", grave: bool = False,
    action: str = "", id: str = "form", smooth: bool = True,
) -> dict[str, Any]:  # fmt: skip
    """A whole form: token, refusals with links to the fields, fields, one button, the way back.

    Two forms on one page need two `id`s, and `prefix`es in Python. Without `smooth` it is sent as forms are, and where
    no form of a page is smooth nobody fetches what makes them so.
    """
    request = context["request"]
    return {
        "form": form, "word": word, "back": back, "back_word": back_word or _("Back"), "grave": grave,
        "action": action or request.get_full_path(), "form_id": id, "csrf_token": context.get("csrf_token"),
        "smooth": smooth, "token": once_tokens.token(),
    }  # fmt: skip


@register.simple_tag(takes_context=True)
def press(context: Context, word: str, *, action: str, kind: str = "plain", **hidden: Any) -> SafeString:
    """One button that posts: `{% press _("Renew") action=url offer=offer.id %}`; kind is "", plain, grave or link."""
    told = {"csrfmiddlewaretoken": context.get("csrf_token"), "once": once_tokens.token(), **hidden}
    return format_html(
        '<form method="post" action="{}">{}<button class="{}">{}</button></form>', action,
        format_html_join("", '<input type="hidden" name="{}" value="{}">', told.items()),
        "link" if kind == "link" else f"btn {kind}", word,
    )  # fmt: skip


@register.inclusion_tag("ui/steps.html")
def steps(words: Sequence[str], now: int) -> dict[str, Any]:
    """Steps on a thread; `now` counts from 0."""
    return {"steps": [(w, "done" if i < now else "now" if i == now else "ahead") for i, w in enumerate(words)]}


@register.inclusion_tag("ui/tabs.html")
def tabs(label: str, items: Sequence[tuple[str, str, bool]]) -> dict[str, Any]:
    """Tabs are links: (address, word, whether it is this one)."""
    return {"label": label, "items": items}


@register.inclusion_tag("ui/pages.html", takes_context=True)
def pages(context: Context, page: Page, name: str = "page") -> dict[str, Any]:
    """Links to the other pages of a list, keeping the rest of the query."""
    query = context["request"].GET.copy()

    def address(number: int) -> str:
        query[name] = str(number)
        return f"?{query.urlencode()}"

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "links": [(n, address(n) if isinstance(n, int) else "", n == page.number) for n in numbers],
        "before": address(page.number - 1) if page.has_previous() else "",
        "after": address(page.number + 1) if page.has_next() else "",
    }


@register.inclusion_tag("ui/rows.html")
def rows(caption: str, head: Sequence[str], rows: Sequence[Sequence[Any]]) -> dict[str, Any]:
    """A table that turns into cards on phones; a row's first cell is its heading."""
    return {"caption": caption, "head": head, "rows": [list(zip(head, row, strict=True)) for row in rows]}


@register.inclusion_tag("ui/deeds.html")
def deeds(items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Numbered deeds: each `title`, `text`, and perhaps `url` and `word` of its one link."""
    return {"items": items}


@register.inclusion_tag("ui/timeline.html")
def timeline(items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Knots on a thread: each `at`, `text`, and perhaps `now` or `ahead`."""
    return {"items": items}


@register.inclusion_tag("ui/paste.html")
def paste(label: str, text: str, id: str = "paste") -> dict[str, Any]:
    """Text to take away."""
    return {"label": label, "text": text, "id": id, "lines": min(12, text.count("\n") + 2)}


@register.inclusion_tag("ui/progress.html")
def progress(label: str, value: int, most: int, id: str = "progress") -> dict[str, Any]:
    """How far something has come."""
    return {"label": label, "value": value, "most": most, "id": id}


@register.simple_tag
def gap() -> str:
    """What stands between two sentences, or between a colon and what it announces: nothing in Chinese."""
    return "" if _in_chinese() else " "


@register.simple_tag
def colon() -> str:
    """What announces the words after it."""
    return "：" if _in_chinese() else ": "


def _in_chinese() -> bool:
    return (get_language() or "").startswith("zh")


@register.filter
def bcp47(code: str) -> str:
    """Django's name of a language as `<html lang>` says it."""
    return TAGS.get(code, code)


@register.simple_tag
def when(at: date | datetime | None, style: str = "") -> SafeString | str:
    """A `<time>` in the reader's zone: 2026年11月5日, or with the hour (style "full")."""
    if at is None:
        return ""
    if isinstance(at, datetime):
        local = timezone.localtime(at).replace(tzinfo=None)
        shown = _date(local, "DATETIME_FORMAT" if style == "full" else "DATE_FORMAT", get_language())
    else:
        shown = _date(at, "DATE_FORMAT", get_language())
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), shown)


@lru_cache(4096)
def _date(at: date | datetime, style: str, language: str | None) -> str:
    """A day or an hour as the reader's clock shows it, in the language in force; the same ones come again and again."""
    return date_format(at if style == "DATETIME_FORMAT" else date(at.year, at.month, at.day), style)
