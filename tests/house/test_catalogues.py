"""Every word a person sees exists in three languages: `make check` stops where one does not."""

import re

import pytest

from texts.catalogues import check, find_all, read, template_of
from texts.words import LANGUAGES

FINDINGS = find_all()


def test_every_message_can_be_translated() -> None:
    assert FINDINGS.faults == []


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_message_is_translated(language: str) -> None:
    assert check(language, template_of(FINDINGS.said)) == []


# What texts/glossary.md decides against: another word for the same thing, or the other side of the strait's.
VARIANTS = {
    "zh_CN": "概率 機率 信息列 服務 資訊",
    "zh_TW": "機率 概率 超時 逾時 信息 網絡 屏幕 用戶 登錄 質量 默認 軟件 硬件 打印 視頻 渠道 反饋 數據 服務器 "
    "鏈接 復制 粘貼 設置 菜單 激活 郵箱 短信 消息",
}
HAN = r"[\u3400-\u9fff]"
CODE = re.compile(r"`[^`]*`")


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_one_word_for_one_thing(language: str) -> None:
    forbidden = VARIANTS[language].split()
    assert [(one, said) for said in written(language) for one in forbidden if one in said] == []


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_a_blank_stands_between_han_and_latin_and_punctuation_is_full_width(language: str) -> None:
    wrong = re.compile(rf"{HAN}[A-Za-z0-9]|[A-Za-z0-9]{HAN}|{HAN}[,;:?!()]|[,;:?!()]{HAN}")
    assert [said for said in written(language) if wrong.search(CODE.sub("`", said))] == []


def written(language: str) -> list[str]:
    """Every sentence of a catalogue, each plural by itself."""
    strings = [entry.string or "" for entry in read(language) if entry.id]
    return [said for one in strings for said in ([one] if isinstance(one, str) else one)]
