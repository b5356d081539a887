"""The installation's signing key: the configured secret, else one that the database keeps."""

import hashlib
import hmac
import secrets
from datetime import datetime

from itsdangerous import URLSafeSerializer

from storage.engine.database import Database
from storage.reports import board_page as store


class SigningKey:
    """Signs what people carry in links; each use has a salt of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._secret = ""

    def use_secret(self, secret: str) -> None:
        """Sign with a configured secret; an empty one means a key that the database keeps."""
        self._secret = secret

    async def signer(self, salt: str, now: datetime) -> URLSafeSerializer:
        """Return a serializer whose tokens fit into an address."""
        return URLSafeSerializer(
            await self._key(now),
            salt=salt,
            signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
        )

    async def derived(self, purpose: str, now: datetime) -> str:
        """Return a secret of 64 hexadecimal digits for one purpose, the same every time."""
        key = (await self._key(now)).encode()
        return hmac.new(key, purpose.encode(), hashlib.sha256).hexdigest()

    async def _key(self, now: datetime) -> str:
        """Return the key; the database's own is made at its first use."""
        if self._secret:
            return self._secret
        kept = await self._database.read(lambda tx: store.find_secret(tx, store.LINKS_KEY))
        if kept is None:
            fresh = secrets.token_urlsafe(32)
            kept = await self._database.write(
                lambda tx: store.keep_secret(tx, store.LINKS_KEY, fresh, now)
            )
        self._secret = kept
        return kept
