"""The demonstration: the real program over the local chat, with a clock that can be moved."""
