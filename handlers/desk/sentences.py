"""Pydantic's errors as sentences for the person who writes the desk file."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from handlers.desk.form import DeskForm
from handlers.desk.naming import EACH, ONE
from handlers.desk.source import Fault, Path, Source
from handlers.desk.values import FAULT

KEY = "[key]"  # pydantic's mark for an error in a mapping's key

EMPTY = "is empty (a value that begins with # wants quotes around it)"


def _wrong_shape(shape: str) -> Callable[[ErrorDetails], str]:
    return lambda error: EMPTY if error["input"] is None else f"must be {shape}"


def _bound(words: str, name: str) -> Callable[[ErrorDetails], str]:
    return lambda error: f"must be {words} {error['ctx'][name]}"


def _unknown(error: ErrorDetails) -> str:
    *around, name = error["loc"]
    close = get_close_matches(str(name), _fields_at(around), n=1)
    return "is not known here" + (f"; is '{close[0]}' meant?" if close else "")


def _fields_at(around: Sequence[str | int]) -> list[str]:
    """What the entry there may hold."""
    model: type[BaseModel] = DeskForm
    for step in around:
        if step in model.model_fields:
            model = next(_models_in(model.model_fields[str(step)].annotation), model)
    return list(model.model_fields)


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


def _choice(error: ErrorDetails) -> str:
    if error["input"] is None:
        return EMPTY
    return f"must be {error['ctx']['expected']}, not '{error['input']}'".replace("'", "")


def _number(error: ErrorDetails) -> str:
    return EMPTY if error["input"] is None else f"must be a whole number, not '{error['input']}'"


_SENTENCES: Mapping[str, Callable[[ErrorDetails], str]] = {
    FAULT: lambda error: error["msg"],
    "missing": lambda _: "is missing",
    "extra_forbidden": _unknown,
    "enum": _choice,
    "int_parsing": _number,
    "int_type": _number,
    "bool_parsing": _wrong_shape("true or false"),
    "bool_type": _wrong_shape("true or false"),
    "int_from_float": _number,
    "list_type": _wrong_shape("a list"),
    "tuple_type": _wrong_shape("a list"),
    "dict_type": _wrong_shape("a group of 'name: value' lines"),
    "mapping_type": _wrong_shape("a group of 'name: value' lines"),
    "model_type": _wrong_shape("a group of 'name: value' lines"),
    "too_long": _bound("a list that holds at most", "max_length"),
    "too_short": lambda _: "must hold one at least",
    "greater_than_equal": _bound("at least", "ge"),
    "less_than_equal": _bound("at most", "le"),
}


def faults_of(source: Source, error: ValidationError) -> Iterator[Fault]:
    for detail in error.errors(include_url=False):
        said: Callable[[Any], str] = _SENTENCES.get(detail["type"], lambda found: found["msg"].lower())
        yield source.fault(_path(detail["loc"]), said(detail))


def _path(location: Path) -> Path:
    return tuple(step for step in location if step not in {KEY, ONE, EACH})
