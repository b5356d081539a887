"""The demonstration: the real program over the channel `web`, with a clock that can be moved."""
