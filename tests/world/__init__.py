"""A company for tests: the sandbox's Slack, the real program, real people's words and clicks."""

from tests.world.people import Card, Form, Place, Someone
from tests.world.world import World

__all__ = ["Card", "Form", "Place", "Someone", "World"]
