"""Every refusal is a sentence in every language, and every fault of a field too."""

import ast
import importlib
import pkgutil
from dataclasses import fields
from pathlib import Path

import pytest

import domain
from domain.outcomes import FieldFault, Refusal
from handlers.refusals import marked, sentence
from texts import Texts

ROOT = Path(__file__).parents[2]
FALLBACK = ("That is not possible at the moment.", "This cannot be taken as it is. Please check it.")
OF_THE_COMMAND_LINE = {  # handlers.desk.report, bot.secrets_command
    *("StillInUse", "ManagedElsewhere", "PrefixIsFixed", "OtherWorkspace"),
    *("NoSuchSource", "AnotherSecret", "NoSuchSecret"),
}


def refusals() -> list[type[Refusal]]:
    for module in pkgutil.iter_modules(domain.__path__):
        importlib.import_module(f"domain.{module.name}")
    kinds = [kind for kind in Refusal.__subclasses__() if kind.__module__.startswith("domain.")]
    return [kind for kind in kinds if kind.__name__ not in OF_THE_COMMAND_LINE | {"FieldFault"}]


def example(kind: type[Refusal]) -> Refusal:
    return kind(**{field.name: 7 if "int" in str(field.type) else "IT-7" for field in fields(kind)})


def faults() -> set[str]:
    """The names of faults that the code raises."""
    found = set()
    for layer in ("domain", "services", "handlers"):
        for file in (ROOT / layer).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "FieldFault":
                    fault = node.args[1]
                    assert isinstance(fault, ast.Constant), f"{file.name}: a fault is a literal"
                    found.add(str(fault.value))
    return found


@pytest.mark.parametrize("kind", refusals(), ids=lambda kind: kind.__name__)
def test_each_refusal_has_a_sentence_of_its_own_in_each_language(kind: type[Refusal]) -> None:
    said = {language: sentence(example(kind), Texts.of(language)) for language in ("en", "zh_CN", "zh_TW")}
    assert said["en"] not in FALLBACK
    assert len(set(said.values())) == 3
    assert all(words.endswith((".", "。")) for words in said.values())


@pytest.mark.parametrize("fault", sorted(faults()))
def test_each_fault_of_a_field_has_a_sentence_of_its_own(fault: str) -> None:
    said = {
        language: sentence(FieldFault("x", fault, 5), Texts.of(language)) for language in ("en", "zh_CN", "zh_TW")
    }
    assert said["en"] not in FALLBACK
    assert len(set(said.values())) == 3


def test_a_key_from_outside_cannot_ping_anybody() -> None:
    from domain.outcomes import NotFound

    assert "<!channel>" not in marked(NotFound("<!channel>"), Texts.of("en"))
