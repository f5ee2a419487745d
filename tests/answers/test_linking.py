"""What a history states is linked as it states it; the rest with a probability."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeknit.answers.linking import link
from closeknit.answers.links import GROUNDS, Links
from closeknit.records.rows import Rows, make_rows
from tests.answers.conversation import SECOND, START, history


def shown(rows: Rows, links: Links) -> list[tuple[int, int, str]]:
    return [
        (int(c), int(p), GROUNDS[g])
        for c, p, g in zip(links.child, links.parent, links.ground)
        if GROUNDS[g] != "inferred"
    ]


def test_a_reply_is_linked_to_its_id_in_the_same_chat() -> None:
    rows = history(
        """
        Lin> 今晚誰來吃飯？
        Wang> 我來
        # other
        Mei> 別的群
        Lin> 回這裡
        Wang> 回不到的
        """,
        {1: {"reply_to": "0"}, 3: {"reply_to": "2"}, 4: {"reply_to": "0"}},
    )
    assert shown(rows, link(rows, inference="none")) == [(1, 0, "reply"), (3, 2, "reply")]


@pytest.mark.parametrize(
    "quote",
    [
        {"quoted": "我們週六下午三點在圖書館門口集合", "quoted_author": "Lin"},
        {"quoted": "我們週六下午三點在…", "quoted_author": "Lin"},
        {"quoted": "我們週六下午三..."},
        {"quoted": "[图片]", "quoted_author": "Lin", "quoted_at": START + 10 * SECOND},
        {"quoted": "我們 週六\n下午三點在圖書館", "quoted_author": "unknown nickname"},
        {"quoted": "我们周六下午三点在图书馆门口集合", "quoted_author": "Lin"},
    ],
    ids=["whole", "cut", "without author", "by second", "white space, other name", "other script"],
)
def test_a_quote_finds_the_message_it_repeats(quote: dict[str, object]) -> None:
    rows = history(
        """
        Mei> 什麼時候？
        Lin> 我們週六下午三點在圖書館門口集合
        Lin> 記得帶書
        Wang> 好
        """,
        {3: {"is_reply": True, **quote}},
    )
    assert shown(rows, link(rows, inference="none")) == [(3, 1, "quote")]


def test_of_equal_messages_the_latest_before_the_quote_is_meant() -> None:
    rows = history("A> 收到\nA> 收到\nB> 謝謝\nA> 收到", {2: {"quoted": "收到", "quoted_author": "A"}})
    assert shown(rows, link(rows, inference="none")) == [(2, 1, "quote")]


def test_the_whole_text_goes_before_a_longer_one_that_begins_alike() -> None:
    rows = history("A> 收到\nA> 收到了嗎？\nB> 是", {2: {"quoted": "收到", "quoted_author": "A"}})
    assert shown(rows, link(rows, inference="none")) == [(2, 0, "quote")]


def test_a_quote_of_nothing_here_is_no_link() -> None:
    rows = history("A> 早\nB> 好", {1: {"quoted": "完全沒有說過的話", "quoted_author": "A"}})
    assert shown(rows, link(rows, inference="none")) == []


def test_a_thread_counts_only_where_the_tool_marks_an_answer() -> None:
    rows = history(
        "A> root\nB> chat\nC> in thread\nB> beside",
        {0: {"thread": "t"}, 2: {"thread": "t", "is_reply": True}, 3: {"thread": "t"}},
    )
    assert shown(rows, link(rows, inference="none")) == [(2, 0, "thread")]


def test_a_mention_answers_what_that_person_said_last() -> None:
    rows = history(
        "Lin> 早\nWang> 買書嗎\nMei> 下雨了\nLin> @Wang 買\nMei> @所有人 開會",
        {3: {"mentions": ["Wang"]}, 4: {"mentions": ["所有人"]}},
    )
    assert shown(rows, link(rows, inference="none")) == [(3, 1, "mention")]


@pytest.mark.parametrize(
    "text",
    ["Wang: yes", "wang, yes", "@Wang yes", "@Wang\u2005yes", "ＷＡＮＧ：yes"],
    ids=["colon", "comma", "at", "WeChat's space", "wide"],
)
def test_a_name_at_the_start_answers_that_person(text: str) -> None:
    rows = history(f"Wang> who comes?\nMei> rain\nLin> {text}")
    assert shown(rows, link(rows, inference="none")) == [(2, 0, "name")]


def test_a_name_inside_or_ones_own_is_no_call() -> None:
    rows = history("Wang> who comes?\nLin> I asked Wang: no\nWang> Wang: me\nMei> well, no")
    assert shown(rows, link(rows, inference="none")) == []


def test_with_the_model_a_call_is_still_certain_and_of_the_person_called() -> None:
    rows = history("Wang> who comes on Saturday?\nWang> rain again\nMei> hm\nLin> Wang: Saturday suits me\nMei> 好")
    links = link(rows)
    at = np.flatnonzero(links.child == 3)
    assert [GROUNDS[g] for g in links.ground[at]] == ["name"]
    assert links.parent[at[0]] in {0, 1}
    assert links.probability[at[0]] == 1


@pytest.mark.parametrize("inference", ["quick", "thorough"])
def test_an_answer_without_a_mark_is_inferred(inference: str) -> None:
    rows = history(
        """
        Ann> does anybody know a good dentist near the station?
        Bob> the bakery is closed today
        Cem> the dentist near the station is good, I went there
        """
    )
    links = link(rows, inference=inference)
    assert (2, 0) in set(zip(links.child.tolist(), links.parent.tolist()))
    assert links.method == inference
    assert ((links.probability > 0) & (links.probability <= 1)).all()


names = st.sampled_from(["林", "Ann", "Bob Dole", "=1+1", "\u202eevil", "<script>", "", " ", "9", "a:b"])
words = st.text(max_size=12) | st.sampled_from(
    [
        "Ann: hi",
        "@林 好",
        "？",
        "http://x.y",
        "a" * 700,
        ":",
        "@",
        "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    ]
)


@given(st.lists(st.tuples(names, words), max_size=12), st.booleans(), st.sampled_from(["none", "quick", "thorough"]))
def test_links_are_lawful_whatever_is_typed(rows_typed: list[tuple[str, str]], timed: bool, inference: str) -> None:
    from closeknit.records.builder import MessageBuilder
    from closeknit.records.options import ReadOptions

    builder = MessageBuilder("test", "test.txt", ReadOptions(), wall=False)
    builder.channel("room")
    for number, (author, text) in enumerate(rows_typed):
        builder.add(
            time=START + number if timed else None, author=author or None, text=text or None, id=str(number % 3)
        )
    rows = make_rows(builder.finish().messages)
    links = link(rows, inference=inference)
    assert (links.parent < links.child).all()
    assert (rows.channel[links.parent] == rows.channel[links.child]).all()
    assert np.isfinite(links.probability).all()
    assert ((links.probability > 0) & (links.probability <= 1)).all()
    assert (links.probability[links.is_explicit] == 1).all()
    assert (np.diff(links.child) >= 0).all()
    assert len(set(zip(links.child.tolist(), links.parent.tolist()))) == len(links)


def test_renaming_people_changes_nothing_where_nobody_is_named() -> None:
    text = "Ann> who comes to the reading on Saturday?\nBob> rain\nCem> to the reading I come\nAnn> good\nBob> me too"
    one, two = history(text), history(text.replace("Ann>", "Xu>").replace("Bob>", "李>").replace("Cem>", "Q>"))
    first, second = link(one), link(two)
    assert first.child.tolist() == second.child.tolist()
    assert first.parent.tolist() == second.parent.tolist()
    np.testing.assert_allclose(first.probability, second.probability, rtol=1e-5)


def test_no_rows_give_no_links() -> None:
    rows = history("A> one")
    empty = rows.take(np.zeros(1, np.bool_))
    for inference in ("none", "quick", "thorough"):
        assert len(link(empty, inference=inference)) == 0


def test_an_unknown_way_of_inferring_is_refused() -> None:
    with pytest.raises(ValueError, match="fast"):
        link(history("A> one"), inference="fast")
