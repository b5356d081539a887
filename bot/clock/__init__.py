"""The clock, and what happens by it: the tick, nightly copies, alarms."""
