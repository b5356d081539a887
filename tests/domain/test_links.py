import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.errors import InvalidField
from domain.links import (
    canonical_link,
    find_bare_links,
    find_links,
    host_of,
    looks_like_link,
    mend_schemes,
    parse_link,
)


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("https://example.vn/tin/1", ["https://example.vn/tin/1"]),
        ("Mời xem: https://example.vn/tin/1.", ["https://example.vn/tin/1"]),
        (
            "(https://example.vn/a_(b)), HTTP://b.vn/x!",
            ["https://example.vn/a_(b)", "HTTP://b.vn/x"],
        ),
        ("https://a.vn/1\nhttps://a.vn/2 https://a.vn/1", ["https://a.vn/1", "https://a.vn/2"]),
        ("https://a.vn/1|Tiêu đề", ["https://a.vn/1"]),
        ("“https://a.vn/lễ-hội”", ["https://a.vn/lễ-hội"]),
        ("https://a.vn/\u200btin", ["https://a.vn/tin"]),
        ("a.vn/tin", []),
        ("https://", []),
        ("https://...", []),
        ("", []),
    ],
)
def test_links_are_found_in_a_message(text: str, links: list[str]) -> None:
    assert find_links(text) == links


def test_links_without_a_scheme_are_found_in_a_message() -> None:
    text = (
        "Mời xem (a.gov.vn/tin?id=1), www.b.la và a.gov.vn/tin?id=1; https://c.vn/1 ở TP.HCM/Hà Nội"
    )
    assert find_bare_links(text) == ["a.gov.vn/tin?id=1", "www.b.la"]


@pytest.mark.parametrize(
    ("text", "link"),
    [
        (" https://example.vn/tin/1 ", "https://example.vn/tin/1"),
        ("<https://example.vn/tin?id=1&b=2>,", "https://example.vn/tin?id=1&b=2"),
        ("http://127.0.0.1:8080/tin", "http://127.0.0.1:8080/tin"),
        ("http://[::1]/tin", "http://[::1]/tin"),
        ("http://localhost/tin", "http://localhost/tin"),
        ("HTTPS://Báo.vn/Tin", "HTTPS://Báo.vn/Tin"),
    ],
)
def test_a_right_link_is_kept_as_given(text: str, link: str) -> None:
    assert parse_link(text) == link
    assert looks_like_link(link)


@pytest.mark.parametrize(
    "text",
    [
        "example.vn/tin/1",
        "www.example.vn",
        "example.gov.vn",
        "//example.vn/tin",
        "example.la/tin?id=1",
    ],
)
def test_a_link_without_a_scheme_is_completed(text: str) -> None:
    assert looks_like_link(text)
    whole = f"https://{text.removeprefix('//')}"
    assert parse_link(text) == whole
    assert parse_link(whole) == whole


@pytest.mark.parametrize(
    "text",
    [
        "htp://example.vn/tin",
        "https:/example.vn/tin",
        "https:example.vn",
        "ftp://example.vn/tin",
        "https://tin",
        "https://1.2.3/tin",
        "https://-a.vn/",
        "https://a..vn/",
        "https://a.vn:99999/",
        "https://[::1/",
        "https://user:secret@example.vn/",
        f"https://{'ă' * 64}.vn/",
        f"https://{'a.' * 130}vn/",
    ],
)
def test_a_broken_link_is_refused(text: str) -> None:
    assert looks_like_link(text)
    with pytest.raises(InvalidField) as caught:
        parse_link(text)
    assert caught.value.code == "bad_link"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hội nghị",
        "TP.HCM",
        "15/6/2021",
        "15.6.2021",
        "a@b.vn",
        "Xem https://a.vn",
        "Tin: mới",
        "1.234",
    ],
)
def test_other_text_does_not_look_like_a_link(text: str) -> None:
    assert not looks_like_link(text)
    with pytest.raises(InvalidField) as caught:
        parse_link(text)
    assert caught.value.code == "bad_link"


def test_a_link_has_a_limit() -> None:
    link = "https://example.vn/".ljust(2000, "a")
    assert parse_link(link) == link
    with pytest.raises(InvalidField) as caught:
        parse_link(link + "a")
    assert caught.value.code == "long_link"
    assert caught.value.values == {"limit": 2000, "length": 2001}


@pytest.mark.parametrize(
    "twin",
    [
        "https://example.gov.vn/tin-tuc/le-hoi",
        "http://example.gov.vn/tin-tuc/le-hoi",
        "https://www.example.gov.vn/tin-tuc/le-hoi/",
        "https://m.example.gov.vn/tin-tuc/le-hoi",
        "https://amp.example.gov.vn/tin-tuc/le-hoi",
        "https://www.m.example.gov.vn./tin-tuc/le-hoi",
        "HTTPS://EXAMPLE.gov.vn:443/tin-tuc/le-hoi",
        "http://example.gov.vn:80/tin-tuc//le-hoi",
        "https://example.gov.vn/tin-tuc/le-hoi?utm_source=zalo&utm_medium=x",
        "https://example.gov.vn/tin-tuc/le-hoi?fbclid=1&gclid=2&zarsrc=30&mc_cid=4&ref=share",
        "https://example.gov.vn/tin-tuc/le-hoi?_ga=1&msclkid=2&wbraid=3&igsh=4&_hsenc=5&share=6",
        "https://example.gov.vn/tin-tuc/le-hoi?UTM_Source=a",
        "https://example.gov.vn/tin-tuc/le-hoi#binh-luan",
        "https://example.gov.vn/tin-tuc/le-hoi/amp",
        "https://example.gov.vn/tin-tuc/le-hoi/amp/",
        "https://example.gov.vn/amp/tin-tuc/le-hoi",
        "https://example.gov.vn/tin-tuc/le-hoi.amp",
        "https://example.gov.vn/tin-tuc/le-hoi?amp=1",
        "https://example.gov.vn/tin-tuc/le-hoi?amp",
        "https://example.gov.vn/tin-tuc/le-hoi?m=1",
        "https://example.gov.vn/tin-tuc/l%65-hoi",
        "https://example.gov.vn/./x/../tin-tuc/le-hoi?",
        "example.gov.vn/tin-tuc/le-hoi",
    ],
)
def test_forms_of_one_link_are_one(twin: str) -> None:
    assert canonical_link(twin) == "example.gov.vn/tin-tuc/le-hoi"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://báo.vn/lễ-hội", "https://xn--bo-mia.vn/l%E1%BB%85-h%E1%BB%99i"),
        ("https://a.vn/l%e1%bb%85", "https://a.vn/l%E1%BB%85"),
        ("https://a.vn/le\u0302\u0303", "https://a.vn/l%E1%BB%85"),
        ("https://a.vn/?b=2&a=1", "https://a.vn?a=1&b=2"),
        ("https://a.vn/?q=lễ+hội", "https://a.vn/?q=l%E1%BB%85%20h%E1%BB%99i"),
        ("https://a.vn/tin.amp.html", "https://a.vn/tin.html"),
        ("http://[::1]:80/a", "https://[::1]/a"),
        ("https://youtu.be/a-b_1?si=xyz", "https://www.youtube.com/watch?v=a-b_1&t=10s"),
        ("https://m.youtube.com/shorts/ab1?feature=share", "https://youtu.be/ab1"),
        (
            "https://www.youtube.com/live/ab1?si=x",
            "https://youtube.com/watch?v=ab1&list=PL1&index=2",
        ),
        ("https://youtube.com/embed/ab1?list=PL1", "https://youtu.be/ab1"),
        ("https://youtube.com/playlist?list=PL1&si=x", "https://www.youtube.com/playlist?list=PL1"),
        (
            "https://www.facebook.com/share/p/1a/?mibextid=x&rdid=y",
            "https://m.facebook.com/share/p/1a",
        ),
        ("https://web.facebook.com/xa/posts/1?__cft__[0]=a&__tn__=b", "https://fb.com/xa/posts/1"),
    ],
)
def test_spellings_of_one_link_are_one(one: str, other: str) -> None:
    assert canonical_link(one) == canonical_link(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.vn/tin/1", "https://a.vn/tin/2"),
        ("https://a.vn/tin?id=1", "https://a.vn/tin?id=2"),
        ("https://a.vn/tin?m=2", "https://a.vn/tin"),
        ("https://a.vn/#/tin/1", "https://a.vn/#/tin/2"),
        ("https://a.vn/a%2Fb", "https://a.vn/a/b"),
        ("https://a.vn/%FF", "https://a.vn/%FE"),
        ("https://a.vn:8080/tin", "https://a.vn/tin"),
        ("https://m.vn/tin", "https://amp.vn/tin"),
        ("https://a.vn/Tin", "https://a.vn/tin"),
        ("https://a.vn/tin?t=1", "https://a.vn/tin?t=2"),
        ("https://youtu.be/ab1", "https://youtu.be/Ab1"),
        ("https://www.youtube.com/@xa", "https://www.youtube.com/watch?v=xa"),
        ("https://facebook.com/permalink.php?id=1", "https://facebook.com/permalink.php?id=2"),
        ("https://youtube.com/playlist?list=PL1", "https://youtube.com/playlist?list=PL2"),
        ("https://youtube.com/watch?list=PL1", "https://youtube.com/watch?list=PL2"),
        (
            "https://www.youtube.com/embed/videoseries?list=PL1",
            "https://www.youtube.com/embed/videoseries?list=PL2",
        ),
        ("https://youtube.com/embed/videoseries", "https://youtube.com/watch?v=videoseries"),
        (
            "https://youtube.com/embed/live_stream?channel=A",
            "https://youtube.com/embed/live_stream?channel=B",
        ),
        ("https://youtube.com/watch?v=a&list=PL1", "https://youtube.com/watch?v=b&list=PL1"),
        (
            "https://facebook.com/photo.php?fbid=1&set=a.1",
            "https://facebook.com/photo.php?fbid=2&set=a.1",
        ),
        (
            "https://facebook.com/story.php?story_fbid=1&id=2",
            "https://facebook.com/story.php?story_fbid=3&id=2",
        ),
        ("https://facebook.com/watch/?v=1", "https://facebook.com/watch/?v=2"),
        ("https://tiktok.com/@xa/video/1?_t=a", "https://tiktok.com/@xa/video/2?_t=a"),
        ("https://oa.zalo.me/post?id=1", "https://oa.zalo.me/post?id=2"),
    ],
)
def test_different_links_stay_different(one: str, other: str) -> None:
    assert canonical_link(one) != canonical_link(other)


def test_text_that_is_no_link_comes_back_as_it_is() -> None:
    assert canonical_link(" không phải  liên kết ") == "không phải liên kết"


def test_the_host_is_ascii_and_lower_case() -> None:
    assert host_of("https://WWW.Báo.vn:8080/tin") == "www.xn--bo-mia.vn"
    assert host_of("không có") == ""


SIGNS = st.sampled_from("/?&=#+:;@.!~")
WORDS = st.sampled_from(
    ["amp", ".amp", "m=1", "utm_x=1", "a", "é", "e\u0301", "http://", "#/", ".."]
)
CODES = st.sampled_from(["%2", "%41", "%C3", "%A9", "%25", "%2F", "%23", "%3F"])
PIECES = st.lists(SIGNS | WORDS | CODES, max_size=12).map("".join)
HOSTS = st.sampled_from(
    [
        "a.vn",
        "www.a.vn",
        "youtu.be",
        "m.youtube.com",
        "web.facebook.com",
        "M.AMP.a.vn",
        "báo.vn",
        "a.vn:8080",
        "[::1]",
        "1.2.3.4",
        "",
    ]
)


@example("http://", "a.vn", "..amp")
@example("http://", "a.vn", "tin/amp.amp.html/amp.amp")
@given(st.sampled_from(["http://", "https://", ""]), HOSTS, st.one_of(PIECES, st.text()))
def test_a_canonical_link_is_its_own_canonical_form(scheme: str, host: str, rest: str) -> None:
    canonical = canonical_link(f"{scheme}{host}/{rest}")
    assert canonical_link(canonical) == canonical


@given(st.text())
def test_any_text_is_a_link_or_a_clear_refusal(text: str) -> None:
    canonical_link(text)
    host_of(text)
    for link in find_links(text):
        assert looks_like_link(link)
    try:
        link = parse_link(text)
    except InvalidField:
        return
    assert looks_like_link(link)
    assert host_of(link)


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("https://a.gov.vn /tin-tuc/bai-1.html | T", "https://a.gov.vn/tin-tuc/bai-1.html | T"),
        ("https://a.gov.vn/tin-tuc/\nbai-1.html", "https://a.gov.vn/tin-tuc/bai-1.html"),
        (
            "https://a.gov.vn/tin/hop-\ntong-ket.html\nT",
            "https://a.gov.vn/tin/hop-tong-ket.html\nT",
        ),
        ("https://a.gov.vn / T / 14/6", "https://a.gov.vn / T / 14/6"),
        ("https://a.gov.vn/tin/1\n/nop", "https://a.gov.vn/tin/1\n/nop"),
        (
            "https://a.gov.vn/tin/\nhttps://a.gov.vn/2.html",
            "https://a.gov.vn/tin/\nhttps://a.gov.vn/2.html",
        ),
        ("https://a.gov.vn/tin/ 14/6/2021", "https://a.gov.vn/tin/ 14/6/2021"),
    ],
)
def test_a_link_torn_at_its_path_is_put_together(text: str, mended: str) -> None:
    assert mend_schemes(text) == mended


def test_a_title_without_a_blank_behind_a_page_is_no_part_of_the_link() -> None:
    assert find_links("https://a.vn/bai-1.htmlHội nghị") == ["https://a.vn/bai-1.html"]
