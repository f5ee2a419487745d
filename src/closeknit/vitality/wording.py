"""What kind of thing a message says, by plain signs: a question, a sign of receipt, an offer of goods.

Signs, not understanding: each pattern is stated here, is linear on any input (RE2), and the measures that
use it say that they go by the wording.
"""

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from closeknit.records.rows import KIND_CODES
from closeknit.vitality.limits import MESSAGES
from closeknit.vitality.thresholds import LIKE_TALK

if TYPE_CHECKING:
    from closeknit.vitality.subject import Subject

Bools = npt.NDArray[np.bool_]
Int64s = npt.NDArray[np.int64]

READ_AT_MOST: Final = 200_000
"""The latest messages of the window that are read for their wording: a bound on cost, not on truth."""

QUESTION: Final = (
    r"[?？]\s*$|[?？]\s|[吗嗎]|请问|請問|求助|求推荐|求推薦|有没有|有沒有|怎么|怎麼|怎样|怎樣|如何|"
    r"谁有|誰有|谁知道|誰知道|哪里有|哪裡有|(?i:\b(?:anyone|anybody|how (?:do|can|to)|looking for)\b)"
)
"""A question or a stated need."""

RECEIPT: Final = (
    r"(?i)^(?:收到|已收到|已阅|已閱|好的?|好滴|ok(?:ay)?|okk|1|\+1|赞|讚|谢谢.{0,4}|謝謝.{0,4}|多谢|多謝|感谢.{0,4}|感謝.{0,4}|"
    r"thanks?|thank you|thx|辛苦了?|明白|了解|知道了?|嗯+|哦+|喔+|哈+|呵+|顶|頂|支持|\[[^\]\n]{1,8}\]|"
    r"\p{So}|[👍👌🙏👏🌹💪❤️]+)(?:\s|[!！。.~～,，、\[\]\p{So}])*$"
)
"""Receipt, assent, thanks or applause and nothing else: 收到, OK, 👍."""

GREETING: Final = (
    r"(?i)^(?:大家好|各位好|你们好|你們好|群友们?好|hi\b|hello\b|hey\b|嗨|哈喽|哈囉|新人|报到|報到|冒泡|早上好|早安|"
    r"晚上好|晚安|good (?:morning|evening)).{0,12}$"
)

PROMOTION: Final = (
    r"(?i)优惠|優惠|折扣|特价|特價|秒杀|秒殺|下单|下單|限时|限時|抢购|搶購|包邮|包郵|免运|免運|团购价|團購價|领券|領券|"
    r"扫码|掃碼|立减|现货|現貨|代购|代購|招代理|预售|預售|[¥￥]\s?\d|nt\$\s?\d|\d+\s?元|\bdiscount|\bcoupon|% off\b|"
    r"promo code|buy now|order now|limited (?:offer|time)|on sale\b"
)
"""Words of selling: prices, discounts, orders, scarcity."""

BRIEF: Final = 24
"""Bytes of UTF-8 under which words are a word or two: eight Chinese characters, 24 Latin letters. Our choice."""

CHECK_IN: Final = (
    r"(?i)^.{0,10}(?:打卡|签到|簽到)|(?:打卡|签到|簽到)\W{0,8}$|^.{0,10}\bcheck(?:ed|ing)?[- ]in\b|"
    r"^\W{0,3}(?:day\s?\d{1,4}\b|第\s?[0-9一二三四五六七八九十百]{1,5}\s?[天日])"
)
"""A report of the day's habit, in words of the habit: 打卡, 簽到, checked in, Day 12, 第三天."""

LINK_ONLY: Final = r"^\s*https?://\S+\s*$"


@dataclass(frozen=True, slots=True)
class Wording:
    """Arrays parallel to `rows`: the window's messages that were read, at most `READ_AT_MOST`, in order.

    `length` in characters, 0 for a message without words, as an `is_picture` is; `is_brief` where the words are under
    `BRIEF`. A picture is not brief: it may be all that somebody has to say.
    """

    rows: Int64s
    is_question: Bools
    is_receipt: Bools
    is_greeting: Bools
    is_promotion: Bools
    is_passed_on: Bools
    is_check_in: Bools
    is_picture: Bools
    length: Int64s
    is_brief: Bools

    def take(self, keep: Bools) -> "Wording":
        """Some of the messages."""
        return Wording(*(getattr(self, one.name)[keep] for one in fields(self)))


def read_wording(subject: "Subject") -> Wording:
    """Read the wording of the window's messages."""
    rows = subject.said[-READ_AT_MOST:]
    kind = subject.rows.kind[rows]
    text = subject.rows.texts(rows)
    stripped = pc.utf8_slice_codeunits(text, 0, 300)
    length = np.asarray(pc.utf8_length(text).to_numpy(), np.int64)
    wordless = length == 0
    short = length <= 24
    # Receipts and greetings are short, so only the short ones are looked at for them.
    brief = stripped.filter(pa.array(short))
    receipt, greeting = np.zeros(len(rows), np.bool_), np.zeros(len(rows), np.bool_)
    receipt[short] = _matches(pc.utf8_trim_whitespace(brief), RECEIPT)
    greeting[short] = _matches(pc.utf8_trim_whitespace(brief), GREETING)
    receipt |= np.isin(kind, [KIND_CODES["sticker"]]) & wordless
    forwarded = subject.rows.flag("is_forwarded")[rows]
    passed = forwarded | np.isin(kind, [KIND_CODES["merged_forward"], KIND_CODES["link"]])
    passed |= _matches(stripped, LINK_ONLY)
    question = _matches(stripped, QUESTION)
    return Wording(
        rows,
        question,
        receipt,
        greeting,
        _matches(stripped, PROMOTION),
        passed,
        _matches(stripped, CHECK_IN) & ~question,
        np.isin(kind, [KIND_CODES["image"], KIND_CODES["video"]]) & wordless,
        length,
        ~wordless & np.asarray(pc.less(pc.binary_length(text), BRIEF).to_numpy(), np.bool_),
    )


def are_notices(words: Wording) -> bool:
    """Whether hardly any message is like talk: a question, a greeting, a receipt, or a word or two.

    Notices by many, and reports of one form, are as like each other as answers are, so a model that goes by likeness
    finds answers among them that nobody gave. False where too few messages have words to say so.
    """
    worded = words.length > 0
    alike = words.is_question | words.is_receipt | words.is_greeting | words.is_brief
    return bool(worded.sum() >= MESSAGES and alike[worded].mean() < LIKE_TALK)


def _matches(text: pa.ChunkedArray, pattern: str) -> Bools:
    return np.asarray(pc.match_substring_regex(text, pattern).to_numpy(), np.bool_)
