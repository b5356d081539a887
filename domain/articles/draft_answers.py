"""What a typed answer or a pressed button makes of a draft: pure rules, nothing is stored here."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from domain.articles.answers import NONE, read_past_day, read_topic, read_unit
from domain.articles.drafts import ArticleDraft, Step
from domain.articles.records import Kind
from domain.articles.submission import check_title
from domain.calls import Call
from domain.dates import looks_like_date
from domain.errors import InvalidField, NotAllowed
from domain.links import canonical_link, find_bare_links, find_links, parse_link
from domain.text import search_key
from domain.units.records import Unit

YES = frozenset({"co", "dung", "ok", "dong y", "ghi", "ghi nhan", "yes", "y", "luu", "xong"})
NO = frozenset({"khong", "huy", "bo", "no", "cancel", "thoi"})
GO_ON = frozenset({"tiep tuc", "tiep", "lam tiep", "ghi tiep", "go on", "continue"})
_WORDS_OF_A_TITLE = 5
# What speaks of the day or of the person, not of the news.
_BEGINNINGS = (
    "ngay hom bua tuan thang thu sang trua chieu toi dem khong chua chac hinh khoang em minh "
    "anh chi da vang lau moi vua cach may vai dau cuoi giua"
)
_NO_BEGINNINGS = frozenset(_BEGINNINGS.split())
_SAME = frozenset({"trung", "giong", "la mot", "cung mot bai", "trung roi", "same"})
_UPDATE = frozenset({"cap nhat", "bai cap nhat", "update"})
_DIFFERENT = frozenset({"khac", "bai khac", "hai bai khac nhau", "khac nhau", "different"})


def is_another(text: str, draft: ArticleDraft, step: Step) -> bool:
    """Tell whether a text is about another article than the draft at hand."""
    links = find_links(text)
    if not links or step is Step.LINK:
        return False
    return bool(draft.link) and canonical_link(links[0]) != canonical_link(draft.link)


def with_only_unit(call: Call, draft: ArticleDraft, allowed: Sequence[Unit]) -> ArticleDraft:
    """Choose the unit for whoever has just one that exists today."""
    if draft.unit_id is not None:
        return draft
    own = [unit for unit in allowed if unit.id in call.unit_ids] or list(allowed)
    day = draft.published_on or call.today
    living = [unit for unit in own if unit.exists_between(day, day)]
    return replace(draft, unit_id=living[0].id) if len(living) == 1 else draft


def answered(
    call: Call, draft: ArticleDraft, step: Step, text: str, allowed: Sequence[Unit]
) -> ArticleDraft:
    """Return the draft with a typed answer; raise InvalidField when it cannot be read.

    A link on its own is the link of a draft that has none, whatever was asked; a date is the day of
    one that has none where a unit or a link was asked.
    """
    if step is not Step.LINK and not draft.link and find_links(text) == [text.strip()]:
        return replace(draft, link=parse_link(text))
    undated = draft.published_on is None and step in (Step.UNIT, Step.LINK, Step.TITLE)
    if undated and looks_like_date(text):
        return _with_day(draft, read_past_day(text, call.today))
    if step is Step.DATE and draft.offered_on is not None and search_key(text) in YES:
        return _with_day(draft, draft.offered_on)
    if step in (Step.LINK, Step.DATE) and not draft.typed_title and is_title(text):
        return replace(draft, title=check_title(text), twins=())
    if step is Step.UNIT:
        return replace(draft, unit_id=read_unit(text, allowed).id)
    if step is Step.LINK:
        if search_key(text) in NONE:
            return _skip(draft, Step.LINK)
        found = find_links(text)
        return replace(draft, link=parse_link(found[0] if found else text))
    if step is Step.TITLE:
        return replace(draft, title=check_title(text), twins=(), typed_title=True)
    if step is Step.DATE:
        return _with_day(draft, read_past_day(text, call.today))
    if step is Step.TOPIC:
        topic = read_topic(text, call.board.topics)
        return _skip(draft, Step.TOPIC) if topic is None else replace(draft, topic_id=topic.id)
    raise InvalidField("card_answer", text=text[:60])


def pressed(
    call: Call, draft: ArticleDraft, verb: str, argument: str, allowed: Sequence[Unit]
) -> ArticleDraft:
    """Return the draft with a button applied; raise InvalidField for a forged one."""
    if verb == "edit" and argument in {step.value for step in Step} - {Step.TWIN.value}:
        return replace(draft, editing=Step(argument), hurried=False)
    draft = replace(draft, editing=None)
    if verb == "unit" and argument.isdigit():
        if int(argument) not in {unit.id for unit in allowed}:
            raise NotAllowed(action="log_article")
        return replace(draft, unit_id=int(argument))
    if verb == "topic" and argument.isdigit():
        if int(argument) not in {topic.id for topic in call.board.topics}:
            raise InvalidField("old_button")
        return replace(draft, topic_id=int(argument))
    if verb == "date":
        return _with_day(draft, read_past_day(argument, call.today))
    if verb == "kind" and argument in {kind.value for kind in Kind}:
        return replace(draft, kind=Kind(argument))
    if verb == "skip" and argument in {Step.LINK.value, Step.TOPIC.value}:
        return _skip(draft, Step(argument))
    if verb == "update" and argument.isdigit() and int(argument) in draft.twins:
        return as_update(draft, int(argument))
    if verb == "other" and draft.twins:
        return as_different(draft)
    raise InvalidField("old_button")


def as_update(draft: ArticleDraft, number: int) -> ArticleDraft:
    """Return the draft as an update of the likely twin of this number."""
    others = tuple(twin for twin in draft.twins if twin != number)
    return replace(
        draft, twins=(), update_of=number, different_from=(*draft.different_from, *others)
    )


def as_different(draft: ArticleDraft) -> ArticleDraft:
    """Return the draft as different from every likely twin it was asked about."""
    return replace(draft, twins=(), different_from=(*draft.different_from, *draft.twins))


def read_twin_answer(text: str, draft: ArticleDraft) -> tuple[str, int]:
    """Read what a person typed about the likely twins.

    Return "same", "update" or "other" with the twin's number, which may be typed too ("trùng #12",
    "12") and else is the likeliest one's; raise InvalidField "twin_answer".
    """
    words = [word.strip("#.,") for word in search_key(text).split()]
    named = [int(word) for word in words if word.isdigit() and int(word) in draft.twins]
    rest = " ".join(word for word in words if not word.isdigit()).removesuffix(" bai").strip()
    number = named[0] if named else draft.twins[0]
    if rest in _SAME or (named and not rest):
        return "same", number
    if rest in _UPDATE or rest.removesuffix(" cua") in _UPDATE:
        return "update", number
    if rest in _DIFFERENT:
        return "other", number
    raise InvalidField("twin_answer", text=text[:60], number=draft.twins[0])


def is_title(text: str) -> bool:
    """Tell whether a text that was not asked for reads like a title: some words, no link."""
    words = search_key(text).split()
    if len(words) < _WORDS_OF_A_TITLE or words[0] in _NO_BEGINNINGS or "\n" in text.strip():
        return False
    return not find_links(text) and not find_bare_links(text) and not looks_like_date(text)


def _with_day(draft: ArticleDraft, day: date) -> ArticleDraft:
    """Return the draft with its day; one that was offered, or said again, is a sure one."""
    sure = day if day == draft.offered_on else draft.sure_on
    return replace(draft, published_on=day, sure_on=sure)


def _skip(draft: ArticleDraft, step: Step) -> ArticleDraft:
    cleared = replace(draft, link="") if step is Step.LINK else replace(draft, topic_id=None)
    return replace(cleared, skipped=(*draft.skipped, step))
