"""The order in which readers look names up: by letters without case and accents, Chinese by pinyin or by strokes.

The national character sets say it: GB 2312 sorts its common characters by pinyin, Big5 by strokes. What a set does
not have comes last, by code point.
"""

import unicodedata
from functools import lru_cache

CHARACTER_SETS = {"zh_CN": "gb2312", "zh_TW": "big5"}
Place = tuple[int, bytes]


@lru_cache(maxsize=4096)
def key(name: str, language: str) -> tuple[list[Place], str]:
    """To sort by; the name itself decides between two that sound the same."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    character_set = CHARACTER_SETS.get(language, "ascii")
    return [_place(sign, character_set) for sign in letters if not unicodedata.combining(sign)], name


def _place(sign: str, character_set: str) -> Place:
    try:
        return 0, sign.encode(character_set)
    except UnicodeEncodeError:
        return 1, sign.encode("utf-32-be", "surrogatepass")
