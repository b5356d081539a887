"""How a text answers an open question or puts it off."""

import re

from domain.conversation.phrases import WORD_OF_THANKS, forms_of, wordings
from domain.syllables import without_telex
from domain.text import clean_line, search_key

_A_FEW = 2
_LONGEST_HESITATION = 60
_FEW = 5  # more words than an answer of yes or no has
_YES = frozenset(
    {
        "chinh xac",
        "chuan",
        "chuan luon",
        "chuan roi",
        "co",
        "cu ghi",
        "da",
        "da co",
        "da dong y",
        "da vang",
        "dc",
        "dc roi",
        "dong y",
        "dung",
        "dung day",
        "dung roi",
        "dung the",
        "dung vay",
        "duoc",
        "duoc roi",
        "ghi",
        "ghi di",
        "ghi luon",
        "ghi nhan",
        "luu di",
        "xac nhan",
        "nhat tri",
        "o ke",
        "ok",
        "okay",
        "oke",
        "okela",
        "okey",
        "ok luon",
        "ok roi",
        "oki",
        "okie",
        "okk",
        "okla",
        "phai",
        "phai roi",
        "sure",
        "u",
        "uh",
        "uhm",
        "uk",
        "ukm",
        "um",
        "van ghi",
        "vang",
        "vang da",
        "vang dong y",
        "y",
        "yeah",
        "yep",
        "yes",
    }
)
_NO = frozenset(
    {
        "bo qua",
        "chua",
        "chua huy",
        "chua huy voi",
        "de lai",
        "de nguyen",
        "giu lai",
        "giu nguyen",
        "khoan",
        "khoan da",
        "khong",
        "khong can",
        "khong dong y",
        "khong ghi",
        "khong ghi nua",
        "khong huy",
        "khong huy bao cao",
        "khong huy dau",
        "khong huy nua",
        "khong phai",
        "no",
        "nope",
        "sai",
        "thoi",
        "thoi bo",
        "thoi khong",
        "thoi khong ghi",
        "thoi khong huy",
        "thoi khong huy nua",
    }
)
_AGREES = re.compile(r"^(?:u|uh|vang|ok|oke) (?=(?:dung|ghi|luu|dong y|xac nhan|phai|chuan)\b)")
_KEEP = frozenset(
    {
        "cu de vay",
        "cu the",
        "de nguyen",
        "de the",
        "dung ten",
        "dung ten roi",
        "giu nguyen",
        "khong",
        "khong can",
        "khong can sua",
        "khong doi",
        "khong sua",
        "khong thay doi",
        "nhu cu",
        "ten dung",
        "ten dung roi",
    }
)
_DECLINES = _NO - {"sai"}  # which says what is wrong
_HESITANT = _DECLINES - {"khong"}
_WHO = "(?:em|toi|minh|chi|anh|ban|tui)"
_NOT_YET = "(?:khong|ko|k|kg|hong|hem|chua|cha|chang)(?: con)?"
_BIT = (
    "(?:(?:mot |1 )?(?:ti xiu|chut xiu|ti|ty|xiu|chut|lat)(?: nua)?"
    "|(?:it|may|vai|[1-9]) (?:phut|giay))"
)
_CHECK = "(?:xem|hoi|coi|kiem tra|ktra|check|tim|nghi|suy nghi|tinh|ra soat|doc|doi chieu|xac minh)"
_AGAIN = "(?: (?:lai|da|them|ky|thu|xem|sep|lanh dao|moi nguoi))*"
_LATER = (
    "(?:ngay mai|sang mai|chieu mai|mai|sau|lat nua|lat|ti nua|ti|chut nua|chieu nay|chieu|toi nay"
    "|toi|(?:luc|hom|bua|khi) (?:khac|sau))"
)
_DO_IT = "(?:gui|nop|ghi|bao|tra loi|lam|nhap|viet|tinh|noi|bo sung|cap nhat|dang|dien)"
_DO = f"{_DO_IT}(?: (?:lai|sau|tiep))*"
_THING = "(?:link|lien ket|bai|tin|tieu de|ten bai|ten|ly do|cai|so lieu)"
# Of several things, "ten bai" is two: a row of words is read in one way only.
_THINGS = _THING.replace("ten bai|", "")
_ACT = "(?:bam|go|nhan|nhap|an|chon|gui|nop|ghi|dang|danh|hieu|tra loi|viet|dan|noi|lam|nham)"
_WHAT = (
    "(?: (?:mat|tieu de|ten|ly do|so lieu|so|ngay|noi dung|link|lien ket|bai|cua|nay|la|cai"
    "|ro|chac|chinh xac|nua|gi|luon|dau|roi|ghi|viet|tra loi|phai|sao|the nao|nao|ca|het|rieng))*"
)
_BOSS = "(?:sep|lanh dao|cap tren|thu truong|truong phong|anh|chi|bac|co|chu|da|em|minh)"
_WAITS = re.compile(
    rf"(?:khoan |thoi )?(?:cho|doi)(?: da)?(?: {_WHO})?(?: {_BIT})?(?: da)?"
    r"|(?:thoi )?khoan(?: (?:da|nao|hay))*"
    rf"|(?:(?:khoan|thoi|cho|doi)(?: da)? )*(?:(?:de|cho) {_WHO} {_CHECK}\b.{{0,40}}"
    rf"|(?:de )?(?:{_WHO} )?{_CHECK} lai{_AGAIN}|de {_CHECK}{_AGAIN}"
    rf"|de {_LATER}(?: {_WHO})?(?: {_DO})?|{_LATER} {_WHO} (?:se )?{_DO})"
    rf"|(?:(?:vang|da|thoi) )*(?:de|cho) {_WHO}(?: (?:xin {_BIT}|xin phep))?|(?:{_WHO} )?xin phep"
    rf"|(?:(?:de|cho) )?{_WHO} (?:(?:xin phep|se|can) )*{_DO_IT}(?: {_THINGS})*"
    rf"(?: (?:khac|moi|dung))?(?: (?:lai|sau))+(?: (?:khac|moi|dung|{_THINGS}))*"
    rf"|{_DO_IT} sau"
    rf"|{_LATER}(?: {_WHO})? (?:se )?{_DO}"
    rf"|(?:de |cho )?(?:{_WHO} )?xin y kien(?: (?:cac )?{_BOSS})*|(?:cu )?tu tu(?: da)?"
    rf"|(?:tu )?(?:(?:lay|xem|co|theo|nhu|dung) )?(?:{_THING} )?(?:(?:co|nhu|theo|o|giong) )*"
    r"trong (?:link|bai|lien ket|trang)(?: (?:day|do|kia|co))?(?: (?:roi|di))*|tu lay"
    rf"|(?:nhu|theo|giong|lay) (?:trong )?{_THING}(?: (?:nay|do|tren|kia))?"
    r"|(?:please )?wait(?: (?:a|one) (?:moment|minute|second|sec))?|hold on|hang on|later"
    r"|(?:not now|maybe later|i'?ll do it later)|(?:give me )?(?:a|one) (?:minute|moment|sec)"
    r"|(?:just )?(?:a|one) (?:moment|minute|second)|let me (?:check|ask|see|think)\b.{0,30}"
    rf"|(?:(?:the|nghia|y|ua|o|roi|gio|bay gio|phai|lam|hoi|can|muon|bot|ban|no|nay|{_THINGS}) )*"
    r"(?:la )?(?:gi|sao|cai gi|the nao)(?: (?:vay|the|co|day|ha|nhi|nua|gio|bay gio))*"
    rf"|ua|(?:(?:em|cho|xin) )*hoi(?: {_BIT})?"
    rf"|(?:tai|vi) sao|ha|hu|huh|what|why|(?:{_WHO} )?(?:xin loi|sorry)"
    r"|what (?:do you mean|is this|now)"
    r"|(?:i'?m |i am )?not sure|not yet|i do(?:n'?t| not) (?:know|understand)(?: it| this)?"
    rf"|(?:{_WHO} )?(?:{_NOT_YET} (?:nho|biet|chac|hieu)|quen){_WHAT}"
)
_SLIPS = re.compile(
    rf"(?:{_WHO} )?(?:bi )?(?:{_ACT} (?:nham|lon|lam|sai)|nham|sai)"
    r"(?: (?:roi|mat|bai|tin|link|lien ket|nut|cho|ngay|so|lenh|nguoi|nhom|group|may|het|ten"
    r"|tieu de|ly do))*|(?:con|chau|be)(?: (?:em|toi|minh|no|nha))? (?:bam|nghich|go|an|nhan)(?: "
    r"nham)?"
    r"|(?:khong|ko|k) phai (?:bai|tin|link|cai)(?: nay)?|(?:bai|tin) nay cu(?: roi)?"
    r"|(?:my |a |by )?mistake|wrong(?: (?:link|one|button|title))?"
    rf"|(?:{_WHO} )?{_NOT_YET} (?:(?:co|dat) (?:tieu de|ten bai|ten|ly do)|ro|tim thay|nghi ra"
    rf"|chot){_WHAT}"
    rf"|(?:(?:bai|tin|cai|link) (?:nay|do|kia|ay)(?: {_WHO})?(?: (?:da|bi))* )?"
    r"(?:bi trung|trung (?:bai|lap|roi)|nham|sai)(?: (?:bai|lap|mat|roi))*"
    rf"|(?:bai|tin|cai|link) (?:nay|do|kia|ay)(?: {_WHO})?(?: da)? (?:gui|nop|ghi|dang|co|bao)"
    r"(?: (?:hom qua|hom kia|luc nay))? roi(?: ma)?"
    rf"|(?:{_WHO} )?(?:da )?(?:gui|nop|ghi|dang|bao) (?:bai|tin|cai|link) (?:nay|do)"
    r"(?: (?:hom qua|hom kia|luc nay))? roi(?: ma)?"
)
_CORRECTS = re.compile(
    r"(?:sua|doi|chinh)(?: lai)?(?: giup em)? (?:ngay|tieu de|ten bai|link|lien ket|chuyen muc|bai)"
    r"(?: (?:dang|bai|vua|moi|roi|do|nay|gui|nop|ghi|lai|cuoi))*"
    r"(?: (?:thanh|la) .{1,60}| [0-9][0-9/.\-]*)?"
)
# Words that mean nothing by themselves: a text of these alone talks to the reader. They have their
# marks, for "bảo" is no "bão"; but the keys of "đau", "dạy", "thi", "nghỉ", "bận" and "đi", which
# may be why something was not done, must not be here.
_OF_TALK = (
    "a à á ạ ad admin ah ak anh bác biết bot bạn cần chẳng cha chả chi chị chỉ chịu cho chứ chú "
    "chưa chút co có cũng da đã dạ dc đc dung de để đó đúng đừng được em gi gì hem hiểu hok hỏi "
    "hong hông hổng k ka kệ kho khó khoan khong không kia ko la là lại lát luc lúc luon luôn ma mà "
    "mai minh mình nao nào này nay nha nhé nhỉ nhi no nữa o ô ồ ơ ờ ở ơi ôi ối oi ok oke phải "
    "qua quá rồi roi sao sau sẽ thế thôi ti tí tôi tui từ tự u ừ ứ ủa ưa ua uh ui úi um ừm và "
    "vâng vậy xem xin xíu y ý"
)
_TALK_WORDS = frozenset(_OF_TALK.split())
# "Ban" is a board, "bão" a storm.
_TALK_KEYS = frozenset(map(search_key, _TALK_WORDS)) - {"ban"}
# What words of talk may tell where a reason is wanted: "không đúng", "khó quá", "đã có rồi".
_TELLS_WHY = re.compile(
    r"(?:(?:khong|ko|k|chua) (?:dung|hieu|xem)|kho)(?: (?:dung|hieu|xem|duoc|dc|ro|lai|qua|het))*"
    r"|da co(?: (?:roi|luc truoc))?"
)
# "Đừng ghi bài này" is talk, "Đừng chủ quan" a title.
_OF_LOGGING = {"bai", "cai", "gui", "ghi", "nop", "dang", "huy", "link", "tin", "them", "xoa"}
_MOST_TALK = 8  # words
_TALK = re.compile(
    r"xong(?: (?:roi|chua))*|done|skip|next|back|reset|start over|nothing|none|n/?a"
    r"|same(?: as (?:above|before))?|(?:nhu|giong|theo)(?: (?:y|nhu|o))* (?:tren|cu|truoc)"
    r"|(?:lam |ghi )?tiep|tiep tuc|(?:quay|tro) lai|(?:lam|bat dau|nhap) lai(?: tu dau)?|bo tay"
    r"|(?:xoa|huy|bo)(?: (?:giup|ho|bai|tin|cai|nay|do|kia|qua))*|het(?: roi)?"
    r"|(?:da )?(?:ghi|nop|luu|gui|dang|duoc)(?: (?:duoc|bai))? chua|thoi chet"
    r"|h+m+|(?:h[aiue])+|k{2,}|hic+|o+i*|a+|u+m*"
)
_SEND = re.compile(r"(?:(?:ok|oke|u|vang|dong y|dung roi|duoc) )?(?:gui|send)(?: (?:di|luon|it))?")
_SORRY = re.compile(r"^(?:(?:xin loi|sorry|ui|chet|khong|ko|da|ok|u|um|uh|oi|a) )+")
_THERE_ARE = re.compile(
    rf"(?:(?:thang nay|thang truoc|don vi|ben|phong|{_WHO}|chung toi|co quan|nhung|thuc ra) )*"
    r"(?:(?:van|da|cung|con|dang|vua|moi|co) )*(?:"
    r"(?:co|gui|nop|dang|ghi|du)(?: (?:du|them|duoc|len))*"
    r"(?: (?:[0-9]{1,3}|mot|hai|ba|bon|nam|vai|may|nhieu))? (?:tin bai|bai viet|tin|bai)"
    r"(?: (?:ma|roi|chu|co|day|nua|dang|trong thang|thang nay|len cong|tren cong|hom qua|hom nay"
    r"|moi))*"
    r"|(?:co|gui|nop|dang|ghi)(?: (?:roi|ma|chu|day|du))+|(?:da|van) co)"
)
# "đừng" and "dừng" lose what tells them from "đúng" with their marks.
_DO_NOT = re.compile(r"\bđừng\b|^dừng(?: (?:lại|thôi|đi|đã|rồi|thế|vậy|nhé|ạ))*\W*$")
_RIGHT = re.compile(r"\b(?:[dđ]úng|dd?u(?:ngs|sng)|[dđ]ung(?= (?:r[oồ]i|t[eê]n)\b))\b")


def says_yes(text: str) -> bool:
    """Tell whether a whole text agrees: what it agrees to is the question's."""
    if says_no(text) or may_forbid(text):
        return False
    forms = _answer_forms(text)
    return any(form in _YES or _AGREES.sub("", form) in _YES for form in forms)


def may_forbid(text: str) -> bool:
    """Tell whether a text has "đừng" or "dừng", or "dung", which may be either beside "đúng"."""
    others = _RIGHT.sub("", clean_line(text).lower())
    return re.search(r"\bdung\b", without_telex(search_key(others))) is not None


def says_no(text: str) -> bool:
    """Tell whether a whole text declines what a question offers."""
    forms = _answer_forms(text)
    return any(form in _NO for form in forms) or (_asks_not(text) and len(forms[0].split()) <= _FEW)


def _asks_not(text: str) -> bool:
    return _DO_NOT.search(clean_line(text).lower()) is not None


def drops(text: str) -> bool:
    """Tell whether a whole text drops what it is asked about; what it puts off is not dropped."""
    puts_off = search_key(text).startswith(("khoan", "chua"))
    return means_cancel(text) or (says_no(text) and not puts_off)


def hesitates(text: str, *, slips: bool = True) -> bool:
    """Tell whether a whole text puts a question off, asks back or, with `slips`, tells of a slip.

    It answers no question, whatever words that asks for; but a slip ("sai ngày", "trùng bài") may
    be why something is refused. Words that mean a command do not hesitate, but those that mean to
    take something back.
    """
    forms = [form for form in _answer_forms(text) if len(form) <= _LONGEST_HESITATION]
    if any(wordings().get(form, "undo") != "undo" for form in forms):
        return False
    forms += [_SORRY.sub("", form) for form in forms]
    if forms and _asks_not(text) and len(forms[0].split()) <= _A_FEW:
        return True
    return any(
        form in _HESITANT or _WAITS.fullmatch(form) or (slips and _SLIPS.fullmatch(form))
        for form in forms
    )


def is_talk(text: str, *, for_reason: bool = False) -> bool:
    """Tell whether a whole text only talks to the reader: it is no title and gives no reason.

    Yes, no, sounds and words without a meaning of their own: "phải rồi", "chưa ạ", "haha", "xong".
    A text may tell why something is refused and yet be no title (`for_reason`): "không đúng".
    """
    forms = _answer_forms(text)
    said = re.findall(r"\w+", clean_line(text).lower())
    asked_not = _asks_not(text)
    if asked_not and len(said) <= _A_FEW:
        return True
    if any(_is_other_word(word) for word in said):
        return False
    if for_reason and any(_TELLS_WHY.fullmatch(form) for form in forms):
        return False
    if any(form in _YES or form in _DECLINES or _TALK.fullmatch(form) for form in forms):
        return True
    known = _TALK_KEYS | ({"ban"} if "bạn" in said else set())
    known |= _OF_LOGGING if asked_not else set()
    words = re.findall("[0-9a-z]+", forms[0])
    return 0 < len(words) <= _MOST_TALK and all(word in known for word in words)


def _is_other_word(word: str) -> bool:
    """Tell whether a word is like one of talk only where its marks are off: "bão", "nhà"."""
    return not word.isascii() and word not in _TALK_WORDS and search_key(word) in _TALK_KEYS


def corrects(text: str) -> bool:
    """Tell whether a whole text says that what was stored is wrong, not how it should be."""
    forms = _answer_forms(text)
    slip = hesitates(text) and not hesitates(text, slips=False)
    return slip or any(_CORRECTS.fullmatch(form) for form in forms)


def says_there_are(text: str) -> bool:
    """Tell whether a whole text says that there are articles, which is no reason for none."""
    return says_yes(text) or any(_THERE_ARE.fullmatch(form) for form in _answer_forms(text))


def means_cancel(text: str) -> bool:
    """Tell whether a whole text is a wording for leaving off what is under way."""
    return any(wordings().get(form) == "cancel" for form in _answer_forms(text))


def says_send(text: str) -> bool:
    """Tell whether a whole text agrees to what waits to be sent: "ừ", "ok gửi đi"."""
    sends = any(_SEND.fullmatch(form) for form in _answer_forms(text))
    return says_yes(text) or (sends and not may_forbid(text))


def says_keep(text: str) -> bool:
    """Tell whether a whole text says that what was shown is right and stays."""
    keeps = any(form in _KEEP for form in _answer_forms(text))
    return says_yes(text) or (keeps and not may_forbid(text))


def _answer_forms(text: str) -> list[str]:
    key = re.sub(r"[\s,.!]+", " ", search_key(clean_line(text)))
    forms = [form.strip() for form in forms_of(key)]
    usual = without_telex(key)
    return forms if usual == key else [*forms, *(form.strip() for form in forms_of(usual))]


def says_thanks(text: str) -> bool:
    """Tell whether a text has a word of thanks, not just an "ok"."""
    return WORD_OF_THANKS.search(search_key(text)) is not None
