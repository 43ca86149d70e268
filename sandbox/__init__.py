"""A Slack workspace on your own machine, for tests, demos and load runs of any Slack app. See README.md."""

from sandbox.seed import SeedError, load_seed
from sandbox.server import Sandbox

__all__ = ["Sandbox", "SeedError", "load_seed"]
