"""What the form of a text says of it: a question, a greeting, thanks, an address, who is spoken of, how long it is."""

from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from closeknit.answers.symbols import MARK, SIGN, Symbols, symbols
from closeknit.answers.words import Tokens, tokens

Floats = npt.NDArray[np.float32]

MARKS = (
    "question",
    "exclamation",
    "address",
    "greeting",
    "thanks",
    "assent",
    "asking",
    "you",
    "i",
    "length",
    "wordless",
)

_SIGNS = {"question": "?؟", "exclamation": "!"}
_WORDS = {
    "greeting": "hi hello hey hallo hola salut bonjour morning evening ciao olá "
    "你好 大家好 早安 早上好 晚安 晚上好 哈囉 哈喽 嗨",
    "thanks": "thanks thank thx ty cheers merci gracias danke obrigado 谢谢 謝謝 感谢 感謝 多谢 多謝 谢了 謝了",
    "assent": "yes yeah yep yup no nope ok okay sure right true si oui ja nein "
    "是的 对的 對的 好的 没错 沒錯 不是 不对 不對 可以 嗯嗯",
    "asking": "how what why where which who when whats hows can does anyone anybody someone "
    "怎么 怎麼 什么 甚麼 什麼 为什 為什 谁 誰 哪 吗 嗎 咋 呢 几",
    "you": "you your yours youre u ur 你 您 妳",
    "i": "i me my im ive 我 俺 咱",
}
"""Words that greet, thank, agree or refuse, that ask, and that say you or I, in several languages: a mark on the texts
that have them, never needed."""


def marks(texts: Symbols, found: Tokens) -> Floats:
    """One row a message, one column for each of MARKS: 0 or 1; `length` is log(1 + characters); `wordless` has
    no letter at all.
    """
    n = len(texts)
    out = np.zeros((n, len(MARKS)), np.float32)
    signs = np.flatnonzero((texts.kind == MARK) | (texts.kind == SIGN))
    code, message = texts.code.take(signs), texts.message.take(signs)
    for name, wanted in _SIGNS.items():
        for sign in wanted:
            out[message[code == ord(sign)], MARKS.index(name)] = 1
    scheme = (code[:-2] == ord(":")) & (code[1:-1] == ord("/")) & (code[2:] == ord("/")) & (signs[2:] - signs[:-2] == 2)
    out[message[:-2][scheme], MARKS.index("address")] = 1
    meant = _sieve().take(found.hash & np.uint32(0xFFFF))
    hit = np.flatnonzero(meant)
    for bit, name in enumerate(_WORDS):
        out[found.message[hit[meant[hit] >> bit & 1 > 0]], MARKS.index(name)] = 1
    out[:, MARKS.index("length")] = np.log1p(texts.whole)
    out[:, MARKS.index("wordless")] = np.bincount(found.message, minlength=n) == 0
    return out


@cache
def _sieve() -> npt.NDArray[np.uint8]:
    """For each value of a token's low 16 bits which kinds of word it means, one bit a kind."""
    sieve = np.zeros(65536, np.uint8)
    for bit, words in enumerate(_WORDS.values()):
        texts = symbols(pa.array(words.split()))
        found = tokens(texts)
        whole = found.fine | (texts.whole == 1).take(found.message)
        sieve[found.hash[whole] & np.uint32(0xFFFF)] |= np.uint8(1 << bit)
    return sieve
