"""Commands and buttons, one file a topic, and what people read."""
