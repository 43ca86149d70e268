"""What can be wrong with a translation and a machine can see. The terms come from glossary.md."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from texts.templates import places

GLOSSARY = Path(__file__).parent / "glossary.md"
CHINESE = re.compile("[\u3400-\u9fff]")
LIVE = re.compile(r"<[^>]*>")
COMMAND = re.compile(r"`[^`]*`|(?<!\w)/\w+|\{\w+\}")
MARKED = re.compile(
    r"(?:(?<=^)|(?<=[\s(\"'/,.:;!?\[-]))([*_~])(?=\S)[^*_~\n]+?(?<=\S)\1(?=$|[\s)\"'/,.:;!?\]-])", re.MULTILINE
)
ENDS = {".": "。", "?": "？", ":": "：", "…": "…", "!": "！"}
CODE = re.compile(r"`[^`]*`|:[a-z_]+:")
HAN = "[\u3400-\u9fff]"
FULL = "[，。：；？！、（）「」“”]"
# A date ends in 日 and wants none behind it; {reason} and {there} are Chinese words.
DATES = "day|days|first|last"
UNSPACED = re.compile(
    rf"{HAN}[A-Za-z0-9]|[A-Za-z0-9]{HAN}|{HAN}\{{(?!(?:reason|there)\}})\w+\}}|(?<!\w)\{{(?!(?:{DATES})\}})\w+\}}{HAN}"
)
SPACED_SIGN = re.compile(rf"{HAN} {FULL}|{FULL} {HAN}")
HALF_WIDTH = re.compile(rf"{HAN} ?[,;:!?()]|[,;!?()]{HAN}|{HAN}\.(?:\s|$)")

# A Chinese character foreign to a language's own national set is of the other script. The sets overlap a little:
# these are in both sets, but are written in one script only.
OWN_SET = {"zh_CN": "gb2312", "zh_TW": "big5"}
OF_THE_OTHER = {
    "zh_CN": "於後",
    "zh_TW": "适网听坏复异愿据机极构确离种触价优体与万么几术胜叶厂广",
}
# Words that a converter leaves in mainland usage, each with what Taiwan says.
MAINLAND = {
    "用戶": "使用者",
    "信息": "資訊、訊息",
    "消息": "訊息",
    "默認": "預設",
    "軟件": "軟體",
    "硬件": "硬體",
    "服務器": "伺服器",
    "數據": "資料",
    "網絡": "網路",
    "質量": "品質",
    "登錄": "登入",
    "添加": "新增",
    "設置": "設定",
    "保存": "儲存",
    "審批": "核准",
    "支持": "支援",
    "優先級": "優先順序",
    "概率": "機率",
    "鏈接": "連結",
    "屏幕": "螢幕",
    "打印": "列印",
    "視頻": "影片",
    "反饋": "意見回饋",
    "界面": "介面",
    "重置": "重設",
    "激活": "啟用",
    "掛起": "擱置",
    "通過以下": "透過以下",
    "高級": "進階",
    "內存": "記憶體",
    "硬盤": "硬碟",
    "鼠標": "滑鼠",
    "程序": "程式",
    "模板": "範本",
    "模塊": "模組",
    "刷新": "重新整理",
    "粘貼": "貼上",
    "搜索": "搜尋",
    "郵箱": "電子郵件",
    "短信": "簡訊",
    "在線": "線上",
    "當前": "目前",
    "創建": "建立",
    "撤銷": "復原",
    "回復": "回覆",
    "批量": "批次",
    "字符": "字元",
    "代碼": "程式碼",
    "賬": "帳",
    "菜單": "選單",
    "日誌": "記錄",
    "運行": "執行",
    "快捷方式": "捷徑",
    "兼容": "相容",
    "打開": "開啟",
    "實時": "即時",
    "響應": "回應",
    "標識": "識別",
    "登陸": "登入",
    "加載": "載入",
    "緩存": "快取",
    "點擊": "按",
    "項目": "專案（計畫）、事項",
    "智能": "智慧",
    "導出": "匯出",
    "導入": "匯入",
    "分派": "指派",
    "回退": "還原",
}


def faults(language: str, message: str, translation: str) -> Iterator[str]:
    """Everything wrong with one translated form; of a plural, `message` is the form that has {n}."""
    if not translation:
        yield "not translated"
        return
    if places(translation) != places(message):
        yield f"places {sorted(places(translation))}, not {sorted(places(message))}"
    if sorted(LIVE.findall(translation)) != sorted(LIVE.findall(message)):
        yield "other mentions or links"
    yield from _layout(message, translation)
    yield from _spacing(translation)
    yield from _script(language, translation)
    yield from _terms(language, message, translation)


def _layout(message: str, translation: str) -> Iterator[str]:
    if translation.count("\n") != message.count("\n") or translation.count("`") != message.count("`"):
        yield "other lines or code"
    if len(MARKED.findall(translation)) != len(MARKED.findall(message)):
        yield "formatted otherwise: Slack formats only what blanks set off"
    if (message[:1].isspace(), message[-1:].isspace()) != (translation[:1].isspace(), translation[-1:].isspace()):
        yield "blanks at its ends differ"
    end = ENDS.get(message[-1:])
    if end and CHINESE.search(translation) and not translation.endswith(end):
        yield f"does not end in {end}"


def _spacing(translation: str) -> Iterator[str]:
    """One rule: a blank between Chinese and letters or figures, none beside full-width signs. Around what is bold,
    mentioned or code Slack wants its blanks; those are no prose.
    """
    if found := UNSPACED.search(translation):
        yield f"no blank in {found[0]}"
    if found := SPACED_SIGN.search(translation):
        yield f"a blank beside a full-width sign: {found[0]}"
    if found := HALF_WIDTH.search(CODE.sub("", translation)):
        yield f"a sign of half width: {found[0]}"


def _script(language: str, translation: str) -> Iterator[str]:
    chinese = CHINESE.findall(translation)
    foreign = [sign for sign in chinese if sign in OF_THE_OTHER[language] or not _is_of(sign, OWN_SET[language])]
    if foreign:
        yield f"not written in {language}: {''.join(foreign)}"
    if language == "zh_TW":
        yield from (f"{word}: Taiwan says {said}" for word, said in MAINLAND.items() if word in translation)


def _is_of(sign: str, national_set: str) -> bool:
    try:
        sign.encode(national_set)
    except UnicodeEncodeError:
        return False
    return True


def _terms(language: str, message: str, translation: str) -> Iterator[str]:
    """Commands and places are no prose: `/ticket` and {ticket} stay as they are."""
    prose = COMMAND.sub(" ", message).lower()
    for term, words in terms(language).items():
        if re.search(rf"\b{re.escape(term)}(?:s|es)?\b", prose) and not any(word in translation for word in words):
            yield f"{term} is {' or '.join(words)}"


@lru_cache
def terms(language: str) -> dict[str, tuple[str, ...]]:
    """The glossary's table of things: term to the words that may stand for it."""
    table = GLOSSARY.read_text(encoding="utf-8").partition("## Things")[2].partition("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("| ").split("|")] for line in table.splitlines() if "|" in line]
    column = rows[0].index(language)
    return {row[0].lower(): tuple(row[column].split("、")) for row in rows[2:]}
