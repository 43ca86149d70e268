"""A company for each scenario, on each database."""

from collections.abc import Iterator

import pytest

from tests.world import World
from tests.world.world import EXAMPLE


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    made = World(database_url)
    yield made
    made.close()


@pytest.fixture
def of_all(database_url: str) -> Iterator[World]:
    """A company where every approver must agree to a change."""
    desk = (EXAMPLE / "desk.yaml").read_text().replace("need: any", "need: all")
    made = World(database_url, desk=desk)
    yield made
    made.close()
