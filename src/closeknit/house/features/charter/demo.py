"""The demonstration's charter: adopted two years ago, changed twice, a fourth version being written."""

from datetime import timedelta

from closeknit.house.core.demo import World
from closeknit.house.features.charter import actions, selectors

_FIRST = {
    "purpose": "一個人讀不完的書，一起讀得完。我們要的不是「喜歡看書」，是有人等你讀完。",
    "need": "下班以後只剩一小時，一個人總停在第三章。我們都需要一群人在同一頁等著。",
    "elsewhere": "每一章讀完當晚的討論紀錄，十二本書的旁註，還有借得到的書。",
    "norms": "這裡不賣東西，也不轉貼。\n沒讀完也可以來，說讀到哪裡就好。\n不同意一句話，先說書上哪一頁。",
    "conditions": "三個月裡來過一次，或回應過一個人。\n做不到的，由發起人決定去留。",
    "direction": "十年讀完二十四部大書，每一章都有人主持過。",
    "roles": "發起人：選書、排場地。\n主持：輪流，一人一章。\n審核：讀申請人的話，三天內回覆。",
    "rituals": "每週四晚上八點半：一起讀一章。\n每月最後一個週六：見面。\n讀完一部：請作者、譯者或反對它的人來。",
}
_SECOND = {
    "conditions": "三個月裡來過一次，或回應過一個人。\n做不到的，先私下問候，等十四天，再由三位骨幹決定，寫下理由。"
}
_THIRD = {
    "conditions": "三個月裡來過一次，或回應過一個人。做不到的時候請假，請假不用理由。\n沒有請假的，先私下問候，"
    "等十四天，再由三位骨幹決定，寫下理由。離開的人隨時可以申訴，也可以再申請。"
}


def seed(world: World) -> None:
    """城南夜讀: a habit, for the public good."""
    actor, language = world.viewers["organiser"], "zh-hant"
    at = world.now - timedelta(days=720)
    actions.choose(
        actor=actor, now=at, kind="habit", sector="public_good", language=language, revision=0,
        fills={"一件好事": "讀完一章書"},
    )  # fmt: skip
    told = dict(_FIRST)
    steps: tuple[tuple[int, dict[str, str], str], ...] = (
        (720, {}, ""),
        (220, _SECOND, "清理改由三個人決定"),
        (20, _THIRD, "加上請假與申訴"),
    )
    for days, new, summary in steps:
        at, told = world.now - timedelta(days=days), told | new
        if days != 720:
            actions.begin(actor=actor, now=at)
        draft = selectors.draft(actor)
        assert draft
        revision = actions.write(
            actor=actor, now=at, revision=draft.revision, fields=told, summary=summary, is_material=True
        )
        actions.adopt(actor=actor, now=at, revision=revision)
