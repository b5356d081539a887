"""Commands that list what an installation holds."""
