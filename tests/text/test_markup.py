"""What a person sees of a piece of HTML."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeknit.text.markup import html_words


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("大家好", "大家好"),
        ("Tom &amp; Jerry", "Tom & Jerry"),
        ("<p>大家好</p>", "大家好"),
        ("<p>one</p>\n<p>two</p>", "one\n\ntwo"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<div>one</div><div>two</div>", "one\ntwo"),
        ("<ul>\n<li>tea</li>\n<li>rice</li>\n</ul>", "tea\nrice"),
        ("a  <b>b</b>\n c", "a b c"),
        ("<pre>x = 1\n  y</pre>", "x = 1\n  y"),
        ("<tr><td>tea</td><td>3</td></tr>", "tea 3"),
        ("<style>p { color: red }</style><p>seen</p><script>if (a < b) x()</script>", "seen"),
        ('好 <img src="x.png" class="emoji" alt=":smile:" title="a > b">', "好 :smile:"),
        ('<a title="1 > 0" href=x>link</a>', "link"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("<!-- <p>hidden</p> -->seen", "seen"),
        ("a&nbsp;b", "a b"),
        ("", ""),
    ],
)
def test_words(html: str, words: str) -> None:
    assert html_words(html) == words


def test_elements_are_left_out_whole_however_deep() -> None:
    html = "<p>mine</p><blockquote><blockquote>a</blockquote>b</blockquote><p>mine too</p>"
    assert html_words(html, frozenset({"blockquote"})) == "mine\n\nmine too"
    assert html_words("<p>mine</p><blockquote>open", frozenset({"blockquote"})) == "mine"


@given(st.text(alphabet="<>/\"'= pbr!-&;a\n\x1e", max_size=200))
def test_nothing_is_too_broken(html: str) -> None:
    words = html_words(html, frozenset({"p"}))
    assert words == words.strip()


@pytest.mark.parametrize(
    "piece", ["<", '<a "', "<a '", "<!--", "<p ", '"<', "<p>", "</p>", "<blockquote>", " \n", "\x1e", "&"]
)
def test_hostile_html_costs_no_more_than_its_length(piece: str) -> None:
    started = time.process_time()
    html_words(piece * 100_000, frozenset({"blockquote"}))
    assert time.process_time() - started < 3
