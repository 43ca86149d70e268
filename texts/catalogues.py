"""The work on the catalogues: find every message in the program, merge new ones, tell what lacks a translation.

    python -m texts.catalogues update     new messages in, vanished ones out, in every catalogue
    python -m texts.catalogues check      what is not translated, or wrongly; fails if anything is

Messages are found in the syntax tree, so that a message which no catalogue can know (an f-string, a sum) and a
call whose values do not match its message's places are found as well.
"""

import ast
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from texts.proofreading import faults
from texts.templates import places
from texts.words import LANGUAGES, LOCALE_FOLDER

ROOT = Path(__file__).parent.parent
SPEAKING = ("handlers", "bot")
SAYS = {"say", "mrkdwn", "mark"}
COUNTS = {"plural", "mrkdwn_plural"}
WORDS = {"word", "Word"}
HEADER = """# Steward in {language}. Terms: texts/glossary.md. Messages: python -m texts.catalogues update
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""


@dataclass(frozen=True)
class Said:
    """One message where it is said. `values` is None where the values are not given at that place."""

    where: str
    message: str
    plural: str | None = None
    context: str | None = None
    values: frozenset[str] | None = None


@dataclass
class Findings:
    said: list[Said] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def find_in(source: str, path: str) -> Findings:
    findings = Findings()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            _read_call(node, path, findings)
    return findings


def find_all(root: Path = ROOT) -> Findings:
    findings = Findings()
    for folder in SPEAKING:
        for file in sorted((root / folder).rglob("*.py")):
            found = find_in(file.read_text(encoding="utf-8"), str(file.relative_to(root)))
            findings.said += found.said
            findings.faults += found.faults
    return findings


def _read_call(call: ast.Call, path: str, findings: Findings) -> None:
    name = _name_of(call)
    asked = {**dict.fromkeys(SAYS, 1), **dict.fromkeys(COUNTS | WORDS, 2)}.get(name, 0)
    if name == "Mrkdwn" and not all(isinstance(part, ast.Constant) for part in call.args):
        findings.faults.append(f"{path}:{call.lineno}: Mrkdwn(…) vouches for literals only")
    if not asked or len(call.args) < asked:
        return
    try:
        options = [list(_literals(part)) for part in call.args[:asked]]
    except TypeError:
        findings.faults.append(f"{path}:{call.lineno}: {name}(…) of a text that no catalogue can know")
        return
    for said in _said(name, options, _values_of(call, name), path):
        findings.said.append(said)
        findings.faults += [f"{path}:{call.lineno}: {fault}" for fault in _mismatch(said)]


def _name_of(call: ast.Call) -> str:
    """`texts.say` and the bare `mark`; a bare `say` is somebody else's function."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    if isinstance(call.func, ast.Name) and call.func.id in {"mark", "Word", "Mrkdwn"}:
        return call.func.id
    return ""


def _literals(part: ast.expr) -> Iterator[str]:
    """The literals that an argument may be; none for a name, whose literal stands in a `mark` elsewhere."""
    if isinstance(part, ast.Constant) and isinstance(part.value, str):
        yield part.value
    elif isinstance(part, ast.IfExp):
        yield from _literals(part.body)
        yield from _literals(part.orelse)
    elif isinstance(part, (ast.JoinedStr, ast.BinOp)):
        raise TypeError(ast.unparse(part))


def _values_of(call: ast.Call, name: str) -> frozenset[str] | None:
    names = [keyword.arg for keyword in call.keywords]
    if None in names or name in {"mark", "Word"}:
        return None
    return frozenset(name for name in names if name)


def _said(name: str, options: Sequence[list[str]], values: frozenset[str] | None, path: str) -> Iterator[Said]:
    if name in SAYS:
        for message in options[0]:
            yield Said(path, message, values=values)
    elif name in COUNTS:
        for singular, plural in zip(*options, strict=False):
            yield Said(path, singular, plural, values=None if values is None else values | {"n"})
    else:
        for context in options[0]:
            for message in options[1]:
                yield Said(path, message, context=context, values=values)


def _mismatch(said: Said) -> Iterator[str]:
    if said.values is None:
        return
    asked = places(said.message) | places(said.plural or "")
    if unknown := asked - said.values:
        yield f"no value for {sorted(unknown)} in {said.message!r}"
    if idle := said.values - asked - {"n"}:
        yield f"no place for {sorted(idle)} in {said.message!r}"


def template_of(said: Iterable[Said]) -> Catalog:
    template = Catalog()
    for one in said:
        key = (one.message, one.plural) if one.plural is not None else one.message
        template.add(key, locations=[(one.where, 0)], context=one.context)
    return template


def file_of(language: str, folder: Path = LOCALE_FOLDER) -> Path:
    return folder / language / "LC_MESSAGES" / "steward.po"


def read(language: str, folder: Path = LOCALE_FOLDER) -> Catalog:
    with file_of(language, folder).open("rb") as file:
        return read_po(file, locale=language)


def merge(language: str, template: Catalog, folder: Path = LOCALE_FOLDER) -> Catalog:
    """Nothing is guessed from likeness: a message that changed by a word is a new one."""
    catalog = read(language, folder)
    catalog.update(template, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    written = BytesIO()
    write_po(written, catalog, width=100, omit_header=True, sort_by_file=True, include_lineno=False)
    header = HEADER.format(language=language, plurals=catalog.plural_forms)
    file = file_of(language, folder)
    beside = file.with_suffix(".new")
    beside.write_bytes(header.encode() + written.getvalue())
    beside.replace(file)
    return catalog


def check(language: str, template: Catalog, folder: Path = LOCALE_FOLDER) -> list[str]:
    """What keeps a catalogue from saying, in its language, everything that the program says."""
    catalog = read(language, folder)
    asked, known = ({_key(entry): entry for entry in entries if entry.id} for entries in (template, catalog))
    return [
        *(f"{language}: not in the catalogue: {key}" for key in asked.keys() - known.keys()),
        *(f"{language}: said no more: {key}" for key in known.keys() - asked.keys()),
        *(f"{language}: said no more: {entry.id}" for entry in catalog.obsolete.values()),
        *(f"{language}: guessed: {key}" for key, entry in known.items() if entry.fuzzy),
        *(f"{language}: {key}: {fault}" for key, entry in known.items() for fault in _misread(language, entry)),
    ]


def _key(entry: Message) -> tuple[str | None, str]:
    """As gettext looks messages up; a changed plural shows as a place or a term that does not fit."""
    return entry.context, entry.id[0] if isinstance(entry.id, (list, tuple)) else entry.id


def _misread(language: str, entry: Message) -> Iterator[str]:
    message = entry.id[-1] if isinstance(entry.id, (list, tuple)) else entry.id
    forms = (entry.string,) if isinstance(entry.string, str) else entry.string or ("",)
    for form in forms:
        yield from faults(language, message, form)


def main(verb: str) -> int:
    findings = find_all()
    template = template_of(findings.said)
    wrong = list(findings.faults)
    for language in LANGUAGES[1:]:
        if verb == "update":
            merge(language, template)
        wrong += check(language, template)
    sys.stdout.writelines(f"{line}\n" for line in wrong)
    sys.stdout.write(f"{len(template)} messages, {len(wrong)} faults\n")
    return 1 if wrong and verb == "check" else 0


if __name__ == "__main__":
    if sys.argv[1:] not in (["update"], ["check"]):
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
