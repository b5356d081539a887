"""Files sent in chat: what was answered about each, and storing it once everything is clear."""

import re
import zlib
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import TypeAdapter

from domain.calls import Call
from domain.errors import Conflict, NotFound
from domain.imports.tables import Appendix
from domain.imports.uploads import Upload
from domain.permissions import Action, require
from services.conversation.effects import once
from services.imports.plans import Choices, Plan
from services.imports.tables import Imports
from services.imports.undoing import UndoneImport, take_back
from storage.engine.database import Database, Transaction
from storage.imports import rows as imports
from storage.imports import uploads
from storage.imports.rows import ImportRow

_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])")


@dataclass(frozen=True, slots=True)
class Stored:
    """What storing a sent file changed; `blocked` tells that something has to be asked after all.

    `again` tells that it had been stored before.
    """

    number: int = 0
    import_id: int = 0
    units: int = 0
    cells: int = 0
    articles: int = 0
    blocked: bool = False
    again: bool = False
    outcome: Literal["stored"] = "stored"


_ID: TypeAdapter[int] = TypeAdapter(int)
_STORED: TypeAdapter[Stored] = TypeAdapter(Stored)
_UNDONE: TypeAdapter[UndoneImport] = TypeAdapter(UndoneImport)


class Uploads:
    """Files that wait for their sender's answers; each method requires Action.IMPORT."""

    def __init__(self, database: Database, reader: Imports) -> None:
        self._database = database
        self._imports = reader

    async def begin(self, call: Call, file_id: str, file_name: str, caption: str) -> int:
        """Keep a sent file; a year in its caption counts. Return the upload's id."""
        require(call, Action.IMPORT)
        years = set(_YEAR.findall(caption))
        choices = {"year": int(years.pop())} if len(years) == 1 else {}
        return await once(
            self._database,
            call.origin,
            call.now,
            "upload",
            _ID,
            lambda tx: uploads.add_upload(tx, call, file_id, file_name, choices),
        )

    async def find(self, call: Call, upload_id: int) -> Upload:
        """Return a person's own upload; raise NotFound "upload_gone"."""
        require(call, Action.IMPORT)
        return await self._database.read(lambda tx: _find(tx, call, upload_id))

    async def plan(self, call: Call, upload: Upload, appendix: Appendix) -> Plan:
        """Return what an upload would change, as far as it is answered."""
        require(call, Action.IMPORT)
        return await self._imports.preview(call.board, appendix, call.now, choices_of(upload))

    async def answer(self, call: Call, upload_id: int, field: str, value: Any) -> Upload:
        """Keep an answer: `year` and `overlap` a value, `maps` a pair, `news` a name."""
        require(call, Action.IMPORT)

        async def job(tx: Transaction) -> Upload:
            upload = await _find(tx, call, upload_id)
            choices = dict(upload.choices)
            if field in ("maps", "news"):
                kept = [each for each in choices.get(field, []) if each != value]
                choices[field] = [*kept, value]
            else:
                choices[field] = value
            await uploads.update_upload(tx, upload_id, choices=choices)
            return await _find(tx, call, upload_id)

        return await self._database.write(job)

    async def drop(self, call: Call, upload_id: int) -> None:
        """Forget a file that its sender does not want to import; one that is stored stays."""
        require(call, Action.IMPORT)

        async def job(tx: Transaction) -> None:
            upload = await uploads.find_upload(tx, call, upload_id)
            if upload is not None and upload.import_id is None:
                await uploads.drop_upload(tx, upload_id)

        await self._database.write(job)

    async def store(self, call: Call, upload: Upload, appendix: Appendix, content: bytes) -> Stored:
        """Store a file whose questions are answered; a second time changes nothing."""
        require(call, Action.IMPORT)

        async def job(tx: Transaction) -> Stored:
            current = await _find(tx, call, upload.id)
            if current.import_id is not None:
                return Stored(again=True)
            plan = await self._imports.apply(
                call, appendix, choices_of(current), current.file_name, content, tx
            )
            if plan.blocked:
                return Stored(blocked=True)
            await uploads.update_upload(tx, upload.id, import_id=plan.import_id)
            return Stored(
                plan.number or 0,
                plan.import_id or 0,
                len(plan.new_units),
                plan.changed,
                len(plan.articles),
            )

        return await once(self._database, call.origin, call.now, "import", _STORED, job)

    async def standing(self, call: Call, number: int) -> ImportRow:
        """Return the board's import of a number.

        Raise NotFound "unknown_import" or Conflict "import_undone".
        """
        require(call, Action.IMPORT)
        found = await self._database.read(
            lambda tx: imports.find_import(tx, call.board.id, number=number)
        )
        if found is None:
            raise NotFound("unknown_import", number=number)
        if found.undone_at is not None:
            raise Conflict("import_undone", number=number)
        return found

    async def undo(self, call: Call, import_id: int) -> UndoneImport:
        """Take an import of the board back whole.

        Raise NotFound "unknown_import", Conflict "import_undone" or "import_issued".
        """
        require(call, Action.IMPORT)

        async def job(tx: Transaction) -> UndoneImport:
            return await undo_import(tx, call, import_id)

        return await once(self._database, call.origin, call.now, "import.undo", _UNDONE, job)


async def undo_import(tx: Transaction, call: Call, import_id: int) -> UndoneImport:
    """Take an import back for a person who may import."""
    require(call, Action.IMPORT)
    found = await imports.find_import(tx, call.board.id, import_id=import_id)
    if found is None:
        raise NotFound("unknown_import", number=import_id)
    return await take_back(tx, call.board, found, call.now, call.person.id, call.origin.channel)


def choices_of(upload: Upload) -> Choices:
    """Return what was answered about an upload."""
    kept = upload.choices
    return Choices(
        kept.get("year"),
        None,
        tuple((name, unit) for name, unit in kept.get("maps", [])),
        tuple(kept.get("news", [])),
        kept.get("overlap"),
    )


def name_code(name: str) -> str:
    """Return a short code of a name, for a button's data."""
    return f"{zlib.crc32(name.encode()):08x}"


async def _find(tx: Transaction, call: Call, upload_id: int) -> Upload:
    upload = await uploads.find_upload(tx, call, upload_id)
    if upload is None:
        raise NotFound("upload_gone")
    return upload
