"""Texts that change where they stand: fetched from a real site, kept, told, and decided on."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from django.core.management import call_command

from catalog.ambient import today
from tests.support.site import Site, running
from tests.wizard import factories
from wizard.actions.asking import ask, fetch_due
from wizard.actions.text_decisions import decide
from wizard.actions.watching import stop, upload_text, watch, watch_what_counts
from wizard.models import AuditEvent, Ending, KeptText, Notice, User, WatchedAddress, WatchedVersion
from wizard.process.lifecycle import State
from wizard.process.refusal import Refused
from wizard.queries.watch import not_watched, undecided, versions_of, waiting, waiting_for, waiting_on
from wizard.watch.refusals import Why

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
LICENCE = "llama-4-community"
PLAIN = {"Content-Type": "text/plain; charset=utf-8"}
WORDS = b"You may use the model. You name its maker."


@pytest.fixture(scope="module")
def served() -> Iterator[Site]:
    with running() as one:
        yield one


@pytest.fixture
def site(served: Site, settings: object) -> Site:
    settings.INSIDE_HOSTS = frozenset({"127.0.0.1"})  # type: ignore[attr-defined]
    served.documents.clear()
    served.asked.clear()
    served.documents["/licence"] = (200, {**PLAIN, "ETag": '"1"'}, WORDS)
    return served


@pytest.fixture
def legal() -> User:
    return factories.legal_reviewer()


@pytest.fixture
def address(site: Site, legal: User) -> WatchedAddress:
    return watch(actor=legal, document="licence", subject=LICENCE, url=site.url("/licence"))


def fetched(days: int = 0) -> list[str]:
    """What one run after so many days found: the reason of a failure, or the words of a new version."""
    found = fetch_due(now=datetime.now(UTC) + timedelta(days=days), pause=0)
    return [one.why.name if one.why else one.version.kept.text for one in found]  # type: ignore[union-attr]


def changed(site: Site, words: bytes = b"You may use the model. You pay its maker.") -> None:
    site.documents["/licence"] = (200, {**PLAIN, "ETag": f'"{len(words)}-{words[-9:].decode()}"'}, words)


def test_a_text_is_asked_for_each_week_and_kept_once(site, address):
    assert fetched() == [WORDS.decode()]
    assert fetched(6) == []
    assert fetched(8) == []
    changed(site)
    assert fetched(9) == []
    assert fetched(16) == ["You may use the model. You pay its maker."]
    assert [status for _, _, status in site.asked] == [200, 304, 200]
    first, second = KeptText.objects.filter(licence=LICENCE).order_by("id")
    assert (first.added_by, second.url) == (None, site.url("/licence"))
    changed(site, WORDS)
    fetched(30)
    assert [version.kept_id for version in versions_of(address)] == [first.pk, second.pk, first.pk]


def test_other_layout_is_a_new_version_and_no_change(site, address):
    fetched()
    changed(site, b"You may use the model.\n\n  You name its maker!")
    fetched(8)
    assert [version.changed for version in versions_of(address)] == [False, False]
    assert waiting() == ()


def test_a_change_is_told_to_who_watches_and_to_those_whose_work_rests_on_it(site, address, legal):
    resting = factories.draft(candidates=["llama-4-maverick"])
    apart = factories.draft(candidates=["qwen3-32b"])
    other = factories.legal_reviewer()
    fetched()
    changed(site)
    fetched(8)
    told = Notice.objects.filter(kind="text-changed")
    assert {notice.person for notice in told} == {legal, other, resting.author}
    assert told[0].says == "The licence text of Llama 4 Community has changed."
    assert [one.address for one in waiting_on(resting.author)] == [address]
    assert waiting_on(apart.author) == ()
    assert [version.address for version in waiting_for(resting)] == [address]
    assert waiting_for(apart) == ()
    assert [(one.address, one.resting) for one in waiting()] == [(address, (resting,))]


@pytest.fixture
def approved(legal, data_dir):
    draft = factories.draft(candidates=["llama-4-maverick"])
    factories.answer(draft, "organisation-users", data=factories.AMERICAN)
    return factories.approved(factories.handed_over(draft), legal).snapshot.assessment


def waiting_version(address: WatchedAddress) -> int:
    found = undecided(versions_of(address))
    assert found
    return found.pk


def test_a_change_that_affects_the_decision_ends_the_approvals_with_the_reason(site, address, legal, approved):
    fetched()
    changed(site)
    fetched(8)
    first = waiting_version(address)
    changed(site, b"You may use the model. You pay its maker twice.")
    fetched(16)
    with pytest.raises(Refused, match="read the page anew"):
        decide(actor=legal, address=address, version=first, says="nothing", reason="Nothing new.")
    with pytest.raises(Refused, match="reason is empty"):
        decide(actor=legal, address=address, version=waiting_version(address), says="nothing", reason=" ")
    with pytest.raises(Refused, match="Only a legal reviewer decides"):
        decide(actor=approved.author, address=address, version=waiting_version(address), says="nothing", reason="No.")
    version = waiting_version(address)
    ended = decide(actor=legal, address=address, version=version, says="affects", reason="A fee is owed now.")
    approved.refresh_from_db()
    assert approved.state == State.SUPERSEDED
    assert [ending.snapshot.assessment for ending in ended] == [approved]
    reason = Ending.objects.get().reason
    assert reason.startswith("The licence text of Llama 4 Community changed (seen on ")
    assert reason.endswith("): A fee is owed now.")
    assert waiting() == ()
    event = AuditEvent.objects.get(action="text.decided")
    assert event.details["superseded"] == [approved.reference]


def test_a_change_that_changes_nothing_leaves_the_approval(site, address, legal, approved):
    fetched()
    changed(site)
    fetched(8)
    assert [version.address for version in waiting_for(approved)] == [address]
    stop(actor=legal, address=address)
    assert waiting_for(approved)
    decide(actor=legal, address=address, version=waiting_version(address), says="nothing", reason="Spelling only.")
    approved.refresh_from_db()
    assert (approved.state, waiting_for(approved)) == (State.APPROVED, ())
    call_command("verify_audit")


def test_what_approvals_rest_on_is_watched_with_one_press(legal, approved, site):
    wanted = not_watched(today())
    assert [(it.document, it.subject) for it in wanted] == [
        ("licence", LICENCE),
        ("use-policy", LICENCE),
        ("model-card", "llama-4-maverick"),
    ]
    assert wanted[0].url.startswith("https://raw.githubusercontent.com/meta-llama/")
    with pytest.raises(Refused, match="ask one of them"):
        watch_what_counts(actor=approved.author, today=today())
    made = watch_what_counts(actor=legal, today=today())
    assert (len(made), not_watched(today())) == (3, [])
    stop(actor=legal, address=made[0])
    assert not_watched(today()) == []


def test_a_site_that_fails_is_asked_later_and_later_and_says_why(site, address):
    del address
    site.documents["/licence"] = (404, {}, b"")
    assert [day for day in range(16) if fetched(day)] == [0, 1, 3, 7, 14]
    found = WatchedAddress.objects.get()
    assert (found.problem, found.status, found.failures) == ("STATUS", 404, 5)
    changed(site)
    assert len(fetched(40)) == 1
    found.refresh_from_db()
    assert (found.problem, found.status, found.failures) == ("", None, 0)


def test_a_site_that_asks_for_patience_is_left_alone_with_all_its_addresses(site, address, legal):
    watch(actor=legal, document="use-policy", subject=LICENCE, url=site.url("/policy"))
    site.documents["/licence"] = site.documents["/policy"] = (503, {"Retry-After": "259200"}, b"")
    assert fetched() == ["BUSY"]
    assert fetched(2) == ["BUSY"]
    assert [path for path, _, _ in site.asked] == ["/licence", "/policy"]


@pytest.fixture(scope="module")
def endless() -> Iterator[str]:
    """An address whose 50 MB body is sent as long as anybody takes it."""
    with socket.create_server(("127.0.0.1", 0)) as door:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    link, _ = door.accept()
                    with link, suppress(OSError):
                        link.recv(4096)
                        link.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 52428800\r\n\r\n")
                        for _piece in range(800):
                            link.sendall(b"a" * 65536)

        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{door.getsockname()[1]}/"


def test_what_is_private_huge_or_too_long_is_kept_out_and_named(site, legal, endless):
    site.documents["/moved"] = (302, {"Location": "https://127.0.0.2/secret"}, b"")
    site.documents["/long"] = (200, PLAIN, b"words and " * 30_000)
    for path in (site.url("/moved"), site.url("/long"), endless):
        watch(actor=legal, document="licence", subject=LICENCE, url=path)
    assert sorted(fetched()) == ["PRIVATE", "TOO_LARGE", "TOO_LARGE"]
    assert not WatchedVersion.objects.exists()
    assert not KeptText.objects.exists()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"url": "http://127.0.0.9/x"}, "not https"),
        ({"url": "licence.txt"}, "not a web address"),
        ({"url": "https://example.org/" + "a" * 500}, "more than 500 characters"),
        ({"subject": "never-heard-of"}, "no such licence or model"),
        ({"document": "poem"}, "no such kind of text"),
    ],
)
def test_what_cannot_be_watched_is_refused_with_the_remedy(legal, given, says):
    about = {"document": "licence", "subject": LICENCE, "url": "https://example.org/licence", **given}
    with pytest.raises(Refused, match=says):
        watch(actor=legal, **about)


def test_a_closed_network_asks_nobody_and_keeps_what_is_uploaded(site, address, legal, settings):
    settings.WATCH = False
    assert fetch_due(now=NOW + timedelta(days=400)) == []
    with pytest.raises(Refused, match="upload the text"):
        ask(actor=legal, address=address, now=NOW)
    first = upload_text(actor=legal, address=address, text="You may use the model.\r\n")
    assert first
    assert (first.by, first.changed, first.kept.text) == (legal, False, "You may use the model.")
    assert upload_text(actor=legal, address=address, text="You may use the model.") is None
    second = upload_text(actor=legal, address=address, text="You may not use the model.")
    assert second
    assert second.changed
    with pytest.raises(Refused, match="The text is empty"):
        upload_text(actor=legal, address=address, text=" ")
    assert site.asked == []


def test_somebody_who_waits_is_answered_at_once_but_not_twice_a_minute(site, address, legal):
    now = datetime.now(UTC)
    assert ask(actor=legal, address=address, now=now).version
    with pytest.raises(Refused, match="a moment ago"):
        ask(actor=legal, address=address, now=now + timedelta(seconds=30))
    site.documents["/licence"] = (200, {"Content-Type": "application/pdf"}, b"%PDF")
    address.refresh_from_db()
    assert ask(actor=legal, address=address, now=now + timedelta(minutes=2)).why is Why.NO_TEXT
