"""Every service of the program, wired once by bot/app.py."""

from dataclasses import dataclass

from services.accounts import Accounts
from services.announcements import Announcements
from services.articles import Articles
from services.backups import Backups
from services.batches import Batches
from services.board_page import BoardPage
from services.boards import Boards
from services.deliveries import Deliveries
from services.dialogues import Dialogues
from services.draft_runs import DraftRuns
from services.editing import Editing
from services.figures import Figures
from services.find import Finder
from services.imports import Imports
from services.inbox import Inbox
from services.invitations import Invitations
from services.issuing import Issuing
from services.member_changes import MemberChanges
from services.members import Members
from services.monitoring import Monitoring
from services.notes import Notes
from services.offers import Offers
from services.pasting import Pasting
from services.people import People
from services.portal import Portal
from services.portal_check import PortalCheck
from services.reading import MessageReader
from services.reminders import Reminders
from services.reports import Reports
from services.review import Review
from services.rollup import RollUps
from services.shared_files import SharedFiles
from services.signing import SigningKey
from services.status import StatusDesk
from services.submissions import Submissions
from services.topics import Topics
from services.tracing import Tracing
from services.twin_review import TwinReview
from services.twins import Twins
from services.undo import Undo
from services.unit_changes import UnitChanges
from services.units import Units
from services.zalo import ZaloMemory
from services.zeros import Zeros
from storage.database import Database


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
    zalo: ZaloMemory
    zeros: Zeros


def build_services(database: Database) -> Services:
    """Return the services over a database."""
    boards = Boards(database)
    inbox = Inbox(database)
    reminders = Reminders(database, boards)
    reports = Reports(database, boards)
    signing = SigningKey(database)
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
        imports=Imports(database),
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
        zalo=ZaloMemory(database),
        zeros=Zeros(database),
    )
