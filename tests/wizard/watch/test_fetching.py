"""Fetching from a real server on loopback whose documents change, move, swell and dawdle."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.support.site import Site, running
from wizard.watch.addresses import is_public
from wizard.watch.fetching import Manners, Seen, fetch
from wizard.watch.refusals import NotFetched, Why

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
OWN = frozenset({"127.0.0.1"})
MANNERS = Manners(agent="Clearweights (legal@example.com)", inside=OWN, seconds=5, most_bytes=100_000)


@pytest.fixture
def site() -> Iterator[Site]:
    with running() as one:
        yield one


def refused(url: str, manners: Manners = MANNERS) -> NotFetched:
    with pytest.raises(NotFetched) as caught:
        fetch(url, seen=Seen(), manners=manners, now=NOW)
    return caught.value


def test_an_unchanged_document_is_asked_for_conditionally_and_a_changed_one_is_read(site: Site) -> None:
    plain = {"Content-Type": "text/plain; charset=utf-8"}
    site.documents["/licence"] = (200, {**plain, "ETag": '"1"'}, b"Use it freely.\r\n")
    first = fetch(site.url("/licence"), seen=Seen(), manners=MANNERS, now=NOW)
    assert first
    assert first.text == "Use it freely."
    assert fetch(site.url("/licence"), seen=first.seen, manners=MANNERS, now=NOW) is None
    site.documents["/licence"] = (200, {**plain, "ETag": '"2"'}, b"Ask first.")
    changed = fetch(site.url("/licence"), seen=first.seen, manners=MANNERS, now=NOW)
    assert changed
    assert changed.text == "Ask first."
    assert changed.sha256 != first.sha256
    assert [status for _, _, status in site.asked] == [200, 304, 200]
    assert site.asked[1][1]["User-Agent"] == "Clearweights (legal@example.com)"


def test_a_page_is_reduced_to_what_a_reader_sees(site: Site) -> None:
    head = "<html><head><title>x</title><style>p{}</style></head>"
    page = f"{head}<body><h1>Terms</h1><script>a<b</script><p>Fees &amp; <b>more</b></body>"
    site.documents["/card"] = (200, {"Content-Type": "text/html"}, page.encode())
    found = fetch(site.url("/card"), seen=Seen(), manners=MANNERS, now=NOW)
    assert found
    assert found.text == "Terms\nFees & more"


def test_redirects_are_followed_a_few_times_only(site: Site) -> None:
    site.documents["/old"] = (301, {"Location": "/new"}, b"")
    site.documents["/new"] = (200, {"Content-Type": "text/markdown"}, b"Words")
    site.documents["/round"] = (302, {"Location": "/round"}, b"")
    found = fetch(site.url("/old"), seen=Seen(), manners=MANNERS, now=NOW)
    assert found
    assert found.url == site.url("/new")
    assert refused(site.url("/round")).why is Why.REDIRECTS


@pytest.mark.parametrize(
    ("leads_to", "why"), [("https://127.0.0.2/secret", Why.PRIVATE), ("http://localhost/secret", Why.INSECURE)]
)
def test_a_redirect_to_a_private_machine_is_refused_before_it_is_asked(site: Site, leads_to: str, why: Why) -> None:
    site.documents["/out"] = (302, {"Location": leads_to}, b"")
    assert refused(site.url("/out")).why is why
    assert [path for path, _, _ in site.asked] == ["/out"]


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://example.org/", Why.INSECURE),
        ("https://example.org:8443/", Why.INSECURE),
        ("https://user@example.org/", Why.ADDRESS),
        ("ftp://example.org/", Why.ADDRESS),
        ("https://", Why.ADDRESS),
        ("https://[::1", Why.ADDRESS),
        ("https://a/\r\nX: y b", Why.ADDRESS),
        ("https://localhost/", Why.PRIVATE),
        ("https://[::ffff:127.0.0.1]/", Why.PRIVATE),
        ("https://2130706433/", Why.PRIVATE),
    ],
)
def test_what_is_no_public_address_is_refused(url: str, why: Why) -> None:
    assert refused(url, Manners(agent="x")).why is why


def test_only_addresses_of_the_open_internet_are_public() -> None:
    private = (
        "10.0.0.1 127.0.0.1 169.254.169.254 100.64.0.1 224.0.0.1 240.0.0.1 0.0.0.0 ::1 :: fe80::1%eth0 fd00::1 ff02::1"
    )
    disguised = "ff02::1 ::ffff:10.0.0.1 64:ff9b::a00:1 2002:a00:1::1"
    assert not any(map(is_public, f"{private} {disguised}".split()))
    assert all(map(is_public, ("93.184.215.14", "2606:4700::1111", "::ffff:93.184.215.14")))


def test_what_is_too_large_binary_compressed_or_cut_short_is_refused(site: Site) -> None:
    plain = {"Content-Type": "text/plain"}
    site.documents |= {
        "/large": (200, plain, b"a" * 100_001),
        "/pdf": (200, {"Content-Type": "application/pdf"}, b"%PDF"),
        "/nul": (200, plain, b"a\x00b"),
        "/latin": (200, plain, b"\xff\xfe\xfa"),
        "/half": (200, {**plain, "Content-Length": "999"}, b"Half a licence"),
        "/zip": (200, {**plain, "Content-Encoding": "gzip"}, b"x"),
    }
    assert refused(site.url("/large")).why is Why.TOO_LARGE
    assert refused(site.url("/half")).why is Why.UNREACHABLE
    assert {refused(site.url(path)).why for path in ("/pdf", "/nul", "/latin", "/zip")} == {Why.NO_TEXT}


def test_a_site_that_drips_is_left_when_the_time_is_up(site: Site) -> None:
    began = time.monotonic()
    assert refused(site.url("/drips"), Manners(agent="x", inside=OWN, seconds=0.4)).why is Why.SLOW
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    ("told", "wait"), [("120", 120), ("Tue, 24 Nov 2026 09:00:00 GMT", 3600), ("soon", None), ("", None)]
)
def test_a_site_that_asks_for_patience_says_how_long(site: Site, told: str, wait: int | None) -> None:
    site.documents["/busy"] = (429, {"Retry-After": told}, b"")
    found = refused(site.url("/busy"))
    assert (found.why, found.status, found.wait) == (Why.BUSY, 429, wait)
