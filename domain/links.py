"""Links: found in a message, checked when typed, and brought to one form that tells twins."""

import ipaddress
import re
import unicodedata
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

from domain.errors import InvalidField
from domain.text import clean_line

LINK_LIMIT = 2000
_LONGEST_END = 60

# A bar ends a link: it separates the fields of a one-line message.
_LINK = re.compile(r"https?://[^\s<>|\"“”«»]+", re.IGNORECASE)
# What stands behind these is the next field of a line that was typed without blanks.
_FIELD_BEHIND = re.compile(
    r";(?![\w.~%\-]*=)|(?<=[./]htm),|(?<=\.html),|(?<=\.aspx),|(?<=\.php),|(?<=\.jsp),"
    r"|,(?=[^\x00-\x7f])|(?<=\.html)(?=(?-i:[A-Z])|[^\x00-\x7f])",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:/?/?", re.IGNORECASE)
_WEB_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_BARE_HOST = re.compile(
    r"(?:[\w\-]+\.)+(?P<top>[a-z]{2,24})(?::[0-9]{1,5})?(?P<rest>[/?#]\S*)?", re.IGNORECASE
)
# A single word with one of these endings is a host even without a path; "TP.HCM" is not.
_KNOWN_TOP = re.compile(
    r"vn|com|net|org|gov|edu|info|biz|io|asia|me|tv|site|online|xyz|eu|us|uk|de|fr|jp|kr|cn",
    re.IGNORECASE,
)
# An address typed so that a messenger does not make a card of it: with blanks, without a scheme.
_TOPS = "vn|com|net|org|info|biz|asia|site|online|xyz"
_SEGMENT = r"[a-z0-9._~%!$&'()*+,;=:@?#\-]{1,300}(?![^\s/|<>\"”’»\]])"
# "xamau[.]gov chấm vn", "xamau gov vn/tin": a dot that is spelt, bracketed or left out.
_SPELT_DOT = (
    r"\s?(?:[\[({]\s?(?:\.|chấm|cham|dot)\s?[\])}]|[。．]|(?<=\s)(?:chấm|cham|dot)(?=\s))\s?"
    r"|(?<=[a-z0-9])\s(?=(?:gov|edu|com|net|org)[\s.]{1,3}vn\s?/)|(?<=gov|edu|com|net|org)\s(?=vn\s?/)"
)
_DOT = rf"(?:\.|\s\.\s?|\.\s(?=(?:gov|edu|com|net|org|info|vn)\b)|{_SPELT_DOT})"
_TYPED_ADDRESS = re.compile(
    rf"(?<![\w@./:\-])(?:https?\s?:\s?/\s?/\s?)?[a-z0-9\-]{{1,63}}"
    rf"(?:{_DOT}[a-z0-9\-]{{1,63}}){{0,5}}{_DOT}(?:{_TOPS})"
    rf"(?:\s?:\s?[0-9]{{2,5}})?(?:\s?/\s?{_SEGMENT}){{1,20}}(?:\s?\.\s?(?:html?|aspx?|php|jsp)\b)?/?",
    re.IGNORECASE,
)
# A scheme or "www." that stands alone before its address: "https huyenmau.gov.vn/tin/1".
_HOST_AHEAD = rf"(?=(?:https?://)?(?:[a-z0-9\-]{{1,63}}\s?\.\s?){{1,6}}(?:{_TOPS})\b)"
_LONE_SCHEME = re.compile(rf"(?<!\S)https?\s?:?\s?/{{0,2}}\s{_HOST_AHEAD}", re.IGNORECASE)
_LONE_WWW = re.compile(rf"(?<![\w.])www\s?\.\s{_HOST_AHEAD}", re.IGNORECASE)
# "htps://", "http//", "https:/", "https:\\\\": how a scheme is typed in haste.
_BROKEN_SCHEME = re.compile(
    r"(?<![\w/.:@=?&%\-])(?:h{1,2}t{1,3}p{1,2}|ttp|htt|hxxp)(?P<safe>s?)\s?[:;：]?\s?[/\\]{1,3}:?"
    r"(?=(?:[\w\-]{1,63}\.){1,8}[a-z]{2,24})",
    re.IGNORECASE,
)
# A link that was torn where it is long: before its path, or behind a slash at a line's end.
_TORN = re.compile(
    r"(?P<begin>https?://[^\s/|]+)(?:[ \t]+|[ \t]*\n[ \t]*)(?=/[^\s|/]+(?:/|\.html?\b))"
    r"|(?P<part>https?://[^\s|]+[/\-])[ \t]*\n[ \t]*(?=[\w.\-/]+\.(?:html?|aspx|php)\b)",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?!-)[a-z0-9_\-]{1,63}(?<!-)")
_TRAILING = ".,;:!?…'\"”’»*>"
_BRACKETS = {")": "(", "]": "[", "}": "{"}
_HOST_PREFIX = re.compile(r"(?:www|m|amp)\.(?=[^.]+\.)")
_DEFAULT_PORTS = (80, 443)
_TRACKING = re.compile(
    r"(?:utm|mc|hsa|pk|mtm|zalo)_.*|_hs.*|_ga|_gl|fb_.*|(?:fb|g|d|y|tw|tt)clid|msclkid"
    r"|gclsrc|[gw]braid|igsh(?:id)?|zarsrc|zanpid|ref(?:_src|_url)?|shared?|spm|vero_id|mkt_tok"
)
_MOBILE_VALUES = {
    "amp": ("", "1", "true"),
    "m": ("", "1", "true"),
    "mobile": ("", "1", "true"),
    "output": ("amp",),
    "outputtype": ("amp",),
}
# Where articles are shown beside the portal: other names of a host, and what sharing adds there.
_SAME_HOSTS = {
    "youtube-nocookie.com": "youtube.com",
    "fb.com": "facebook.com",
    **{f"{name}.facebook.com": "facebook.com" for name in ("web", "mbasic", "touch", "vi-vn")},
}
_SHARED_BY = {
    "youtube.com": re.compile("si|t|start|feature|ab_channel|pp|app"),
    "youtu.be": re.compile("si|t|feature"),
    "facebook.com": re.compile(r"mibextid|rdid|share_url|sfnsn|paipv|eav|_rd[rc]|locale|__\w+__.*"),
    "tiktok.com": re.compile("_[rtd]|is_from_webapp|is_copy_url|sender_device|web_id"),
}
_VIDEO = re.compile(r"/(?:shorts|live|embed|v)/(?!(?:videoseries|live_stream)$)([\w-]+)")
_VIDEO_OF_LIST = re.compile(f"{_SHARED_BY['youtube.com'].pattern}|list|index")
_PATH_SAFE = "-._~!$&'()*+,;=:@"


def find_links(text: str) -> list[str]:
    """Return the http and https links of a message, each once, in order.

    Punctuation behind a link, and a bracket that was opened before it, is not part of it; nor is a
    field that follows a semicolon without a blank.
    """
    if "/" not in text:
        return []
    links = []
    for line in text.splitlines():
        for match in _LINK.finditer(clean_line(line)):
            link = _without_trailing(_FIELD_BEHIND.split(match[0], maxsplit=1)[0])
            if _WEB_SCHEME.fullmatch(link) is None:
                links.append(link)
    return list(dict.fromkeys(links))


def find_bare_links(text: str) -> list[str]:
    """Return the words of a message that are meant as links but lack a scheme, each once."""
    links = []
    for word in clean_line(text).split():
        link = _without_trailing(word.lstrip("(<\"'“«"))
        match = _BARE_HOST.fullmatch(link)
        if match and (
            link.lower().startswith("www.")
            or (match["rest"] and _KNOWN_TOP.fullmatch(match["top"]))
        ):
            links.append(link)
    return list(dict.fromkeys(links))


def join_typed_addresses(text: str) -> str:
    """Return a text in which addresses that were typed with blanks are links.

    `huyenmau .gov.vn / tin-tuc / bai-1.html` is `https://huyenmau.gov.vn/tin-tuc/bai-1.html`. An
    address needs a known ending and a path; one without blanks stays as it is, but for a scheme
    that stands alone before it and dots in brackets.
    """
    text = _LONE_WWW.sub("www.", _LONE_SCHEME.sub("", text))

    def joined(match: re.Match[str]) -> str:
        if _LINK.match(match[0]):
            return match[0]
        address = re.sub(r"\s", "", re.sub(_SPELT_DOT, ".", match[0], flags=re.IGNORECASE))
        if address == match[0]:
            return address
        return address if _WEB_SCHEME.match(address) else f"https://{address}"

    return _TYPED_ADDRESS.sub(joined, text)


def mend_schemes(text: str) -> str:
    """Return a text in which links are whole and begin as they should: "htps:/" is https://."""
    text = _BROKEN_SCHEME.sub(
        lambda match: match[0] if _WEB_SCHEME.fullmatch(match[0]) else f"http{match['safe']}://",
        text,
    )
    return _TORN.sub(lambda match: match["begin"] or match["part"], text)


def parse_link(text: str) -> str:
    """Return one link as given, without invisible characters and what surrounds it.

    A host, or a host with a path, is completed with https://. Raises InvalidField: "long_link"
    (limit) over 2,000 characters, "bad_link" (link) for anything else.
    """
    link = _without_trailing(clean_line(text).strip("<>\"'“”«»"))
    if len(link) > LINK_LIMIT:
        raise InvalidField("long_link", limit=LINK_LIMIT, length=len(link))
    if " " not in link and _WEB_SCHEME.match(link) and _split(link):
        return link
    suggestion = f"https://{link.removeprefix('//')}"
    if _is_bare(link.removeprefix("//")) and _split(suggestion):
        return suggestion
    raise InvalidField("bad_link", link=link)


def looks_like_link(text: str) -> bool:
    """Tell whether the whole text is meant as a link, even if something is wrong with it."""
    link = clean_line(text)
    if not link or " " in link:
        return False
    scheme = _SCHEME.match(link)
    if scheme and scheme[0].endswith("/"):
        return True
    return link.lower().startswith(("http:", "https:", "www.")) or _is_bare(
        _without_trailing(link.removeprefix("//"))
    )


@lru_cache(maxsize=1024)  # one link is asked for several times while an article is logged
def canonical_link(link: str) -> str:
    """Return what all forms of a link have in common: "host/path?query", without a scheme.

    Left out are www, m and amp before the host, default ports, tracking parameters, AMP and mobile
    forms, what sharing adds, trailing slashes and the fragment, unless that is itself a path
    ("#/tin/1"). The host is ASCII, the percent-encoding and the order of the query are one. The
    forms of a video's address are one. Text that is no link comes back as it is.
    """
    line = clean_line(link)
    parts = _split(line if _WEB_SCHEME.match(line) else f"https://{line}")
    if parts is None:
        return line
    host = _ascii_host(parts.hostname or "")
    while match := _HOST_PREFIX.match(host):
        host = host[match.end() :]
    if ":" in host:
        host = f"[{host}]"
    if parts.port and parts.port not in _DEFAULT_PORTS:
        host = f"{host}:{parts.port}"
    host = _SAME_HOSTS.get(host, host)
    path = _canonical_path(parts.path)
    video = _video(host, path)
    added = _SHARED_BY.get(host)
    if host == "youtube.com" and (video or "v" in dict(parse_qsl(parts.query))):
        added = _VIDEO_OF_LIST
    query = _canonical_query(parts.query, added)
    if video and not query:
        return f"youtube.com/watch?v={video}"
    fragment = parts.fragment if parts.fragment.startswith(("/", "!")) else ""
    return (
        host
        + path
        + (f"?{query}" if query else "")
        + (f"#{_requoted(fragment, _PATH_SAFE + '/?')}" if fragment else "")
    )


def _video(host: str, path: str) -> str:
    """Return the name of the video that a path of YouTube's shows, "" for anything else."""
    if host not in ("youtube.com", "youtu.be"):
        return ""
    found = _VIDEO.fullmatch(path if host == "youtube.com" else f"/v{path}")
    return found[1] if found else ""


def host_of(link: str) -> str:
    """Return a link's host in lower case and ASCII, without a port; "" when it has none."""
    parts = _split(clean_line(link))
    return _ascii_host(parts.hostname or "") if parts else ""


def link_end(link: str) -> str:
    """Return the end of a link's path as people tell links apart: "…/tin-tuc/bai-2.html"."""
    host, _slash, path = canonical_link(link).partition("/")
    end = "/".join(path.split("/")[-1:])
    if not end:
        return host
    return f"…/{unquote(end)[-_LONGEST_END:]}"


def _without_trailing(link: str) -> str:
    while link:
        last = link[-1]
        opening = _BRACKETS.get(last)
        if last in _TRAILING or (opening and link.count(opening) < link.count(last)):
            link = link[:-1]
        else:
            break
    return link


def _is_bare(link: str) -> bool:
    match = _BARE_HOST.fullmatch(link)
    if not match:
        return False
    return (
        match["rest"] is not None
        or _KNOWN_TOP.fullmatch(match["top"]) is not None
        or link.lower().startswith("www.")
    )


def _split(link: str) -> SplitResult | None:
    """Return the parts of a web link, or None when it has no valid host."""
    try:
        parts = urlsplit(link)
        _ = parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or "@" in parts.netloc:
        return None
    return parts if _is_host(_ascii_host(parts.hostname or "")) else None


@lru_cache(maxsize=256)  # most links of a board are on one host
def _is_host(host: str) -> bool:
    labels = host.split(".")
    if ":" in host or labels[-1].isdigit():
        return _is_address(host)
    return (
        len(host) < 254
        and all(_LABEL.fullmatch(label) for label in labels)
        and (host == "localhost" or len(labels) > 1)
    )


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=256)
def _ascii_host(host: str) -> str:
    """Return the host in ASCII (Punycode) and lower case; as it is where that is impossible."""
    host = unicodedata.normalize("NFC", host).lower().rstrip(".")
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return host


def _canonical_path(path: str) -> str:
    segments: list[str] = []
    for raw in path.split("/"):
        segment = _requoted(raw, _PATH_SAFE)
        if segment == "..":
            del segments[-1:]
        elif segment not in ("", "."):
            segments.append(segment)
    while segments:
        page = _without_amp(segments.pop())
        if page.lower() != "amp":
            segments.append(page)
            break
    while segments and segments[0].lower() == "amp":
        segments.pop(0)
    return "".join(f"/{segment}" for segment in segments)


def _without_amp(name: str) -> str:
    """Take ".amp" out of a page's name: "tin.amp", "tin.amp.html"; dots alone are no name."""
    while match := re.fullmatch(r"(.*[^.].*)\.amp((?:\.[a-z0-9]{2,5})?)", name, re.IGNORECASE):
        name = match[1] + match[2]
    return name


def _canonical_query(query: str, added: re.Pattern[str] | None = None) -> str:
    """Return a query in one order without what tracks and what is `added` by sharing."""
    pairs = [
        (_composed(key), _composed(value))
        for key, value in parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
        if not _is_tracking(key.lower(), value.lower())
        and not (added and added.fullmatch(key.lower()))
    ]
    return urlencode(sorted(pairs), quote_via=quote, errors="surrogateescape")


def _is_tracking(key: str, value: str) -> bool:
    return _TRACKING.fullmatch(key) is not None or value in _MOBILE_VALUES.get(key, ())


def _requoted(text: str, safe: str) -> str:
    """Return the text with one way of percent-encoding; bytes that are no UTF-8 stay."""
    decoded = _composed(unquote(text, errors="surrogateescape"))
    return quote(decoded, safe=safe, errors="surrogateescape")


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)
