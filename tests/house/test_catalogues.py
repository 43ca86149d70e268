"""Every word a person sees exists in three languages: `make check` stops where one does not."""

import pytest

from texts.catalogues import check, find_all, template_of
from texts.words import LANGUAGES

FINDINGS = find_all()


def test_every_message_can_be_translated() -> None:
    assert FINDINGS.faults == []


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_message_is_translated(language: str) -> None:
    assert check(language, template_of(FINDINGS.said)) == []
