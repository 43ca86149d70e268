"""The few names that every part of the sandbox uses for foreign data."""

from collections.abc import Callable
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
Clock: TypeAlias = Callable[[], float]
"""Unix seconds, as `time.time` gives them."""
