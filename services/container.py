"""Every service of the program, wired once by bot/app.py."""

from dataclasses import dataclass
from inspect import signature
from typing import Any, get_type_hints

from services.articles.batches import Batches
from services.articles.editing import Editing
from services.articles.edits import Edits
from services.articles.find import Finder
from services.articles.log import Articles
from services.articles.review import Review
from services.articles.submissions import Submissions
from services.articles.topics import Topics
from services.articles.twin_review import TwinReview
from services.boards import Boards
from services.conversation.dialogues import Dialogues
from services.conversation.inbox import Inbox
from services.conversation.offers import Offers
from services.conversation.sent_parts import SentParts
from services.conversation.shared_files import SharedFiles
from services.conversation.web_chat import WebChat
from services.conversation.zalo import ZaloMemory
from services.imports.tables import Imports
from services.imports.uploads import Uploads
from services.people.accounts import Accounts
from services.people.changes import MemberChanges
from services.people.invitations import Invitations
from services.people.joining import People
from services.people.members import Members
from services.people.my_page import MyPage
from services.portal.checking import PortalCheck
from services.portal.offering import PortalOffers
from services.portal.proposals import Portal
from services.reminders.announcements import Announcements
from services.reminders.chats import Chats
from services.reminders.deliveries import Deliveries
from services.reminders.due import Reminders
from services.reminders.waiting import Waiting
from services.reports.board_page import BoardPage
from services.reports.building import Reports
from services.reports.figures import Figures
from services.reports.issued.cancelling import Cancelling
from services.reports.issued.issuing import Issuing
from services.reports.notes import Notes
from services.reports.rollup import RollUps
from services.reports.settings import BoardSettings
from services.reports.status import StatusDesk
from services.reports.thanks import Thanks
from services.reports.tracing import Tracing
from services.signing import SigningKey
from services.twins.search import Twins
from services.units.changes import UnitChanges
from services.units.lookup import Units
from services.units.zeros import Zeros
from services.upkeep.backups import Backups
from services.upkeep.monitoring import Monitoring
from services.upkeep.undo import Undo
from storage.engine.database import Database


@dataclass(frozen=True, slots=True)
class Services:
    """The use cases by topic; a line here is all that a new one needs."""

    announcements: Announcements
    accounts: Accounts
    articles: Articles
    board_page: BoardPage
    batches: Batches
    backups: Backups
    boards: Boards
    cancelling: Cancelling
    chats: Chats
    deliveries: Deliveries
    dialogues: Dialogues
    editing: Editing
    edits: Edits
    figures: Figures
    find: Finder
    imports: Imports
    inbox: Inbox
    invitations: Invitations
    member_changes: MemberChanges
    members: Members
    my_page: MyPage
    notes: Notes
    offers: Offers
    issuing: Issuing
    monitoring: Monitoring
    people: People
    portal: Portal
    portal_check: PortalCheck
    portal_offers: PortalOffers
    reminders: Reminders
    reports: Reports
    rollups: RollUps
    tracing: Tracing
    review: Review
    sent_parts: SentParts
    settings: BoardSettings
    shared_files: SharedFiles
    signing: SigningKey
    status: StatusDesk
    submissions: Submissions
    thanks: Thanks
    topics: Topics
    twin_review: TwinReview
    twins: Twins
    undo: Undo
    unit_changes: UnitChanges
    units: Units
    uploads: Uploads
    waiting: Waiting
    web_chat: WebChat
    zalo: ZaloMemory
    zeros: Zeros


def build_services(database: Database) -> Services:
    """Return the services over a database, each given what its constructor names by type.

    A parameter with a default keeps it; everything else is made once and shared.
    """
    made: dict[type, Any] = {Database: database}

    def make(kind: type) -> Any:
        if kind not in made:
            hints = get_type_hints(kind.__init__)  # type: ignore[misc]
            wanted = [
                each for each in signature(kind).parameters.values() if each.default is each.empty
            ]
            made[kind] = kind(**{each.name: make(hints[each.name]) for each in wanted})
        return made[kind]

    return Services(**{name: make(kind) for name, kind in get_type_hints(Services).items()})
