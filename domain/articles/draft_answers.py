"""What a typed answer or a pressed button makes of a draft: pure rules, nothing is stored here."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from domain.articles.answers import (
    NONE,
    match_topic,
    read_past_day,
    read_topic,
    read_unit,
    refuse_chatter,
)
from domain.articles.drafts import ArticleDraft, Step
from domain.articles.records import Kind
from domain.articles.submission import check_title, read_submission
from domain.articles.titles import TITLE_NAMES, is_chatter, title_text
from domain.calls import Call
from domain.conversation.replies import hesitates, may_forbid, says_yes
from domain.dates import looks_like_date, parse_date
from domain.errors import InvalidField, NotAllowed
from domain.links import (
    canonical_link,
    find_bare_links,
    find_links,
    looks_like_link,
    parse_link,
)
from domain.text import clean_line, search_key
from domain.units.records import Unit

_LOG = frozenset({"ghi", "ghi nhan", "luu", "xong", "log"})
NO = frozenset({"khong", "huy", "bo", "no", "cancel", "thoi"})
GO_ON = frozenset({"tiep tuc", "tiep", "lam tiep", "ghi tiep", "go on", "continue"})
OTHER_TOPIC = frozenset({"chuyen muc khac", "khac", "other topic", "other"})
# What the card's buttons say, typed: the button's verb and argument.
_ON_THE_CARD = {
    f"{verb} {name}": ("edit", step)
    for step, names in {
        "title": ("tieu de", "ten bai", "title"),
        "link": ("lien ket", "link", "duong dan"),
        "date": ("ngay", "ngay dang", "date", "day"),
        "topic": ("chuyen muc", "topic"),
        "unit": ("don vi", "unit"),
    }.items()
    for verb in ("sua", "doi", "sua lai", "doi lai", "sai", "nham", "ghi nham", "edit", "change")
    for name in names
}
_ON_THE_CARD |= {
    name: ("kind", kind)
    for kind, names in {
        "tin": ("tin", "news"),
        "bai": ("bai", "article"),
        "anh": ("anh", "photo", "photos"),
        "video": ("video",),
    }.items()
    for name in names
}
# Before what the card shows and how it should be: "tiêu đề là …", "chủ đề giáo dục".
_LABELLED = re.compile(
    r"\s*(?:(?:sửa|sua|đổi|doi|chỉnh|chinh)\s+(?:lại\s+|lai\s+)?)?"
    rf"(?:(?P<title>{TITLE_NAMES}|title)|(?:chuyên |chuyen )?mục"
    r"|chuyen muc|chủ đề|chu de|lĩnh vực|linh vuc|(?:thể |the )?loại|the loai|loai|topic|kind)"
    r"\s*(?:[:：]|\s(?:là|la|thành|thanh|sang|to)\b)?\s+(?=\S)",
    re.IGNORECASE,
)
_WORDS_OF_A_TITLE = 5
_LONGEST_LINE = 80  # beyond, a second line is no part of a title
_SENTENCES = re.compile(r"[^\W\d_A-Z]{2}\.\s+\S")  # "TP. Kon Tum" is one
_FIELDS = re.compile("[\n|｜;]")
# What speaks of the day or of the person, not of the news.
_BEGINNINGS = (
    "ngay hom bua tuan thang thu sang trua chieu toi dem khong chua chac hinh khoang em minh "
    "anh chi da vang lau moi vua cach may vai dau cuoi giua"
)
_NO_BEGINNINGS = frozenset(_BEGINNINGS.split())
_SAME = re.compile(
    r"(?:bi )?(?:trung|giong)(?: nhau| bai(?: do| kia| nay)?)?|same|cung bai|(?:mot|1) bai"
    r"|(?:la |cung |la cung )(?:mot|1)(?: bai)?|(?:(?:dung|chinh)(?: la)? )bai(?: do| kia| nay)?"
)
_UPDATE = re.compile(r"(?:la )?(?:bai |tin )?(?:cap nhat|bo sung)(?: bai)?(?: cua)?|update")
_DIFFERENT = re.compile(
    r"(?:la )?(?:hai |2 )?(?:bai |tin )?khac(?: nhau| han| roi| bai(?: do| kia)?)?|different"
    r"|khong (?:trung|giong)(?: nhau| bai(?: do| kia| nao)?)?|khong phai(?: la)?(?: mot| 1)? bai do"
    r"|(?:la )?bai moi"
)
_POLITE_ROUND = re.compile(
    r"^(?:(?:da|vang|a|no|bai nay|tin nay|hai bai|2 bai|hai bai nay|2 bai nay)[ ,]+)+"
    r"|(?:[ ,]+(?:roi|a|ah|nhe|nha|em|chi|anh|oi|do|day|ma|e|c|ban))+$"
)


def says_log(text: str) -> bool:
    """Tell whether a whole text agrees to what a draft's question shows, or has it logged."""
    return says_yes(text) or search_key(text) in _LOG


def is_another(text: str, draft: ArticleDraft, step: Step) -> bool:
    """Tell whether a text is about another article than the draft at hand."""
    links = find_links(text)
    if not links or step is Step.LINK:
        return False
    return bool(draft.link) and not _is_its(links[0], draft)


def is_its_link(text: str, draft: ArticleDraft) -> bool:
    """Tell whether a text is nothing but the link that the draft has."""
    link = text.strip()
    return find_links(text) == [link] and _is_its(link, draft)


def _is_its(link: str, draft: ArticleDraft) -> bool:
    return bool(draft.link) and canonical_link(link) == canonical_link(draft.link)


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

    A link on its own is the link of a draft that has none, whatever was asked; a date is its day,
    also where a unit, a link, a title or a topic was asked.
    """
    if step is not Step.LINK and not draft.link and find_links(text) == [text.strip()]:
        return replace(draft, link=parse_link(text))
    if step in (Step.UNIT, Step.LINK, Step.TITLE) and looks_like_date(text):
        return _with_day(draft, read_past_day(text, call.today))
    if step is Step.DATE and draft.offered_on is not None and says_log(text):
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
        return _with_typed_title(call, draft, text, allowed)
    if step is Step.DATE:
        return _with_day(draft, read_past_day(text, call.today))
    if step is Step.TOPIC:
        unknown = match_topic(text, call.board.topics) is None
        if unknown and looks_like_date(text):
            # It may be meant for another article: this one is shown before it is logged.
            return _with_day(replace(draft, hurried=False), read_past_day(text, call.today))
        if unknown and search_key(text) in _LOG:
            return _skip(draft, Step.TOPIC)
        topic = read_topic(text, call.board.topics)
        return _skip(draft, Step.TOPIC) if topic is None else _with_topic(draft, topic.id)
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
        return _with_topic(draft, int(argument))
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
    words = [word.strip("#.,!") for word in search_key(text).split()]
    named = [int(word) for word in words if word.isdigit() and int(word) in draft.twins]
    rest = " ".join(word for word in words if not (word.isdigit() and int(word) in draft.twins))
    number = named[0] if named else draft.twins[0]
    said = {rest, _POLITE_ROUND.sub("", rest), rest.removesuffix(" bai")}
    said |= {" ".join(word for word in form.split() if not word.isdigit()) for form in said}
    if any(_SAME.fullmatch(form) and not may_forbid(text) for form in said) or (
        named and rest in {"", "bai"}
    ):
        return "same", number
    if any(_UPDATE.fullmatch(form) for form in said):
        return "update", number
    if any(_DIFFERENT.fullmatch(form) for form in said):
        return "other", number
    raise InvalidField("twin_answer", text=text[:60], number=draft.twins[0])


def read_card_button(text: str) -> tuple[str, str] | None:
    """Return the verb and the argument of the card's button that a text names, else None."""
    key = search_key(text).strip(" .:!")
    return _ON_THE_CARD.get(key) or _ON_THE_CARD.get(_POLITE_ROUND.sub("", key))


def read_labelled(text: str) -> tuple[str, bool]:
    """Return an answer without the name of what it is before it, and whether that is the title."""
    found = _LABELLED.match(text)
    return (text[found.end() :], found["title"] is not None) if found else (text, False)


def is_title(text: str) -> bool:
    """Tell whether a text that was not asked for reads like a title: some words, no link."""
    words = search_key(text).split()
    if len(words) < _WORDS_OF_A_TITLE or words[0] in _NO_BEGINNINGS or "\n" in text.strip():
        return False
    if hesitates(text):
        return False
    return not find_links(text) and not find_bare_links(text) and not looks_like_date(text)


def read_title(text: str) -> str:
    """Return the title of a text that was typed as one.

    Raise InvalidField "chatter_title" for what only speaks to the reader, or one of `check_title`.
    """
    text = _headline(text)
    read = title_text(text)
    found = read.title
    nothing = not found and (is_chatter(text) or bool(read.date))
    refuse_chatter(text, seen=nothing or looks_like_link(text))
    return check_title(found or text)


def _headline(text: str) -> str:
    """Return the lines of a title that was pasted with the first sentences of its news.

    A title may stand on two lines itself: of those only several sentences, or what begins with its
    day ("Sáng 14/6, …"), is news.
    """
    lines = [line for line in map(clean_line, text.splitlines()) if line]
    for place, line in enumerate(lines[1:], start=1):
        if not line[:1].isupper() or lines[place - 1][-1] in ":,":
            continue
        day, comma, _rest = line.partition(",")
        ends = len(lines) > 2 and (len(line) > _LONGEST_LINE or line[-1] in ".…!")
        if ends or _SENTENCES.search(line) or (comma and looks_like_date(day)):
            return " ".join(lines[:place])
    return text


def _with_typed_title(
    call: Call, draft: ArticleDraft, text: str, allowed: Sequence[Unit]
) -> ArticleDraft:
    """Return the draft with a typed title, and the day and the topic that were typed with it.

    The draft's own link beside it is no part of it.
    """
    for link in find_links(text):
        if _is_its(link, draft):
            text = text.replace(link, " ").strip()
    named = replace(draft, title=read_title(text), twins=(), typed_title=True)
    if _FIELDS.search(text.strip()):
        said = read_submission(text, today=call.today, topics=call.board.topics, units=allowed)
        if said.problems or said.link or said.unsure:
            return named
        named = replace(
            named, title=said.title or named.title, topic_id=said.topic_id or named.topic_id
        )
        day = said.published_on
    else:
        behind = title_text(text).date
        day = parse_date(behind, call.today) if behind else None
    if day is None or day > call.today or (draft.published_on and not draft.day_assumed):
        return named
    return replace(named, published_on=day, day_assumed=False)


def _with_day(draft: ArticleDraft, day: date) -> ArticleDraft:
    """Return the draft with its day; one that was offered, or said again, is a sure one."""
    sure = day if day == draft.offered_on else draft.sure_on
    return replace(draft, published_on=day, sure_on=sure, day_assumed=False)


def _with_topic(draft: ArticleDraft, topic_id: int) -> ArticleDraft:
    """Return the draft with a chosen topic, which is no suggestion any more."""
    return replace(draft, topic_id=topic_id, suggested_topic=None)


def _skip(draft: ArticleDraft, step: Step) -> ArticleDraft:
    cleared = replace(draft, link="") if step is Step.LINK else replace(draft, topic_id=None)
    return replace(cleared, skipped=(*draft.skipped, step))
