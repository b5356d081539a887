"""Files for people of a channel that takes no uploads: kept for a while, fetched by a signed link.

The link carries the row's id and its end, signed: SQLite gives the id of a deleted row again. A
good signature without a row is a link that has ended, and a bad one was never given out.
"""

from datetime import UTC, datetime, timedelta

from itsdangerous import BadData

from domain.errors import Conflict, NotAllowed
from services.signing import SigningKey
from storage.conversation import shared_files
from storage.conversation.shared_files import SharedFile
from storage.engine.database import Database

FILE_LIFE = timedelta(days=3)
_SALT = "shared file"


class SharedFiles:
    """Keeps files and the tokens that fetch them."""

    def __init__(self, database: Database, key: SigningKey) -> None:
        self._database = database
        self._key = key

    async def share(self, name: str, media_type: str, content: bytes, now: datetime) -> str:
        """Keep a file and return the token that fetches it until `FILE_LIFE` has passed."""
        expires_at = (now + FILE_LIFE).replace(microsecond=0)
        file = SharedFile(name, media_type, content, expires_at)
        file_id = await self._database.write(lambda tx: shared_files.add_file(tx, file))
        signer = await self._key.signer(_SALT, now)
        return str(signer.dumps([file_id, int(expires_at.timestamp())]))

    async def fetch(self, token: str, now: datetime) -> SharedFile:
        """Return a file by its token.

        Raises NotAllowed for a token that was never given out, Conflict for one that has ended.
        """
        try:
            file_id, end = (await self._key.signer(_SALT, now)).loads(token)
        except BadData:
            raise NotAllowed("file_link_forged") from None
        if datetime.fromtimestamp(end, UTC) <= now:
            raise Conflict("file_link_expired")
        file = await self._database.read(lambda tx: shared_files.find_file(tx, file_id))
        if file is None:
            raise Conflict("file_link_expired")
        return file

    async def purge(self, now: datetime) -> None:
        """Delete the files whose end has come."""
        await self._database.write(lambda tx: shared_files.purge_files(tx, now))
