"""A YAML text that remembers on which line everything stood, and the faults found in it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import yaml

Path = tuple[str | int, ...]

EMPTY = {"", "~", "null"}


@dataclass(frozen=True, order=True)
class Fault:
    """`path` counts list items from 1, as people do: `teams.2.lead`. Empty for the file as a whole."""

    line: int
    path: str
    sentence: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.path + ': ' if self.path else ''}{self.sentence}"


class FileFaults(Exception):  # noqa: N818 - the faults are the file's
    """Everything that is wrong with a desk file, in the order of its lines."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(set(faults))
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True)
class Source:
    """`data` is mappings, lists, strings and None; what a string means is for whoever reads it to say."""

    data: object
    lines: Mapping[Path, int]
    faults: tuple[Fault, ...] = ()  # names given twice: what follows the first was not read

    def line_of(self, path: Path) -> int:
        """The line of what stands at `path`, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def fault(self, path: Path, sentence: str) -> Fault:
        shown = ".".join(str(step + 1 if isinstance(step, int) else step) for step in path)
        return Fault(self.line_of(path), shown, sentence)

    def texts(self, *steps: str) -> Iterator[tuple[Path, str]]:
        """Every text found by following `steps`, of which `*` is each item of a list or each value of a mapping.
        What is not there, or is something else, is passed over: another check speaks of it.
        """
        for path, value in self._found((), self.data, steps):
            if isinstance(value, str):
                yield path, value

    def names(self, *steps: str) -> set[str]:
        return {text for _, text in self.texts(*steps)}

    def _found(self, path: Path, value: object, steps: tuple[str, ...]) -> Iterator[tuple[Path, object]]:
        if not steps:
            yield path, value
            return
        for step, inner in _items(value):
            if steps[0] in {"*", step}:
                yield from self._found((*path, step), inner, steps[1:])


def _items(value: object) -> Iterable[tuple[str | int, object]]:
    match value:
        case dict():
            return value.items()
        case list():
            return enumerate(value)
        case _:
            return ()


class _Loader(yaml.BaseLoader):
    """Every scalar stays text, or Norway (`NO`) would be false and 13:00 would be 780."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(None, None, "an alias (*) is not taken here; write it out", mark)
        return super().compose_node(parent, index)


def parse(text: str) -> Source:
    """Raises FileFaults for what is not YAML."""
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise FileFaults([Fault(line, "", f"this is not YAML: {error.problem or error.context}")]) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise FileFaults([Fault(line, "", "a character stands here that a text file may not hold")]) from error
    if node is None:
        raise FileFaults([Fault(1, "", "the file is empty")])
    return _Walk().source(node)


class _Walk:
    def __init__(self) -> None:
        self.lines: dict[Path, int] = {}
        self.faults: list[Fault] = []

    def source(self, node: yaml.Node) -> Source:
        data = self._value(node, ())
        return Source(data, self.lines, tuple(self.faults))

    def _value(self, node: yaml.Node, path: Path) -> object:
        self.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self._value(item, (*path, place)) for place, item in enumerate(node.value)]
        assert isinstance(node, yaml.ScalarNode)
        return None if not node.style and node.value in EMPTY else node.value

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, object]:
        found: dict[str, object] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            name = str(key.value)
            if not isinstance(key, yaml.ScalarNode):
                self.faults.append(Fault(line, "", "a name is a single word, not a list or a mapping"))
            elif name in found:
                first = self.lines[*path, name]
                self.faults.append(_twice((*path, name), line, first))
            else:
                self.lines[*path, name] = line
                found[name] = self._value(value, (*path, name))
        return found


def _twice(path: Path, line: int, first: int) -> Fault:
    return Source(None, {path: line}).fault(path, f"stands here a second time; the first is on line {first}")
