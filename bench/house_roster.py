"""What it costs to take a roster in and to take it back: processor seconds and rows, in a house of its own.

    .venv/bin/python bench/house_roster.py [--rows 100000]

The roster is invented: a CSV in Big5 with number, name, telephone, mail, what somebody gives and needs, place, date,
who brought her and whether she agreed.
"""

import argparse
import os
import random
import resource
import tempfile

SURNAMES, GIVEN = "王李張劉陳楊黃趙吳周徐孫馬朱胡郭何高林羅", "明華文玉英秀麗芳國志偉建軍立夏白露雪寒霜德仁義禮智信"
HEAD = "編號,姓名,手機,Email,能提供,需要,城市,加入日期,介紹人,同意"


def roster(rows: int) -> bytes:
    luck = random.Random(7)

    def name() -> str:
        return luck.choice(SURNAMES) + luck.choice(GIVEN) + luck.choice(GIVEN)

    lines = [HEAD]
    for n in range(rows):
        gives, needs = luck.choice(["修水電", "教英文", "帶讀書會", "攝影"]), luck.choice(["學煮菜", "一起跑步", ""])
        place, day = luck.choice(["台北", "新竹", "台中", "高雄"]), f"2024-0{1 + n % 9}-1{n % 9}"
        lines.append(
            f"A{n:06d},{name()},09{luck.randrange(10**8):08d},m{n}@example.org,{gives},{needs},{place},{day},{name()},是"
        )
    return "\r\n".join(lines).encode("big5")


def spent() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory(prefix="closeknit-roster-", ignore_cleanup_errors=True) as home:
        os.environ["CLOSEKNIT_HOME"] = home
        measure(rows)


def measure(rows: int) -> None:
    from closeknit.house.config import server

    server.start()
    server.prepare()
    from closeknit.house.core import jobs
    from closeknit.house.core.people import viewer_of
    from closeknit.house.core.permissions import the_house
    from closeknit.house.features.accounts import api as accounts
    from closeknit.house.features.communities import api as communities
    from closeknit.house.features.members.importing import returning, running, taking
    from closeknit.house.features.members.models import Import

    now = jobs.now()
    me = accounts.make_person(actor=the_house(), now=now, name="許立夏", email="keeper@example.org")
    here = communities.found(actor=viewer_of(me, keeper=True), now=now, name="城南夜讀", slug="reading")
    actor, data = communities.viewer(here, me), roster(rows)
    before = spent()
    ident = running.upload(actor=actor, now=now, data=data)
    columns = {int(at): target for at, target in Import.objects.get(id=ident).columns.items()}
    print(f"looked at: {spent() - before:.1f} processor seconds")
    words = {"columns": columns, "name_shown": 2, "same_name_is_same": True}
    running.begin(actor=actor, now=now, import_id=ident, **words)
    before = spent()
    taking.carry_out(ident, now)
    run = Import.objects.get(id=ident)
    print(f"taken in: {spent() - before:.1f} processor seconds, {run.made} people made, {run.left_out} rows left out")
    running.undo(actor=actor, now=now, import_id=ident)
    before = spent()
    returning.carry_back(ident, now)
    run.refresh_from_db()
    print(f"taken back: {spent() - before:.1f} processor seconds, {run.taken_back} people")


if __name__ == "__main__":
    main()
