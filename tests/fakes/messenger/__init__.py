"""A messenger of Telegram's shape, in memory: what most conversations are held on."""
