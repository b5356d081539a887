"""The use cases, one file a topic; each owns its transaction."""
