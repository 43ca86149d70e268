"""Every refusal with the sentence that people read, in three languages: `refusals.md`, for translators to review.

    python -m tests.texts.sentences     writes it anew; the test beside it fails where it is not up to date

Nothing is listed by hand: the types come from the program, and what has no words of its own is a fault.
"""

import ast
import importlib
import pkgutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path

import domain
import handlers
import services
from bot import secrets_command
from domain.approvals import AlreadyDecided, Verdict
from domain.outcomes import FieldFault, Refusal
from domain.tickets import FiledAlready
from handlers.desk import report
from handlers.grammar import NearMiss
from handlers.refusals import FAULTS, sentence
from texts import Texts
from texts.catalogues import find_in
from texts.words import LANGUAGES

ROOT = Path(__file__).parents[2]
PAGE = Path(__file__).with_name("refusals.md")
LAYERS = (domain, services, handlers)
OF_THE_COMMAND_LINE = {  # an operator's terminal is in English: handlers.desk.report, bot.secrets_command
    *("StillInUse", "ManagedElsewhere", "PrefixIsFixed", "OtherWorkspace"),
    *("NoSuchSource", "AnotherSecret", "NoSuchSecret"),
}
OF_RESTORING = {"NotEmpty", "NotTheSame"}  # worded where they are caught, in bot.backups
HEAD = """# What people read when something cannot be done

Each refusal, each fault of a field, and what is said when something goes wrong, as people read it. Please read each
line aloud: does it say what is the matter, and what to do next? This page is written by
`python -m tests.texts.sentences`; the words are mended in `handlers/` (English) and `texts/locale/`.
"""

# Where one type is worded in several ways, or an example made by itself would read oddly.
EXAMPLES: Mapping[type[Refusal], Sequence[Refusal]] = {
    AlreadyDecided: [AlreadyDecided(Verdict.APPROVE), AlreadyDecided(Verdict.REJECT)],
    FiledAlready: [FiledAlready("IT-7"), FiledAlready("")],
    NearMiss: [
        NearMiss("/ticket", "show IT-7", "shwo IT-7"),
        NearMiss("/ticket", "show", "show", "key"),
        NearMiss("/ticket", "assign IT-7", "assign IT-7 ben", "person"),
        NearMiss("/ticket", "note IT-7", "note IT-7", "words"),
        NearMiss("/ticket", "hold IT-7", "hold IT-7", "reason"),
        NearMiss("/ticket", "hold", "hold", "key reason"),
    ],
}


def refusal_types() -> list[type[Refusal]]:
    """All that the program knows, in the order of their names."""
    for layer in LAYERS:
        for module in pkgutil.walk_packages(layer.__path__, f"{layer.__name__}."):
            importlib.import_module(module.name)
    layers = {layer.__name__ for layer in LAYERS}
    known = [kind for kind in _beneath(Refusal) if kind.__module__.partition(".")[0] in layers]
    return sorted(known, key=lambda kind: kind.__name__)


def _beneath(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for one in kind.__subclasses__():
        yield one
        yield from _beneath(one)


def worded() -> list[type[Refusal]]:
    """Those that people read in Slack, each by a sentence of its own."""
    others = OF_THE_COMMAND_LINE | OF_RESTORING | {"FieldFault"}
    return [kind for kind in refusal_types() if kind.__name__ not in others]


def examples(kind: type[Refusal]) -> Sequence[Refusal]:
    if kind in EXAMPLES:
        return EXAMPLES[kind]
    return [kind(**{field.name: 7 if "int" in str(field.type) else "IT-7" for field in fields(kind)})]


def faults() -> list[str]:
    """The names of faults of fields that the code raises."""
    found = set()
    for layer in ("domain", "services", "handlers"):
        for file in (ROOT / layer).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "FieldFault":
                    fault = node.args[1]
                    assert isinstance(fault, ast.Constant), f"{file.name}: a fault is a literal"
                    found.add(str(fault.value))
    return sorted(found)


def in_each_language(refusal: Refusal) -> list[str]:
    return [sentence(refusal, Texts.of(language)) for language in LANGUAGES]


def accidents() -> Iterator[tuple[str, list[str]]]:
    """What the surface itself says: old buttons, slowness, what nobody foresaw."""
    source = (ROOT / "handlers" / "surface.py").read_text(encoding="utf-8")
    said = {one.message for one in find_in(source, "surface.py").said} - {"{sentence}"}
    for message in sorted(said):
        yield "", [Texts.of(language).say(message, reference="5f0c1a2b") for language in LANGUAGES]


def page() -> str:
    refused = [(kind.__name__, in_each_language(one)) for kind in worded() for one in examples(kind)]
    of_fields = [(name, in_each_language(FieldFault("x", name, 5))) for name in sorted({*faults(), *FAULTS})]
    terminal = [(kind.__name__, [told(one)]) for kind in refusal_types() if kind.__name__ in OF_THE_COMMAND_LINE
                for one in examples(kind)]  # fmt: skip
    return "\n".join(
        [
            HEAD,
            "## Refusals\n",
            *_table(("Refusal", "English", "简体中文", "繁體中文"), refused),
            "\n## Beside a field\n",
            *_table(("Fault", "English", "简体中文", "繁體中文"), of_fields),
            "\n## When something goes wrong\n",
            *_table(("", "English", "简体中文", "繁體中文"), list(accidents())),
            "\n## At the command line\n",
            *_table(("Refusal", "English"), terminal),
            "",
        ]
    )


def told(refusal: Refusal) -> str:
    """As the operator's terminal words it."""
    said = report.sentence(refusal)
    return said if not said.startswith(f"{refusal.name}:") else secrets_command.sentence(refusal)


def _table(head: Sequence[str], rows: Sequence[tuple[str, list[str]]]) -> Iterator[str]:
    yield _row(head)
    yield _row(["---"] * len(head))
    yield from (_row([name and f"`{name}`", *said]) for name, said in rows)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", "<br>") for cell in cells) + " |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
