"""The proofreader finds what a hurried translator leaves."""

import pytest

from texts.proofreading import MAINLAND, faults, terms

CN, TW = "zh_CN", "zh_TW"


@pytest.mark.parametrize(
    ("language", "message", "translation"),
    [
        (CN, "Ticket {key} is *resolved*.", "工单 {key} *已解决* 。"),
        (TW, "Ticket {key} is *resolved*.", "工單 {key} *已解決* 。"),
        (TW, "`/ticket mine` lists them", "`/ticket mine` 會列出來"),
        (CN, "When /ticket is typed alone", "单独输入 /ticket 时"),
        (TW, "SLA breaches: {n}", "SLA 逾期：{n}"),
        (CN, "OK", "OK"),
        (CN, "Until {day} with {who}, `!high`", "{day}以前由 {who} 处理，写 `!高`"),
        (TW, "In Slack since {at}: 3 risks", "自 {at} 起，Slack 裡有 3 項風險"),
        (TW, "ITIL.", "ITIL."),
        (TW, "Approvals", "核准"),
    ],
)
def test_good(language: str, message: str, translation: str) -> None:
    assert list(faults(language, message, translation)) == []


@pytest.mark.parametrize(
    ("language", "message", "translation", "fault"),
    [
        (CN, "Yes", "", "not translated"),
        (CN, "Hello {name}", "你好 {nane}", "places ['nane'], not ['name']"),
        (CN, "{a} to {a}", "你好", "places"),
        (CN, "Hello", "<!here> 你好", "other mentions"),
        (CN, "One\ntwo", "一二", "other lines"),
        (CN, "Type `show`", "输入 show", "other lines or code"),
        (CN, "It is *late*", "已*晚*了", "formatted otherwise"),
        (CN, " and more", "还有", "blanks at its ends"),
        (CN, "Done.", "好了", "does not end in 。"),
        (CN, "Done.", "好了.", "does not end in 。"),
        (CN, "Who", "誰", "not written in zh_CN: 誰"),
        (TW, "Who", "谁", "not written in zh_TW: 谁"),
        (TW, "Price", "价", "not written in zh_TW: 价"),
        (CN, "In Slack", "在Slack中", "no blank in 在S"),
        (TW, "3 days", "3天", "no blank in 3天"),
        (CN, "Before {at}", "在{at} 前", "no blank in 在{at}"),
        (CN, "By {who}", "由 {who}处理", "no blank in {who}处"),
        (TW, "Good, thanks", "好的， 謝謝", "a blank beside a full-width sign"),
        (CN, "Good, thanks", "好的,谢谢", "a sign of half width"),
        (TW, "By {who}", "透過以下指派；按此打開", "Taiwan says 開啟"),
        (TW, "User", "用戶", "Taiwan says 使用者"),
        (TW, "Ticket filed", "服務單已建立", "ticket is 工單"),
        (CN, "Two risks", "两个隐患", "risk is 风险"),
    ],
)
def test_bad(language: str, message: str, translation: str, fault: str) -> None:
    assert fault in "; ".join(faults(language, message, translation))


def test_the_glossary_keeps_its_own_rules() -> None:
    for language in (CN, TW):
        assert len(terms(language)) > 20
        for term, words in terms(language).items():
            for word in words:
                assert list(faults(language, term, word)) == []
    assert all(list(faults(TW, "x", word)) for word in MAINLAND)
