"""The rooms of a community that was lived in for years: charter, gate, deeds, insights, journal, keys."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from house_rows import WORDS, People


class Growing(People):
    """A whole community; every method is one feature's rows."""

    def charter(self) -> None:
        """Versions, a draft, and who accepted what."""
        from closeknit.house.features.charter.models import Version
        from closeknit.house.features.charter.rules import FIELDS
        from closeknit.house.features.members.models import Acceptance

        text = "一個人讀不完的書，一起讀得完。\n" * 12
        versions = Version.objects.bulk_create(
            Version(
                community_id=self.id, number=i + 1, kind="habit", sector="public_good", language="zh-hant",
                fills={"一件好事": "讀完一章書"}, is_material=i % 3 == 0, summary=f"第 {i + 1} 次修改", drafted_at=self.now,
                adopted_at=self.founded + timedelta(days=100 * i), **dict.fromkeys(FIELDS, f"{text}{i}"),
            )
            for i in range(self.size.some(24))
        )  # fmt: skip
        Version.objects.create(
            community_id=self.id, kind="habit", sector="public_good", language="zh-hant", drafted_at=self.now,
            based_on=len(versions), purpose=text, need=text, conditions=text, is_material=True,
        )  # fmt: skip
        accepted = [p for p in self.profiles if p.person_id != self.member]
        Acceptance.objects.bulk_create(
            Acceptance(profile=p, version=versions[-1].id, number=versions[-1].number, at=self.now) for p in accepted
        )
        self.shown |= {
            "charter:version": {"number": 1}, "charter:compare": {"old": 1, "new": versions[-1].number},
            "members:accept": {"version": versions[-1].id}, "charter:draft": {}, "charter:adopt": {},
        }  # fmt: skip

    def admission(self) -> None:
        """The gate: questions, applications of every state with answers, vouches and votes, invitations, ways in."""
        from closeknit.house.features.admission import models

        models.Gate.objects.create(community_id=self.id, words="先讀章程。", places=self.size.members + 50)
        questions = models.Question.objects.bulk_create(
            models.Question(community_id=self.id, position=i, kind="text", text=f"第 {i} 題：你在哪一頁停下？")
            for i in range(self.size.some(8))
        )
        states = ("waiting", "admitted", "waiting", "listed", "admitted", "admitted", "refused", "withdrawn")
        answers = [{"text": q.text, "answer": self.luck.choice(WORDS) * 6, "fits": None} for q in questions]
        knocked = models.Application.objects.bulk_create(
            models.Application(
                community_id=self.id, name=self.names[i], email=f"a{i}@{self.slug}.invalid", address_key=f"{i:064}",
                language="zh-hant", gate_address=f"http://localhost/c/{self.slug}/gate/", gate_name=self.slug,
                answers=answers, state=state, person_id=i if state == "admitted" else None, knocked_at=self.at(300),
                decided_at=None if state == "waiting" else self.at(20), host_id=self.organiser,
                inviter_id=self.member,
            )
            for i, state in zip(
                self.luck.sample(self.people, self.size.applications), states * self.size.applications, strict=False
            )
        )  # fmt: skip
        some = self.people[1 : 1 + self.size.some(3)]
        models.Vouch.objects.bulk_create(
            models.Vouch(application=a, person_id=i, at=self.now) for a in knocked for i in some
        )
        models.Vote.objects.bulk_create(
            models.Vote(application=a, person_id=i, yes=True, at=self.now) for a in knocked for i in some
        )
        invited = models.Invitation.objects.bulk_create(
            models.Invitation(
                community_id=self.id, inviter_id=who, label=f"表妹 {i}", nonce=f"n{i}", made_at=self.now,
                expires_at=self.now + timedelta(days=14),
            )
            for i in range(self.size.some(10)) for who in (self.member, self.organiser)
        )  # fmt: skip
        passages = models.Passage.objects.bulk_create(
            models.Passage(community_id=self.id, tool=tool, link="https://line.me/R/ti/g/x", set_at=self.now)
            for tool in ("line", "telegram", "wechat")[: self.size.some(3)]
        )
        question, first = {"ident": questions[0].id}, {"ident": knocked[0].id}
        self.shown |= {
            "admission:application": first, "admission:admit": first, "admission:refuse": first,
            "admission:vouch": first, "admission:invitation": {"ident": invited[0].id},
            "admission:uninvite": {"ident": invited[0].id}, "admission:question": question,
            "admission:remove-question": question, "admission:raise-question": question,
            "admission:picture": {"ident": passages[0].id}, "admission:remove-passage": {"ident": passages[0].id},
            "admission:invited": {"token": "spent"}, "admission:letter": {"token": "spent"},
        }  # fmt: skip

    def deeds(self) -> None:
        """Half of them open; fifty of the member's own."""
        from closeknit.house.features.deeds.models import Deed

        whose = self.luck.choices(self.people, k=self.size.some(3000)) + [self.member] * self.size.some(50)
        deeds = Deed.objects.bulk_create(
            Deed(
                community_id=self.id, person_id=person, title="跟新來的人打招呼", text=self.luck.choice(WORDS),
                due=self.now.date() + timedelta(days=self.luck.randint(-20, 60)), given_by_id=self.organiser,
                given_at=self.at(90), state="done" if i % 2 else "open", ended_at=self.now if i % 2 else None,
            )
            for i, person in enumerate(whose)
        )  # fmt: skip
        last = {"deed_id": deeds[-1].id}
        self.shown |= {f"deeds:{name}": last for name in ("done", "let-go", "put-off", "take-up")}

    def insights(self, told: Mapping[str, Any]) -> None:
        """Uploads, the newest report, the months, everybody who was seen."""
        from closeknit.house.features.insights import models

        store = models.Store.objects.create(community_id=self.id, folder=secrets.token_hex(9), salt="00", examined="s")
        kept = {"kept": {"rows": 900, "added": 900, "chats": ["城南夜讀"], "first": "2018-08-01", "issues": [],
                         "last": (self.now - timedelta(days=2)).date().isoformat(), "zone": "Asia/Taipei"}}  # fmt: skip
        uploads = models.Upload.objects.bulk_create(
            models.Upload(
                store=store, by_id=self.organiser, begun_at=self.at(900), moved_at=self.now, state="kept", whose="everybody",
                ground="told", wording="2026-11", keep_until=self.now.date() + timedelta(days=300), language="zh-hant",
                bytes=1 << 20, read_bytes=1 << 20, answer=kept,
            )
            for _i in range(self.size.some(100))
        )  # fmt: skip
        files = models.File.objects.bulk_create(models.File(upload=u, name="LINE.txt", size=1 << 20) for u in uploads)
        rows = [self._report(store, told, "")]
        month = self.now.date().replace(day=1)
        for _i in range(self.size.months):
            month = (month - timedelta(days=1)).replace(day=1)
            rows.append(self._report(store, told, f"{month:%Y-%m}"))
        reports = models.Report.objects.bulk_create(rows, batch_size=10)
        told["seen"][0]["name"] = "阿白露"  # somebody whom a search finds
        seen = models.Seen.objects.bulk_create(
            models.Seen(store=store, name=one["name"], person_id=who, labels=one["labels"], data=one)
            for who, one in zip([self.member, *self.people[1:]], told["seen"], strict=False)
        )
        upload = {"upload_id": uploads[0].id}
        take = {"report_id": reports[0].id, "slug_": "introduce"}
        self.shown |= {
            "insights:month": {"year": month.year, "month": month.month}, "insights:take": take,
            "insights:forget": {"seen_id": seen[-1].id}, "insights:piece": upload | {"file_id": files[0].id},
        } | {f"insights:{name}": upload for name in ("upload", "finish", "answer", "again", "remove")}  # fmt: skip

    def _report(self, store: Any, told: Mapping[str, Any], month: str) -> Any:
        from closeknit.house.features.insights.models import Report

        facts = dict(told["facts"])
        if month:
            states = ("holds", "partly", "missing", "cannot-tell")
            facts["conditions"] = [one | {"state": self.luck.choice(states)} for one in facts["conditions"]]
        return Report(
            store=store, month=month, language="zh-hant", seal=f"s{month}", made_at=self.now, word=facts["word"],
            facts=facts, page=told["page"], members_page=told["members_page"],
        )  # fmt: skip

    def rest(self) -> None:
        """The journal, and keys of programs."""
        from closeknit.house.core.models import JournalLine
        from closeknit.house.features.api.models import Hook, Token

        verbs = ("members.edited", "admission.vouched", "deeds.done", "charter.accepted")
        JournalLine.objects.bulk_create(
            JournalLine(
                at=self.at(900), community_id=self.id, actor_id=self.luck.choice(self.people), kind="profile",
                verb=self.luck.choice(verbs), object_id=str(i), whom_id=self.luck.choice(self.people),
            )
            for i in range(self.size.some(30_000))
        )  # fmt: skip
        tokens = Token.objects.bulk_create(
            Token(
                community_id=self.id, person_id=self.organiser, kind="program", label="網站", scopes=["members"],
                digest=f"{self.slug}{i}", made_at=self.now,
            )
            for i in range(self.size.some(20))
        )  # fmt: skip
        hooks = Hook.objects.bulk_create(
            Hook(
                community_id=self.id, made_by_id=self.organiser, address=f"https://listens.invalid/{i}", nonce=f"{i}",
                made_at=self.now, swept_to=0, mark=0, marked_at=self.now, off_at=self.now,
            )
            for i in range(self.size.some(10))
        )  # fmt: skip
        hook = {"hook_id": hooks[0].id}
        self.shown |= {f"api:hook{name}": hook for name in ("", "-change", "-try", "-on", "-end")}
        self.shown |= {"api:end": {"token_id": tokens[0].id}, "api:hook-again": {"delivery_id": "x"}}

    def cookies(self) -> dict[str, str]:
        """Role → the cookie with which she is signed in."""
        from django.conf import settings
        from django.contrib.auth import get_user_model
        from django.test import Client

        held = {"visitor": ""}
        for role, ident in (("member", self.member), ("organiser", self.organiser)):
            browser = Client()
            browser.force_login(get_user_model().objects.get(id=ident))
            held[role] = f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"
        return held
