"""Words that ask for nothing: thanks and praise, greetings, an emoji. A message that says no more is no ticket."""

import re
import unicodedata
from enum import StrEnum


class Courtesy(StrEnum):
    """What somebody meant by them."""

    THANKS = "thanks"
    GREETING = "greeting"
    NOD = "nod"


SAID = {
    Courtesy.THANKS: """
        thanks | thank you | thank u | thankyou | thx | ty | tysm | cheers | many thanks | thanks a lot
        thanks a million | thanks a bunch | thanks so much | thanks very much | thank you so much
        thank you very much | thanks again | thank you again | thanks all | thanks everyone | thank you all
        thanks for your help | thank you for your help | thanks for the help | thank you for the help
        much appreciated | great thanks | great thank you | ok thanks | okay thanks | perfect thanks
        perfect thank you | no thanks | no thank you
        谢谢 | 谢谢你 | 谢谢您 | 谢谢大家 | 谢谢啦 | 谢谢了 | 多谢 | 多谢了 | 谢了 | 感谢 | 非常感谢 | 十分感谢
        太感谢了 | 谢谢帮忙 | 谢谢帮助 | 感谢帮助 | 辛苦了 | 好的谢谢 | 好谢谢 | 收到谢谢 | 不用了谢谢
        謝謝 | 謝謝你 | 謝謝您 | 謝謝大家 | 謝謝啦 | 謝謝囉 | 多謝 | 謝啦 | 謝囉 | 謝了 | 感謝 | 非常感謝 | 十分感謝
        太感謝了 | 感恩 | 謝謝幫忙 | 感謝幫忙 | 辛苦囉 | 好的謝謝 | 好謝謝 | 收到謝謝 | 不用了謝謝 | 3q
        great work | good work | nice work | great job | good job | nice job | excellent work | excellent job
        excellent | brilliant | awesome | amazing | fantastic | wonderful | great service | excellent service
        great help | great support | very good | that was quick | that was fast | so quick | so fast | super quick
        very quick | very fast | very happy | very helpful | you rock | you are the best | keep it up
        well done all | well done everyone
        做得好 | 做得很好 | 干得好 | 干得漂亮 | 很棒 | 真棒 | 太棒了 | 太好了 | 非常好 | 很好 | 很满意 | 非常满意
        服务很好 | 服务真好 | 服务很棒 | 效率很高 | 效率真高 | 很专业 | 非常专业 | 好评 | 点赞 | 给力 | 厉害
        做得讚 | 讚 | 超讚 | 很讚 | 太讚了 | 很滿意 | 非常滿意 | 服務很好 | 服務真好 | 服務很棒 | 很專業 | 非常專業
        好評 | 厲害 | 幫了大忙 | 帮了大忙
    """,
    Courtesy.GREETING: """
        hi | hii | hello | hey | hiya | hallo | good morning | good afternoon | good evening | good day | morning
        hi there | hello there | hey there | hi all | hello all | hey all | hi everyone | hello everyone
        hi team | hello team | good morning all | good morning everyone | bye | goodbye | good night | see you
        你好 | 您好 | 大家好 | 嗨 | 哈喽 | 哈啰 | 早 | 早上好 | 上午好 | 中午好 | 下午好 | 晚上好 | 早安 | 午安
        晚安 | 在吗 | 在么 | 有人吗 | 再见 | 拜拜
        哈囉 | 妳好 | 在嗎 | 有人嗎 | 再見 | 掰掰
    """,
    Courtesy.NOD: """
        ok | okay | okey | k | got it | noted | great | perfect | cool | nice | well done | no problem
        好 | 好的 | 好滴 | 收到 | 知道了 | 明白 | 明白了 | 嗯 | 没问题 | 没事了 | 了解
        好喔 | 好哦 | 瞭解 | 沒問題 | 沒事了
    """,
}
TABLE = {
    "".join(words.split()): courtesy
    for courtesy, lines in SAID.items()
    for words in lines.replace("\n", "|").split("|")
    if words.strip()
}
EMOJI = re.compile(r":[a-z0-9_+'\-]+(?:::skin-tone-[2-6])?:|&lt;3|[:;=]-?[)DPp](?!\w)")
NAMES = re.compile(r"<[@!][^<>]*>")  # whom it was said to
LONGEST = 80  # characters; no courtesy is longer
PARTS = re.compile(r"[,.!?;:~…、。\n]+|\s[-–—]\s|\s+(?:and|&amp;)\s+")


def courtesy(text: str) -> Courtesy | None:
    """None where it says more. `text` is as Slack writes it; widths of letters, signs, emoji do not matter. Of
    several beside each other ("thank you, great work") thanks count most.
    """
    words = NAMES.sub(" ", text)
    if len(words) > LONGEST or not words.strip():
        return None
    plain = _plain(EMOJI.sub(" ", words))
    if _letters(plain):
        return TABLE.get(_letters(plain)) or _of_parts(plain)
    return Courtesy.NOD if EMOJI.search(words) or any(_is_emoji(sign) for sign in words) else None


def _of_parts(plain: str) -> Courtesy | None:
    found = [TABLE.get(letters) for part in PARTS.split(plain) if (letters := _letters(part))]
    if None in found:
        return None
    return Courtesy.THANKS if Courtesy.THANKS in found else found[0]


def _letters(plain: str) -> str:
    return "".join(sign for sign in plain if not _is_mark(sign))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _is_emoji(sign: str) -> bool:
    return unicodedata.category(sign) in {"So", "Cn"}


def _is_mark(sign: str) -> bool:
    """A space, punctuation, an emoji, or what joins and colours one."""
    return not unicodedata.category(sign).startswith(("L", "N"))
