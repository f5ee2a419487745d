"""Links are scored by the protocol, and bad files are refused in a sentence."""

import gzip
import json
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeknit.answers.training import Recipe
from closeknit.errors import CloseknitError, TruncatedSource, UnreadableSource
from closeknit.scoring.answers import baselines, figures, score
from closeknit.scoring.answers_check import check
from closeknit.scoring.answers_clusters import agreement, best_pairs, components
from closeknit.scoring.answers_lines import Conversation, Line, read_lines
from closeknit.scoring.answers_metrics import Found
from closeknit.scoring.answers_talk import make_talk, mask_names
from closeknit.scoring.answers_training import train

TALK = [
    ("Ann", "does anybody know a good dentist near the station?", [0]),
    ("Bob", "the bakery is closed today", [1]),
    ("Cem", "Ann: the dentist near the station is good", [0]),
    ("Ann", "Cem: thank you", [2]),
    ("Bob", "so no bread", [1]),
]


def write(path: Path, rows: list[dict[str, object]]) -> Path:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


def lines(times: int = 1, opens: bool = True) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for c in range(times):
        for i, (u, x, g) in enumerate(TALK):
            gold = g if opens or g != [i] else None
            rows.append({"c": f"c{c}", "i": i, "t": None, "s": 60 * i, "u": u, "k": "msg", "x": x, "g": gold})
    return rows


def clock() -> float:
    clock.now += 1.0  # type: ignore[attr-defined]
    return clock.now  # type: ignore[attr-defined,no-any-return]


clock.now = 0.0  # type: ignore[attr-defined]


@pytest.mark.parametrize("case", check(), ids=lambda case: case.name)
def test_figures_equal_those_worked_by_hand(case) -> None:  # type: ignore[no-untyped-def]
    assert case.ok, f"{case.name}: {case.found} instead of {case.expected}"


def test_the_figures_are_plain_and_those_that_do_not_apply_are_null(tmp_path: Path) -> None:
    found = score([write(tmp_path / "a.jsonl", lines(3))], clock=clock, resamples=20)
    plain = json.loads(json.dumps(found))
    assert plain["conversations"] == 3
    assert plain["messages"] == 15
    assert plain["messages_per_cpu_second"] == 15
    assert 0 <= plain["link_f"] <= 100
    assert plain["message_right"] is None
    assert set(plain["intervals"]) == {
        "link_f", "link_p", "link_r", "exact_f", "vi", "one_to_one", "accuracy_without_system",
    }  # fmt: skip
    assert plain["baselines"]["previous_message"]["message_right"] is None


def test_a_file_without_openings_is_scored_by_messages(tmp_path: Path) -> None:
    found = score([write(tmp_path / "a.jsonl", lines(2, opens=False))], clock=clock, resamples=20, known="earlier")
    assert found["link_f"] is None
    assert 0 <= found["message_right"] <= 100
    assert found["message_right"] <= found["author_right"]
    assert found["baselines"]["previous_message"]["message_right"] == pytest.approx(100 / 3)


def test_service_lines_open_themselves_and_stay_out_of_accuracy(tmp_path: Path) -> None:
    rows = [*lines(), {"c": "c0", "i": 5, "s": 400, "u": "Dee", "k": "sys", "x": "has joined", "g": [5]}]
    found = score([write(tmp_path / "a.jsonl", rows)], clock=clock, resamples=0)
    talk = make_talk(read_lines([tmp_path / "a.jsonl"]))
    assert talk.position.tolist() == [0, 1, 2, 3, 4, -1]
    assert found["link_p"] is not None


def test_links_into_the_context_merge_clusters() -> None:
    talk = [
        Conversation("c", tuple(Line("c", i, "a", "x", None, None, "msg", g) for i, g in enumerate([None, [0], [0]])))
    ]
    apart = Found(np.array([1, 2]), np.array([1, 2]), np.full(3, -1), np.zeros(3))
    joined = Found(np.array([1, 2]), np.array([0, 0]), np.array([-1, 0, 0]), np.ones(3))
    random = np.random.default_rng(0)
    assert figures(talk, joined, random, 0)["exact_f"] == 100
    assert figures(talk, apart, random, 0)["exact_f"] == 0


@given(st.lists(st.integers(0, 3), min_size=2, max_size=7).flatmap(lambda a: st.tuples(st.just(a), st.permutations(a))))
def test_agreement_is_symmetric_and_perfect_only_for_equal_clusterings(two: tuple[list[int], list[int]]) -> None:
    gold, found = np.array(two[0]), np.array(two[1])
    there, back = agreement(gold, found), agreement(found, gold)
    assert there.surprise.sum() == pytest.approx(back.surprise.sum())
    assert there.matched.sum() == back.matched.sum()
    assert agreement(gold, gold).surprise.sum() == pytest.approx(0)
    assert agreement(gold, gold + 7).matched.all()


@given(st.lists(st.lists(st.integers(0, 9), min_size=4, max_size=4), min_size=1, max_size=4))
def test_the_best_pairing_is_the_best(table: list[list[int]]) -> None:
    weight = np.array(table)
    row, column = np.nonzero(weight)
    chosen = best_pairs(row, column, weight[row, column])
    best = max(sum(weight[r, c] for r, c in enumerate(p[: len(table)])) for p in permutations(range(4)))
    assert weight[row, column][chosen].sum() == best
    assert len(set(row[chosen].tolist())) == chosen.sum() == len(set(column[chosen].tolist()))


def test_components_join_through_chains() -> None:
    assert components(6, np.array([1, 2, 5]), np.array([0, 1, 4])).tolist() == [0, 0, 0, 3, 4, 4]


def test_baselines_look_back_past_service_lines() -> None:
    kinds = ["msg", "sys", "msg", "msg", "msg"]
    authors = ["a", "b", "a", "c", "c"]
    talk = [Conversation("c", tuple(Line("c", i, authors[i], "x", None, None, kinds[i], None) for i in range(5)))]
    found = baselines(talk)
    assert found["previous_message"].best.tolist() == [-1, 0, 1, 2, 3]
    assert found["last_other_author"].best.tolist() == [-1, 0, -1, 2, 2]


def test_masked_names_are_gone_from_the_text_too() -> None:
    texts = ["Ann: are you there?", "I told ann, not Bob_", "@林小明 好", "問林小明吧", "annual report"]
    assert mask_names(texts, {"Ann", "Bob_", "林小明"}) == [
        "are you there?",
        "I told , not ",
        "好",
        "問吧",
        "annual report",
    ]


@pytest.mark.parametrize(
    "without", [("mentions",), ("time",), ("text",), ("future",), ("mentions", "time", "text", "future")]
)
def test_every_ablation_gives_figures(tmp_path: Path, without: tuple[str, ...]) -> None:
    found = score([write(tmp_path / "a.jsonl", lines(2))], clock=clock, resamples=0, without=without)
    assert 0 <= found["link_f"] <= 100
    assert found["without"] == sorted(without)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no message"),
        (b"%PDF-1.7 \xff\xfe", "line 1"),
        (b'{"c": "a", "i": 1, "x": "b"}', "0 comes next"),
        (b'{"c": "a", "i": 0, "g": [1]}', "does not stand before"),
        (b'{"c": "a", "i": 0, "g": [-1]}', "does not stand before"),
        (b'{"c": "a", "i": "0"}', "line 1"),
        (b"[1, 2]", "line 1"),
    ],
    ids=["empty", "a PDF", "gap", "parent after", "parent nowhere", "index in words", "no object"],
)
def test_a_file_that_is_none_is_refused_in_a_sentence(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(content)
    with pytest.raises(UnreadableSource) as caught:
        read_lines([path])
    assert says in caught.value.message
    assert caught.value.hint


def test_a_cut_gzip_says_how_far_it_was_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    whole = gzip.compress("\n".join(json.dumps(row) for row in lines(400)).encode())
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(TruncatedSource) as caught:
        read_lines([path])
    assert caught.value.rows > 0
    (tmp_path / "b.jsonl.gz").write_bytes(b"not a gzip")
    with pytest.raises(UnreadableSource):
        read_lines([tmp_path / "b.jsonl.gz"])
    with pytest.raises(UnreadableSource):
        read_lines([tmp_path / "absent.jsonl"])


def test_unknown_fields_and_comments_are_let_pass(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        '# made by hand\n{"c": "a", "i": 0, "u": "x", "x": "hi", "rel": [[0, "QAP"]]}\n\n', encoding="utf-8"
    )
    assert len(read_lines([path])[0]) == 1


def test_training_is_deterministic_and_its_model_can_be_used(tmp_path: Path) -> None:
    conversations = read_lines([write(tmp_path / "a.jsonl", lines(60))])
    recipe = Recipe(first=16, second=8, epochs=20, batch=32)
    both = (recipe, recipe)
    one, two = (
        train(conversations, seed=3, recipes=dict.fromkeys(("quick", "thorough"), both), sieve_steps=50)
        for _ in range(2)
    )
    one.save(tmp_path / "one.npz")
    two.save(tmp_path / "two.npz")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    found = score([tmp_path / "a.jsonl"], model=tmp_path / "one.npz", clock=clock, resamples=0)
    assert found["link_f"] > 80


def test_training_refuses_what_teaches_nothing(tmp_path: Path) -> None:
    with pytest.raises(CloseknitError, match="200"):
        train(read_lines([write(tmp_path / "a.jsonl", lines(2))]), seed=1)


@pytest.mark.shared
def test_published_baselines_are_found_on_the_forum(shared: Path) -> None:
    cases = check([shared / "answers" / "forum-zh" / "dev.jsonl.gz"])
    assert len([case for case in cases if "." in case.name]) >= 17
    assert all(case.ok for case in cases)
