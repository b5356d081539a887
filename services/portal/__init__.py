"""The portal compared with the log, and what editors make of it."""
