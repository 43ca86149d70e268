"""Here programs are killed, and PostgreSQL keeps its promises as it does in earnest."""

import pytest


@pytest.fixture(scope="session")
def hurried() -> tuple[str, ...]:
    return ()
