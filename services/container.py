"""Every service of the program, wired once by bot/app.py."""

from dataclasses import dataclass

from services.articles import Articles
from services.boards import Boards
from services.deliveries import Deliveries
from services.imports import Imports
from services.inbox import Inbox
from services.people import People
from services.reminders import Reminders
from services.reports import Reports
from services.status import StatusDesk
from services.submissions import Submissions
from services.units import Units
from services.zeros import Zeros
from storage.database import Database


@dataclass(frozen=True, slots=True)
class Services:
    """The use cases by topic."""

    articles: Articles
    boards: Boards
    deliveries: Deliveries
    imports: Imports
    inbox: Inbox
    people: People
    reminders: Reminders
    reports: Reports
    status: StatusDesk
    submissions: Submissions
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
        boards=boards,
        deliveries=Deliveries(database, reminders),
        imports=Imports(database),
        inbox=inbox,
        people=People(database, boards),
        reminders=reminders,
        reports=reports,
        status=StatusDesk(database, reports, reminders, inbox),
        submissions=Submissions(database),
        units=Units(database),
        zeros=Zeros(database),
    )
