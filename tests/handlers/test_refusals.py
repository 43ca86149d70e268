"""Every refusal is a sentence in every language, and every fault of a field too."""

import re

import pytest

from domain.outcomes import FieldFault, NotFound, Refusal
from handlers.refusals import marked, sentence
from tests.texts import sentences
from texts import Texts

FALLBACK = ("That is not possible at the moment.", "This cannot be taken as it is. Please check it.")
PLEASE = re.compile(r"[Pp]lease|[Aa]sk |Write |[Tt]ype |[Yy]ou can|card |Somebody else|Thank you")


@pytest.mark.parametrize("kind", sentences.worded(), ids=lambda kind: kind.__name__)
def test_each_refusal_has_a_sentence_of_its_own_in_each_language(kind: type[Refusal]) -> None:
    for example in sentences.examples(kind):
        said = sentences.in_each_language(example)
        assert said[0] not in FALLBACK
        assert len(set(said)) == 3
        assert all(words.endswith((".", "。")) for words in said)


@pytest.mark.parametrize("kind", sentences.worded(), ids=lambda kind: kind.__name__)
def test_each_refusal_says_what_to_do_next(kind: type[Refusal]) -> None:
    for example in sentences.examples(kind):
        assert PLEASE.search(sentence(example, Texts.of("en")))


@pytest.mark.parametrize("fault", sentences.faults())
def test_each_fault_of_a_field_has_a_sentence_of_its_own(fault: str) -> None:
    said = sentences.in_each_language(FieldFault("x", fault, 5))
    assert said[0] not in FALLBACK
    assert "lease" in said[0]
    assert len(set(said)) == 3


def test_what_an_operator_reads_is_a_sentence_too() -> None:
    for kind in sentences.refusal_types():
        if kind.__name__ in sentences.OF_THE_COMMAND_LINE:
            said = sentences.told(sentences.examples(kind)[0])
            assert not said.startswith(kind.__name__)


def test_the_page_of_all_of_them_is_up_to_date() -> None:
    """For translators to review; `python -m tests.texts.sentences` writes it anew."""
    assert sentences.PAGE.read_text(encoding="utf-8") == sentences.page()


def test_a_key_from_outside_cannot_ping_anybody() -> None:
    assert "<!channel>" not in marked(NotFound("<!channel>"), Texts.of("en"))
