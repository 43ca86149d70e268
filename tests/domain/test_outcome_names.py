"""Outcomes are found again by their name alone, so no two may share one."""

import importlib
import pkgutil
from collections import Counter
from dataclasses import fields

import pytest

import domain
from domain.outcomes import Outcome, type_names

for module in pkgutil.iter_modules(domain.__path__):
    importlib.import_module(f"domain.{module.name}")


def below(kind: type[Outcome]) -> list[type[Outcome]]:
    return [kind, *(deeper for sub in kind.__subclasses__() for deeper in below(sub))]


OURS = [kind for kind in below(Outcome)[1:] if kind.__module__.startswith("domain.")]


def test_no_two_outcomes_share_a_name() -> None:
    assert [name for name, count in Counter(kind.__name__ for kind in OURS).items() if count > 1] == []


@pytest.mark.parametrize("kind", OURS, ids=lambda kind: kind.__name__)
def test_an_outcome_comes_back_from_the_inbox(kind: type[Outcome]) -> None:
    samples = {"int": 7, "str": "IT-7", "bool": True, "int | None": None}
    types = {field.name: field.type for field in fields(kind)}
    outcome = kind(**{name: samples[getattr(of, "__name__", str(of))] for name, of in types.items()})
    assert type_names[kind.__name__].of(kind.name, outcome.facts()) == outcome
