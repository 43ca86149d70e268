"""Slack misbehaves, the program is killed, and nothing may be lost or doubled."""
