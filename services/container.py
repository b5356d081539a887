"""Every service of the program, wired once by bot/app.py."""

from dataclasses import dataclass

from services.articles import Articles
from services.board_page import BoardPage
from services.boards import Boards
from services.deliveries import Deliveries
from services.dialogues import Dialogues
from services.editing import Editing
from services.figures import Figures
from services.imports import Imports
from services.inbox import Inbox
from services.people import People
from services.reminders import Reminders
from services.reports import Reports
from services.status import StatusDesk
from services.submissions import Submissions
from services.undo import Undo
from services.units import Units
from services.zeros import Zeros
from storage.database import Database


@dataclass(frozen=True, slots=True)
class Services:
    """The use cases by topic."""

    articles: Articles
    board_page: BoardPage
    boards: Boards
    deliveries: Deliveries
    dialogues: Dialogues
    editing: Editing
    figures: Figures
    imports: Imports
    inbox: Inbox
    people: People
    reminders: Reminders
    reports: Reports
    status: StatusDesk
    submissions: Submissions
    undo: Undo
    units: Units
    zeros: Zeros


def build_services(database: Database) -> Services:
    """Return the services over a database."""
    boards = Boards(database)
    inbox = Inbox(database)
    reminders = Reminders(database, boards)
    reports = Reports(database, boards)
    return Services(
        articles=Articles(database),
        board_page=BoardPage(database, boards, reports, reminders),
        boards=boards,
        deliveries=Deliveries(database, reminders),
        dialogues=Dialogues(database),
        editing=Editing(database),
        figures=Figures(database),
        imports=Imports(database),
        inbox=inbox,
        people=People(database, boards),
        reminders=reminders,
        reports=reports,
        status=StatusDesk(database, reports, reminders, inbox),
        submissions=Submissions(database),
        undo=Undo(database),
        units=Units(database),
        zeros=Zeros(database),
    )
