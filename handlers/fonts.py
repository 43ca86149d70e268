"""Fonts for pictures, as this machine has them. Chinese wants one that holds its characters.

The library that draws is imported only where something is drawn: it takes a second, and memory.
"""

LATIN = "DejaVu Sans"
"""Comes with the library."""

FAMILIES = {
    "en": (LATIN,),
    "zh_CN": (
        "Noto Sans CJK SC",
        "Noto Sans SC",
        "Source Han Sans SC",
        "Source Han Sans CN",
        "WenQuanYi Zen Hei",
        "WenQuanYi Micro Hei",
        "PingFang SC",
        "Microsoft YaHei",
        "Noto Sans CJK JP",
    ),
    "zh_TW": (
        "Noto Sans CJK TC",
        "Noto Sans TC",
        "Source Han Sans TC",
        "Source Han Sans TW",
        "WenQuanYi Zen Hei",
        "WenQuanYi Micro Hei",
        "PingFang TC",
        "Microsoft JhengHei",
        "Noto Sans CJK JP",
    ),
}
"""The likeliest first; Japanese shapes are better than none."""


def family_of(language: str, installed: frozenset[str]) -> str | None:
    """None where no font of this machine has that language's characters."""
    return next((family for family in FAMILIES.get(language, (LATIN,)) if family in installed), None)


def installed() -> frozenset[str]:
    from matplotlib import font_manager

    return frozenset(font.name for font in font_manager.fontManager.ttflist)


def languages_without_font(found: frozenset[str]) -> list[str]:
    """Pictures for their readers are labelled in English."""
    return [language for language in FAMILIES if family_of(language, found) is None]
