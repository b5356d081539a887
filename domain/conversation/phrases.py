"""What a whole message that is no command asks for or says by itself, by data/phrases.tsv."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rapidfuzz import fuzz, process

from domain.links import find_bare_links, find_links
from domain.periods.grammar import period_key, read_named_span
from domain.syllables import without_telex
from domain.text import clean_line, search_key

THANKS, GREETING, ZERO = "thanks", "greeting", "zero"
COURTESY = frozenset({THANKS, GREETING})
_LONGEST = 160
_MOST_REPORT_WORDS = 16
_MOST_UNIT_WORDS = 7
_MOST_PERIOD_WORDS = 6
_ANY_YEAR = 2020  # whether words name a period does not depend on it
_LIKE = 88.0
_SHORTEST_LIKE = 6  # shorter wordings differ by a letter from other words

# "Chị" speaks to somebody, "chỉ" asks to be shown.
NO_PAYMENT = re.compile(r"\bch[ịỉí]\b")
_LONG_END = re.compile(r"([a-z])\1+(?![a-z])")
_LEADS = re.compile(
    r"(?:(?:da|vang|thua|a|oi|alo|ad|admin|ban oi|chi oi|anh oi|em oi|bot oi|tro ly oi|"
    r"cho (?:em|toi|minh|anh|chi)?(?: (?:hoi|xem|biet|xin))?|em (?:hoi|muon|can|xin)|"
    r"toi (?:hoi|muon|can|xin)|minh (?:muon|can)|muon|can|xin|vui long|lam on|hay|please|"
    r"giup (?:em|toi|minh)|nho (?:chi|anh|em|ban)|xem giup|xem ho|em|toi|minh)[\s,]+)"
)
_TAILS = re.compile(
    r"[\s,]+(?:a|ah|ak|nhe|nha|nhi|the|vay|voi|di|gium|giup|ho|ha|nao|chi|anh|em|ban|bot|oi|"
    r"a em|chi oi|anh oi|em oi|ban oi|co chu|moi nguoi|nhieu|rat nhieu|lam|qua|please|"
    r"(?:giup|gium|ho|cho) (?:em|toi|minh|chi|anh)|the nay|nhe chi|nhe anh)$"
)
_EDGES = re.compile(r"^[^0-9a-z?]+|[^0-9a-z?]+$")
_LIKES = frozenset("👍👌🙏❤🥰😍😊🙂😀👏💯🤝✅🌹💐🎉♥")
_NOT = re.compile(r"\b(?:ko|k|kg|kh|hong|hok|khg|kho)\b(?= (?:co|phat sinh|dang|viet))")
_UNIT = "(?:don vi|phong|ban|nganh|xa|phuong|co quan|truong|hoi|to|thon)"
_ASKS_WHO = re.compile(
    rf"\b(?:ai|{_UNIT} nao|nhung {_UNIT}|cac {_UNIT}|(?:bao nhieu|may) {_UNIT})\b"
    r".*\b(?:chua|khong (?:co|nop|gui|dang|viet|phat sinh|tra loi)|im lang|thieu|no bai"
    r"|(?:nhieu|it)(?: tin)?(?: bai)? nhat|da (?:nop|gui|co)|(?:nop|gui|co)(?: bai)? roi|dung "
    r"dau)\b"
    rf"|\bthieu(?: bai)?(?: cua)? (?:ai|{_UNIT} nao)\b|^danh sach(?: (?:cac )?{_UNIT})? chua\b"
    r"|\b(?:who|which units?) (?:has not|hasn'?t|have not|haven'?t|have no|has no|did not|didn'?t"
    r"|is|are)\b"
)
_ASKS_COUNT = re.compile(
    r"(?:.*\b)?(?:bao nhieu|may|duoc may|co may) (?:tin|bai|tin,? bai)\b.*"
    r"|how many(?: articles)?(?: so far| this month| do we have| are there| have we)?\b.*"
)
# What may stand behind "không có tin": "giả" may not, for that is a title.
_BEHIND_NOTHING = (
    r"(?=$|[\s,.;:!()]+(?:$|(?:nao|gi|moi|a|ah|trong|thang|do|vi|nhe|nha|ve|de|ca|het|nua|dang|len"
    r"|viet|va|hoac|tu|ky|quy|tuan|da|roi|luon|em|anh|chi|cua|phat sinh|duoc)\b))"
)
_ARTICLES = r"(?:tin,? bai|tin tuc|bai viet|tin|bai)"
_NOTHING = re.compile(
    r"\bkhong (?:co|phat sinh|dang|viet|san xuat|gui)(?: (?:duoc|them))?(?: (?:mot|cac|bat ky))?"
    rf"(?: {_ARTICLES}{_BEHIND_NOTHING}| (?:gi|hoat dong|noi dung)(?: gi)?(?: a)?$|$)"
    rf"|\bkhong {_ARTICLES}{_BEHIND_NOTHING}|\bkhong phat sinh\b|^thang nay khong co\b"
    r"|\bno (?:articles?|news)\b|\bnothing (?:to report|new)\b|\bhave nothing\b"
    rf"|^(?=.*\b(?:thang nay|(?:don vi|ben|phong) (?:em|toi|minh))\b).*\bchua co {_ARTICLES}"
    rf"{_BEHIND_NOTHING}"
)
# Who speaks of the own unit or of "tháng này" tells how it is; a title does not.
_SPEAKS = re.compile(
    r"\b(?:don vi|ben|phong|ban|nganh|xa|truong|co quan|chung) (?:em|toi|minh)\b|^(?:em|toi|minh)\b"
    r"|\b(?:thang nay|tuan nay|quy nay|ky nay)\b.*\b(?:tin|bai)\b"
    r"|\b(?:tin|bai)\b.*\b(?:thang nay|tuan nay|quy nay|ky nay)\b"
    r"|^(?:don vi|ben|phong) (?:thang nay )?khong\b|\b(?:nothing|no articles?|no news)\b"
)
_OF_ZERO = (
    "a ah bai bat ben ca cac chua chung co cong dang dau den don du duoc em gi gui hay het hoac "
    "ky la len luon mot moi nao nay ngoai nhe noi nua phat phong quy roi san sinh tai them thang "
    "thi tin toi tiep tu trong truoc tuan tuc va van viet vi vua xuat khong minh gia nam dung"
)
_ZERO_WORDS = frozenset(_OF_ZERO.split()) | {str(number) for number in range(100)}
_OF_COURTESY = (
    "a ad admin ah anh ban bac bot buoi ca cac cam can chao chi chieu cho chu da de di do dong em "
    "giup gium ha hello hi ho lam ly minh moi mot ngay nguoi nha nhe nhieu oi ok oke on qua rat "
    "sang so tks thank thanks thong tin toi tro trua tu u va vang vi voi xin you very much a lot "
    "for the your all everyone morning afternoon evening"
)
_COURTESY_WORDS = frozenset(_OF_COURTESY.split())
_SPEAKER = "(?:em|toi|minh)"
_REMINDS = re.compile(
    rf"(?:gui )?(?:nhac|don doc)(?: nho)?\b.*(?:\b(?:cac|nhung|moi) {_UNIT}\b|\bmoi nguoi\b"
    rf"|\b(?:don vi|{_UNIT} nao)\b|\btat ca\b|\bai\b|\bchua (?:nop|co|gui)\b|\bctv\b"
    r"|\bcong tac vien\b).*"
    r"|(?:gui )?(?:nhac|don doc)(?: nho)?(?: nop| gui)?(?: tin)?(?: bai)?"
    r"(?: (?:cua |trong )?(?:thang (?:nay|truoc|roi|vua|[0-9])|t[0-9]).*)?"
    r"|remind (?:everyone|everybody|all|the units|them)"
)
_LEAVES_OFF = re.compile(
    rf"(?:thoi )?(?:{_SPEAKER} )?(?:khong|ko|k) (?:ghi|nop|gui|can)(?: (?:bai|tin|link))?(?: "
    rf"nay)? nua"
)
_MY_ARTICLES = re.compile(
    rf"(?:{_SPEAKER}|don vi {_SPEAKER}) (?:da )?(?:nop|gui|ghi)(?: duoc)?(?: nhung| cac)?(?: "
    rf"tin)? bai"
    r" (?:nao|gi)(?: roi)?|(?:xem )?(?:lai )?(?:danh sach )?(?:cac |nhung )?(?:tin )?bai(?: cua)?"
    r"(?: (?:em|toi|minh|don vi (?:em|toi|minh)))?(?: da (?:gui|nop|ghi|dang))(?: dau)?"
    r"|(?:xem )?(?:lai )?(?:cac |nhung )?(?:tin bai|tin|bai) (?:cua )?(?:em|toi|minh)(?: dau)?"
)
_TAKES_BACK = re.compile(
    r"(?:xoa|rut|bo|huy|thu hoi)(?: lai)?(?: (?:giup|gium|ho))?(?: (?:em|toi|minh))? (?:bai|tin) "
    r"(?:vua roi|vua nay|vua moi|vua|moi|luc nay|cuoi|do|nay|kia)(?: (?:nop|ghi|gui|dang))?"
    r"(?: (?:lai|roi))?"
    r"|(?:em |toi )?(?:nop|gui|ghi|dang) (?:nham|lon|sai)(?: bai| roi| bai roi)?"
)
_HELP_WITH = re.compile(
    r"(?:huong dan|huongdan|hd|chi|cach|lam sao de|lam the nao de|how to)"
    r"(?: (?:em|toi|minh|anh|chi))?(?: cach)? (?P<what>.+)"
    r"|how (?:do|can|should) (?:i|we) (?P<asked>.+)"
    r"|(?:muon )?(?P<done>.+?) (?:thi )?(?:phai )?(?:lam (?:sao|the nao|nhu the nao)|kieu gi|nhu "
    r"nao"
    r"|bang cach nao)"
)
_ISSUES = re.compile(r"(?:ban hanh|phat hanh|cap so)(?: cho)?(?: (?:bao cao|bc))? (?P<rest>.+)")
_WISHES = re.compile(
    r"(?:xin |kinh |em )?chuc (?:.{1,40} )?(?:ngu ngon|vui ve|tot lanh|binh an|an lanh|manh khoe)"
)
_QUESTION = re.compile(r"\b(?:nao|ai|may|bao nhieu|sao|gi)\b.*\?|\bkhong\s*\?$|\bduoc khong$")
_PERIOD_BEGINS = re.compile(
    r"(?:thang|thg|t|ky|quy|qui|q)\.? ?\S|[0-9]{1,2} ?(?:thang|t)\b|nam (?:[0-9]{4}|nay|ngoai"
    r"|truoc)"
    r"|[0-9]{1,2}[/.\-][0-9]{4}|(?:last|this) (?:month|quarter|year)"
)
_FIND = re.compile(
    r"(?:tìm(?: kiếm)?|tim(?: kiem)?|find|search)"
    r"(?: (?:giúp|giup|hộ|ho|giùm|gium|dùm|dum|cho)"
    r"(?: (?:em|tôi|toi|mình|minh|anh|chị|chi)\b|(?= (?:bài|bai|tin)\b)))?(?: (?:bài|tin|bai|các "
    r"bài))?"
    r"(?: (?:về|ve|có|co))? (?P<words>.+)",
    re.IGNORECASE,
)
WORD_OF_THANKS = re.compile(r"\b(?:cam on|thanks|thank|tks)\b")
_REPORT = re.compile(r"\b(?:bao cao(?! vien\b)|bc|b/c|report)\b")
_OF_ASKING = (
    "a anh ban can chi cho co cai da de em file gium giup give gui ho in lam lap lay me minh muon "
    "nho please send sep show tai tep the toi vui long xem xin xuat"
)
_ASKING = frozenset(_OF_ASKING.split())
_ASKING_BEHIND = frozenset(
    ["a", "asap", "chua", "di", "gap", "luon", "nha", "nhe", "now", "please", "voi"]
)
_BARE_REPORT = frozenset({"bao cao", "bc", "b/c", "report", "the report"})
_WORD = re.compile("[a-z]")
_NUMBERS = re.compile("[0-9]+")
_SMILES = frozenset({":)", ":))", ":d", "=)", "=))", "<3", ":3", "^^"})


@dataclass(frozen=True, slots=True)
class Talk:
    """What a text says: a command's English name with its argument, a courtesy, or "zero".

    `exact` tells that the whole text is a known wording, not one like it.
    """

    meaning: str
    rest: str = ""
    exact: bool = True


def read_talk(text: str) -> Talk | None:
    """Return what a whole text says, None when it is nothing known."""
    line = clean_line(text)
    if not line or len(line) > _LONGEST or "\n" in text.strip():
        return None
    bare = [char for char in line if char not in "️ " and not "🏻" <= char <= "🏿"]
    if bare and all(char in _LIKES for char in bare):
        return Talk(THANKS)
    if line.lower() in _SMILES:
        return Talk(THANKS)
    if bare == ["👋"]:
        return Talk(GREETING)
    if find_links(line) or find_bare_links(line):
        return None
    forms = forms_of(search_key(line))
    for form in forms:
        if form in wordings() and not (form == "chi" and NO_PAYMENT.search(line.lower())):
            return Talk(wordings()[form])
    for form in forms:
        meaning = wordings().get(_LONG_END.sub(r"\1", form))
        if meaning in COURTESY:
            return Talk(meaning)  # "okkk", "helloo"
    found = _shaped(line, forms) or _like(forms)
    usual = without_telex(search_key(line))
    return found or (read_talk(usual) if usual != search_key(line) else None)


def says_nothing(text: str) -> bool:
    """Tell whether a text is just "không có", which answers no question that asks for words."""
    key = _NOT.sub("khong", _EDGES.sub("", search_key(text)))
    return key in {"khong co", "khong", "khong a", "khong co gi", "khong co gi a", "khong co gi ca"}


def says_zero(text: str) -> bool:
    """Tell whether a text says that there is nothing this month."""
    found = read_talk(text)
    return found is not None and found.meaning == ZERO


def run_together(name: str) -> str | None:
    """Return the command that a known wording without its blanks means: "suabai"."""
    return _run_together().get(search_key(name))


@cache
def _run_together() -> dict[str, str]:
    known = wordings().items()
    return {key.replace(" ", ""): meaning for key, meaning in known if meaning not in COURTESY}


@cache
def wordings() -> dict[str, str]:
    """Return search key → meaning of every wording."""
    table = files("domain").joinpath("data/phrases.tsv").read_text("utf-8")
    found: dict[str, str] = {}
    for line in table.splitlines():
        if line and not line.startswith("#"):
            meaning, wording = line.split("\t")
            found.setdefault(search_key(wording), meaning)
    return found


def forms_of(key: str) -> list[str]:
    """Return the key and what is left of it without polite words round it."""
    found = [_EDGES.sub("", key)]
    for form in found:
        if len(found) > 12:
            break
        match = _LEADS.match(form)
        for shorter in (form[match.end() :] if match else "", _TAILS.sub("", form)):
            shorter = _EDGES.sub("", shorter)
            if shorter and shorter not in found:
                found.append(shorter)
        if form.endswith("?") and (shorter := form.rstrip(" ?")) and shorter not in found:
            found.append(shorter)
    return found


def _shaped(line: str, forms: list[str]) -> Talk | None:
    """Read what has a shape rather than a wording: who is silent, nothing this month, a search."""
    key = _NOT.sub("khong", forms[0])
    shaped = _shaped_command(forms)
    if shaped is not None:
        return shaped
    if _ASKS_WHO.search(key):
        return Talk("status", _period_in(line), exact=False)
    if _NOTHING.search(key) and not _QUESTION.search(key):
        sure = _SPEAKS.search(key) is not None or _wholly(key, _ZERO_WORDS)
        return Talk(ZERO, exact=sure)
    if _ASKS_COUNT.fullmatch(key):
        return Talk("status", _period_in(line), exact=False)
    words = key.split()
    if len(words) <= 8 and WORD_OF_THANKS.search(key):
        return Talk(THANKS, exact=_wholly(key, _COURTESY_WORDS))
    if _WISHES.fullmatch(key):
        return Talk(GREETING, exact=False)
    if len(words) <= 6 and re.match(r"(?:xin |em |toi |chau |con |minh )?chao\b|hello\b|hi\b", key):
        return Talk(GREETING, exact=_wholly(key, _COURTESY_WORDS))
    if match := _FIND.fullmatch(line.strip(" .?!")):
        return Talk("find", match["words"], exact=False)
    if len(words) <= _MOST_REPORT_WORDS and (_REPORT.search(key) or _names_period(line, key)):
        asked = _without_asking(line)
        return Talk("report", "" if period_key(asked) in _BARE_REPORT else asked, exact=False)
    return None


def _without_asking(line: str) -> str:
    """Return what stands from the word for a report on, where words that ask stand round it."""
    words, key = line.split(), search_key(line)
    found = _REPORT.search(key)
    begin = key[: found.start()].count(" ") if found else 0
    if not all(search_key(word) in _ASKING for word in words[:begin]):
        return line
    while len(words) > begin + 1 and search_key(words[-1]).strip(".,!?") in _ASKING_BEHIND:
        words.pop()
    return " ".join(words[begin:])


def _wholly(key: str, words: frozenset[str]) -> bool:
    """Tell whether a text has no word but these: it speaks to the reader and is no title."""
    return all(word in words for word in re.findall("[0-9a-z]+", key))


def _shaped_command(forms: list[str]) -> Talk | None:
    """Read what asks for a command in words that are put together in many ways."""
    for form in forms:
        for pattern, meaning in (
            (_REMINDS, "remind"),
            (_MY_ARTICLES, "mine"),
            (_TAKES_BACK, "undo"),
        ):
            if pattern.fullmatch(form):
                rest = _period_in(form) if meaning == "remind" else ""
                return Talk(meaning, rest, exact=False)
        if _LEAVES_OFF.fullmatch(form):
            return Talk("cancel")
        if (match := _ISSUES.fullmatch(form)) and _names_period(match["rest"], match["rest"]):
            return Talk("issue", match["rest"], exact=False)
        if match := _HELP_WITH.fullmatch(form):
            about = wordings().get(match["what"] or match["asked"] or match["done"])
            if about is not None and about not in COURTESY:
                return Talk("help", about, exact=False)
    return None


def _names_period(line: str, key: str) -> bool:
    """Tell whether a text is a period's name, with a word in it: "quý 1", "kết quả 6 tháng"."""
    if not _WORD.search(key) or key.startswith("tong hop"):
        return False
    if read_named_span(period_key(line), _ANY_YEAR, 1) is not None:
        return True
    # A unit may stand behind a period that has its number: "quý 1 công an huyện".
    words = line.split()
    for count in range(len(words) - 1, max(0, len(words) - 1 - _MOST_UNIT_WORDS), -1):
        name = period_key(" ".join(words[:count]))
        if not re.search(r"\d|\bi+v?\b", name) or not _WORD.search(name):
            continue
        if read_named_span(name, _ANY_YEAR, 1) is not None:
            return True
    return False


def _period_in(line: str) -> str:
    """Return the name of the first period within a text, "" where there is none."""
    words = line.split()
    for start in range(len(words)):
        for count in range(min(len(words) - start, _MOST_PERIOD_WORDS), 0, -1):
            name = " ".join(words[start : start + count]).strip(" .,:;!?()")
            begins = _PERIOD_BEGINS.match(search_key(name))
            if begins and read_named_span(period_key(name), _ANY_YEAR, 1) is not None:
                return name
    return ""


def _like(forms: list[str]) -> Talk | None:
    for form in forms:
        if len(form) < _SHORTEST_LIKE:
            continue
        near = process.extractOne(form, wordings().keys(), scorer=fuzz.ratio, score_cutoff=_LIKE)
        if near is not None and _NUMBERS.findall(form) != _NUMBERS.findall(near[0]):
            continue  # "tình hình tháng 5" is not "tình hình tháng này"
        if near is not None and len(near[0]) >= _SHORTEST_LIKE:
            return Talk(wordings()[near[0]], exact=False)
    return None
