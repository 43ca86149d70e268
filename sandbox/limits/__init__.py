"""Slack's limits: what it refuses, said about plain JSON, with a pointer to each fault."""

from sandbox.limits.fault import Fault, Surface
from sandbox.limits.payloads import check_blocks, check_message, check_view

__all__ = ["Fault", "Surface", "check_blocks", "check_message", "check_view"]
