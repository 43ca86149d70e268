"""The whole program beside a sandbox, for tests of its HTTP side."""

from collections.abc import Iterator

import pytest

from tests.world import World


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    made = World(database_url)
    yield made
    made.close()
