"""The configuration: read once from TOML and the environment, then passed as values."""
