"""docs/desk-file.md tells of every field of the desk file, and of no other."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args, get_origin

from pydantic import BaseModel

from handlers.desk.form import DeskForm

DOCUMENT = Path(__file__).parents[2] / "docs" / "desk-file.md"
ROW = re.compile(r"^\| `([^`]+)` \| (yes|no) \| \S.*\|$", re.MULTILINE)


def fields(model: type[BaseModel], at: str = "") -> Iterator[tuple[str, str]]:
    """(`teams[].key`, whether it must be given): a list's items are `[]`, a mapping's names `<name>`."""
    for name, field in model.model_fields.items():
        path = f"{at}{field.alias or name}"
        yield path, "yes" if field.is_required() else "no"
        for inner, step in _models_in(field.annotation):
            yield from fields(inner, f"{path}{step}.")


def _models_in(annotation: object, step: str = "") -> Iterator[tuple[type[BaseModel], str]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation, step
        return
    origin = get_origin(annotation)
    deeper = "[]" if origin is list else ".<name>" if isinstance(origin, type) and issubclass(origin, dict) else ""
    for part in get_args(annotation):
        yield from _models_in(part, step + deeper)


def test_every_field_is_documented_and_nothing_else_is() -> None:
    told = dict(ROW.findall(DOCUMENT.read_text()))
    assert told == dict(fields(DeskForm))
