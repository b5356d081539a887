"""The configuration of an installation that sets some of it in the environment."""

from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.config.loading import ENVIRONMENT, Config


class EnvironmentConfig(Config, BaseSettings):
    """A configuration whose values may stand in variables such as TINBAI_TELEGRAM__TOKEN."""

    model_config = SettingsConfigDict(env_prefix=ENVIRONMENT, env_nested_delimiter="__")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment win over the file, whose values are passed to the constructor."""
        return env_settings, init_settings
