"""Every service of the program, wired once by bot/app.py."""

from dataclasses import dataclass

from services.articles.batches import Batches
from services.articles.draft_runs import DraftRuns
from services.articles.editing import Editing
from services.articles.find import Finder
from services.articles.log import Articles
from services.articles.pasting import Pasting
from services.articles.reading import MessageReader
from services.articles.review import Review
from services.articles.submissions import Submissions
from services.articles.topics import Topics
from services.articles.twin_review import TwinReview
from services.boards import Boards
from services.conversation.dialogues import Dialogues
from services.conversation.inbox import Inbox
from services.conversation.offers import Offers
from services.conversation.shared_files import SharedFiles
from services.conversation.zalo import ZaloMemory
from services.imports.tables import Imports
from services.imports.uploads import Uploads
from services.people.accounts import Accounts
from services.people.changes import MemberChanges
from services.people.invitations import Invitations
from services.people.joining import People
from services.people.members import Members
from services.portal.checking import PortalCheck
from services.portal.proposals import Portal
from services.reminders.announcements import Announcements
from services.reminders.deliveries import Deliveries
from services.reminders.due import Reminders
from services.reports.board_page import BoardPage
from services.reports.building import Reports
from services.reports.figures import Figures
from services.reports.issuing import Issuing
from services.reports.notes import Notes
from services.reports.rollup import RollUps
from services.reports.status import StatusDesk
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
    """The use cases by topic."""

    announcements: Announcements
    accounts: Accounts
    articles: Articles
    board_page: BoardPage
    batches: Batches
    backups: Backups
    boards: Boards
    deliveries: Deliveries
    dialogues: Dialogues
    editing: Editing
    figures: Figures
    find: Finder
    imports: Imports
    inbox: Inbox
    invitations: Invitations
    member_changes: MemberChanges
    members: Members
    notes: Notes
    offers: Offers
    issuing: Issuing
    monitoring: Monitoring
    people: People
    portal: Portal
    portal_check: PortalCheck
    reminders: Reminders
    reports: Reports
    rollups: RollUps
    tracing: Tracing
    review: Review
    shared_files: SharedFiles
    signing: SigningKey
    status: StatusDesk
    submissions: Submissions
    topics: Topics
    twin_review: TwinReview
    twins: Twins
    undo: Undo
    unit_changes: UnitChanges
    units: Units
    uploads: Uploads
    zalo: ZaloMemory
    zeros: Zeros


def build_services(database: Database) -> Services:
    """Return the services over a database."""
    boards = Boards(database)
    inbox = Inbox(database)
    reminders = Reminders(database, boards)
    reports = Reports(database, boards)
    signing = SigningKey(database)
    imports = Imports(database)
    topics = Topics(database)
    twins = Twins(database)
    runs = DraftRuns(database, twins, topics)
    pasting = Pasting()
    portal_check = PortalCheck(database, boards, pasting)
    return Services(
        announcements=Announcements(database),
        accounts=Accounts(database),
        articles=Articles(database),
        board_page=BoardPage(database, boards, reports, reminders, signing),
        batches=Batches(runs),
        backups=Backups(database),
        boards=boards,
        deliveries=Deliveries(database, reminders),
        dialogues=Dialogues(database),
        editing=Editing(database),
        figures=Figures(database),
        find=Finder(database),
        imports=imports,
        inbox=inbox,
        invitations=Invitations(database),
        member_changes=MemberChanges(database),
        members=Members(database),
        notes=Notes(database, reports),
        offers=Offers(database),
        issuing=Issuing(database, reports),
        monitoring=Monitoring(database),
        people=People(database, boards),
        portal=Portal(database, portal_check, topics),
        portal_check=portal_check,
        reminders=reminders,
        reports=reports,
        rollups=RollUps(database, boards, reports),
        tracing=Tracing(database, reports),
        review=Review(database),
        shared_files=SharedFiles(database, signing),
        signing=signing,
        status=StatusDesk(database, reports, reminders, inbox),
        submissions=Submissions(runs, MessageReader(database, pasting)),
        topics=topics,
        twin_review=TwinReview(database),
        twins=twins,
        undo=Undo(database),
        unit_changes=UnitChanges(database),
        units=Units(database),
        uploads=Uploads(database, imports),
        zalo=ZaloMemory(database),
        zeros=Zeros(database),
    )
