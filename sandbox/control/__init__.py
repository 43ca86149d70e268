"""Acting as the people of the workspace over HTTP, and changing the weather. Documented in sandbox/README.md."""
