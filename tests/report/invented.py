"""An invented reading circle, examined by hand: everything that a report may have to show."""

import random
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from closeknit import report
from closeknit.answers.links import GROUNDS, Links
from closeknit.records.builder import MessageBuilder
from closeknit.records.instant import micros
from closeknit.records.options import ReadOptions
from closeknit.records.rows import make_rows
from closeknit.ties.exchanges import from_links
from closeknit.vitality.findings import Evidence, Examination, Judged, Measure, Measured, Remedy, Verdict
from closeknit.vitality.subject import SetAside, Subject, Window
from tests.report.words import CONDITIONS, MEASURES, PEOPLE, REMEDIES, SAID, VERDICT

REPORT = Path(report.__file__).parent
ZONE = ZoneInfo("Asia/Taipei")
DAY = 86_400_000_000
START = micros(datetime(2026, 4, 20, tzinfo=UTC))
DAYS = 202
BOT = "夜讀小幫手"


def _measure(number: int, slug: str, unit: str, lang: str) -> Measure:
    title, reading = MEASURES[slug][lang]
    return Measure(
        number, slug, title, reading, unit, 0, 1, "T2", "Burke et al. 2007", lambda _subject: Measured(None, 0)
    )


def catalogue(lang: str) -> tuple[Measure, ...]:
    """What `closeknit.vitality.catalogue.CATALOGUE` is while a test runs."""
    units = {
        "mesh-share": (14, "share"), "reciprocity": (15, "share"), "connected-share": (17, "share"),
        "absence-factor": (9, "count"), "answered-newcomers": (5, "share"), "first-answer": (7, "hours"),
        "unanswered-share": (8, "share"), "stickiness": (2, "share"), "regularity": (19, "index"),
        "survival": (4, "share"),
    }  # fmt: skip
    return tuple(_measure(number, slug, unit, lang) for slug, (number, unit) in units.items())


def history(lang: str, people: tuple[str, ...] | None = None, days: int = DAYS, a_day: int = 6):
    """The message table, and for each row whom it answers and how: (parent row, ground, probability)."""
    luck = random.Random(7)
    names = people or PEOPLE[lang]
    builder = MessageBuilder("line", "night-reading.txt", ReadOptions(ZONE), wall=True)
    builder.channel({"en": "South Gate Night Readers", "zh-Hant": "城南夜讀", "zh-Hans": "城南夜读"}[lang])
    came = [0 if i < 12 else luck.randrange(0, days - 20) for i in range(len(names))]
    stays = [days if i < 9 else came[i] + int(luck.expovariate(1 / 50)) + 1 for i in range(len(names))]
    rows: list[tuple[int, int, float]] = []
    for day in range(days):
        here = [i for i in range(len(names)) if came[i] <= day <= stays[i]]
        weights = [30 if i < 2 else 12 if i < 9 else 3 for i in here]
        for i in here:
            if i >= 12 and came[i] == day:
                _say(builder, rows, START + day * DAY + 8 * 3600_000_000, names[i], SAID[lang][0], -1)
                if luck.random() < 0.6:
                    who = luck.choice(range(9))
                    _say(
                        builder, rows, START + day * DAY + 9 * 3600_000_000, names[who], SAID[lang][1], len(rows) - 1, 0
                    )
        at = START + day * DAY + 10 * 3600_000_000
        for _turn in range(luck.randrange(0 if day % 7 else 1, a_day)):
            first = len(rows)
            speaker = luck.choices(here, weights)[0]
            at += luck.randrange(60, 5400) * 1_000_000
            _say(builder, rows, at, names[speaker], luck.choice(SAID[lang]), -1)
            for _answer in range(luck.randrange(0, 5)):
                speaker = luck.choices(here, weights)[0]
                at += luck.randrange(20, 900) * 1_000_000
                ground = 0 if luck.random() < 0.4 else 5
                _say(
                    builder, rows, at, names[speaker], luck.choice(SAID[lang]), luck.randrange(first, len(rows)), ground
                )
    builder.add(time=at + 10_000_000, author=BOT, author_id="bot", text="20:30", is_bot=True)
    rows.append((-1, 0, 0.0))
    builder.issue(118, "bad-time", "31/02/2026 20:14", lost=True)
    builder.issue(233, "no-author", "")
    builder.issue(0, "ambiguous-time", times=12)
    return builder.finish(), rows


def _say(builder, rows, at, author, text, parent, ground=0):
    builder.add(time=at, author=author, author_id=f"id-{author}", text=text)
    rows.append((parent, ground, 0.55 + 0.4 * ((len(rows) * 37) % 100) / 100 if ground == 5 else 1.0))


def examination(lang: str = "zh-Hant", **told) -> Examination:
    """The circle examined: the word, seven conditions, three deeds."""
    made, parents = history(lang, **told)
    rows = make_rows(made.messages)
    child = np.array([i for i, (parent, _g, _p) in enumerate(parents) if parent >= 0], np.int64)
    of = [parents[i] for i in child.tolist()]
    links = Links(
        child,
        np.array([p for p, _g, _p in of], np.int64),
        np.array([p for _r, _g, p in of], np.float32),
        np.array([g for _r, g, _p in of], np.int8),
        "quick",
    )
    end = micros(datetime(2026, 11, 8, tzinfo=ZONE))
    window = Window(end - 90 * DAY, end, "days")
    bot = next((i for i, p in enumerate(rows.people) if p.is_bot), -1)
    subject = Subject(
        rows, links, from_links(rows, links), window, (rows.at >= window.start) & (rows.at < end), (0, 1), "inferred",
        (SetAside(bot, "bot", 1),), ZONE,
    )  # fmt: skip
    names = [p.name for p in rows.people]
    conditions = _conditions(lang, subject, names)
    return Examination(
        rows.channels[0],
        made,
        subject,
        _measures(),
        conditions,
        Verdict("becoming-one", VERDICT[lang].format(*names[:2]), ("backbone", "mesh")),
        _remedies(lang, subject, names),
        (REMEDIES[lang]["note"].format(*names[:2]),),
        lang,
    )


def _measures() -> dict[str, Measured]:
    return {
        "mesh-share": Measured(0.41, 1864, 87 / 90, "", 0.62, 0.33, (0.41, 0.38, 0.36)),
        "reciprocity": Measured(143 / 388, 388, 87 / 90, "", 0.62),
        "connected-share": Measured(66 / 73, 73, 87 / 90),
        "absence-factor": Measured(1, 412, 87 / 90),
        "answered-newcomers": Measured(14 / 23, 23, 87 / 90, "", 0.2),
        "first-answer": Measured(0.4, 14, 87 / 90),
        "unanswered-share": Measured(29 / 112, 112, 87 / 90, "", 0.3),
        "stickiness": Measured(0.21, 73, 87 / 90, "", None, 0.18),
        "regularity": Measured(-0.31, 87, 87 / 90),
        "survival": Measured(None, 0, None, "–"),
    }


def _conditions(lang, subject, names) -> tuple[Judged, ...]:
    pairs = [
        (int(parent), int(child), float(p), int(g))
        for parent, child, p, g in zip(
            subject.links.parent, subject.links.child, subject.links.probability, subject.links.ground
        )
        if subject.in_window[child]
    ]
    sure = next(pair for pair in pairs if GROUNDS[pair[3]] == "reply")
    guessed = next(pair for pair in pairs if GROUNDS[pair[3]] == "inferred")
    evidence = {
        "mesh": (Evidence(sure[:2], (), ""), Evidence(guessed[:2], (), "", probability=guessed[2])),
        "backbone": (Evidence((), (0, 1), CONDITIONS[lang]["list"].format(*names[:2]), against=True),),
        "need": tuple(Evidence((pair[0],), (), "") for pair in pairs[5:8]),
    }
    made = []
    for number, slug, state, measures in (
        (1, "need", "partly", ("unanswered-share",)),
        (2, "exclusive", "cannot-tell", ()),
        (3, "backbone", "missing", ("absence-factor",)),
        (4, "mesh", "holds", ("mesh-share", "reciprocity", "connected-share")),
        (7, "familiarity", "holds", ("answered-newcomers", "first-answer")),
        (9, "deep-links", "cannot-tell", ("survival",)),
        (10, "rhythm", "holds", ("regularity", "stickiness")),
    ):
        title, sentence, change = CONDITIONS[lang][slug]
        found = evidence.get(slug, ())
        sentence = sentence.format(*names[:2])
        made.append(Judged(number, slug, title, state, sentence, measures, found, slug == "backbone", change))
    return tuple(made)


def _remedies(lang, subject, names) -> tuple[Remedy, ...]:
    words = REMEDIES[lang]
    quiet, rows = [], []
    for row in np.flatnonzero(subject.in_window & subject.rows.is_human).tolist():
        person = int(subject.rows.person[row])
        if person >= 12 and person not in quiet and len(quiet) < 5:
            quiet.append(person)
            rows.append(row)
    title = words["answer"][0].format(words["join"].join(names[i] for i in quiet))
    return (
        Remedy("answer", title, words["answer"][1], "familiarity", tuple(quiet), tuple(rows)),
        Remedy("host", words["host"][0].format(names[2]), words["host"][1].format(names[0]), "backbone", (2, 0)),
        Remedy("door", *words["door"][:2], "need", (), tuple(rows[:2]), words["door"][2]),
    )


def renamed(examination_: Examination, **people: str) -> Examination:
    """The same with some people, given by `p0`, `p1`…, called otherwise."""
    rows = examination_.subject.rows
    called = list(rows.people)
    for key, name in people.items():
        index = int(key[1:])
        face = replace(called[index].faces[0], name=name)
        called[index] = replace(called[index], name=name, faces=(face,))
    subject = replace(examination_.subject, rows=replace(rows, people=tuple(called)))
    return replace(examination_, subject=subject)
