"""What a messenger tells of chats: blocked, opened again, put out of a group, a group's new id."""

from datetime import datetime

from storage.engine.database import Database, Transaction
from storage.people import accounts
from storage.reminders import digest_groups


class Chats:
    """Keeps who can be written to; nobody is asked for a role, for the messenger itself tells."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def closed(self, channel: str, chat_id: int, now: datetime) -> None:
        """Write no more to a person who blocked the bot, or a group that put it out."""

        async def job(tx: Transaction) -> None:
            person_id = await accounts.set_reachable(tx, channel, chat_id, reachable=False)
            if person_id is not None:
                await digest_groups.switch_off(tx, person_id, now)

        await self._database.write(job)

    async def opened(self, channel: str, chat_id: int) -> None:
        """Write again to a person who has unblocked the bot."""
        await self._database.write(
            lambda tx: accounts.set_reachable(tx, channel, chat_id, reachable=True)
        )

    async def moved(self, channel: str, old: int, new: int) -> None:
        """Follow a group that became a supergroup."""

        async def job(tx: Transaction) -> None:
            account_id = await accounts.find_account(tx, channel, old)
            if account_id is None:
                return
            if not await accounts.move_account(tx, account_id, channel, new):
                await accounts.deactivate_account(tx, account_id)

        await self._database.write(job)
