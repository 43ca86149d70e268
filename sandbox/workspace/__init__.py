"""What Slack would remember of one workspace: people, conversations, forms, files, and the registered app."""

from sandbox.workspace.workspace import Happening, Workspace

__all__ = ["Happening", "Workspace"]
