"""Reviews of the register: asked for in time, done question by question, and in a calendar of one's own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from catalog.ambient import today
from tests.wizard import factories
from wizard.actions.looking import looks_due
from wizard.actions.register import deploy, retire
from wizard.interchange.calendar import months_later
from wizard.models import AuditEvent, EntryReview, Notice, RegisterEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(client: Client) -> RegisterEntry:
    factories.approved(factories.in_review(), factories.legal_reviewer())
    found = RegisterEntry.objects.first()
    assert found is not None
    client.force_login(found.owner)
    return found


def answered(asked: dict[str, object], **changes: str) -> dict[str, str]:
    """Every question of a form answered as before, but for the changes."""
    codes = [name for name in asked if name not in ("note", "months")]
    return {**dict.fromkeys(codes, "as-before"), "note": "", "months": "3", **changes}


def test_a_review_asks_what_could_have_changed_and_puts_the_next_one_off(client: Client, entry: RegisterEntry) -> None:
    page = f"/register/{entry.pk}/review/"
    deploy(entry=entry, actor=entry.owner, place="Search", since=today(), today=today())
    shown = client.get(page)
    assert "It runs in these places and in no other: Search." in shown.content.decode()
    fields = shown.context["form"].fields
    missing = client.post(page, {"months": "3"})
    assert (missing.status_code, EntryReview.objects.exists()) == (422, False)
    done = client.post(page, answered(fields, months="6"), follow=True)
    assert "Reviewed: nothing changed." in done.content.decode()
    (review,) = EntryReview.objects.all()
    assert {answer["changed"] for answer in review.answers} == {False}
    entry.refresh_from_db()
    assert entry.review_months == 6
    assert AuditEvent.objects.filter(action="register.reviewed", details__entry=entry.pk).exists()


def test_what_changed_needs_a_note_and_is_told(client: Client, entry: RegisterEntry) -> None:
    page = f"/register/{entry.pk}/review/"
    fields = client.get(page).context["form"].fields
    refused = client.post(page, answered(fields, use="changed"))
    assert refused.status_code == 422
    assert "note on what changed is empty" in refused.content.decode()
    done = client.post(page, answered(fields, use="changed", note="It answers customers too."), follow=True)
    assert "something changed. It answers customers too." in done.content.decode()
    assert Notice.objects.filter(person=entry.owner, key__startswith="reviewed:").count() == 1


def test_a_review_is_asked_for_once_ahead_and_once_when_late(entry: RegisterEntry) -> None:
    due = months_later(today(), 3)
    assert not looks_due(today=due - timedelta(days=15))
    ahead = looks_due(today=due - timedelta(days=14))
    assert {notice.person for notice in ahead} == {entry.owner}
    assert len(ahead) == RegisterEntry.objects.count()
    assert not looks_due(today=due)
    late = looks_due(today=due + timedelta(days=30))  # as after weeks without a run
    assert all("is late since" in notice.says for notice in late)
    assert not looks_due(today=due + timedelta(days=31))
    for one in RegisterEntry.objects.all():
        retire(entry=one, actor=one.owner, why="It ends.", today=today())
    Notice.objects.all().delete()
    assert not looks_due(today=due)


def test_a_calendar_is_read_at_a_secret_address_until_that_ends(client: Client, entry: RegisterEntry) -> None:
    made = client.post("/account/calendar/", {"make": "1"})
    address = made.context["address"]
    assert made["Cache-Control"] == "no-store"
    read = Client().get(address)
    days = {str(event["uid"]): event.decoded("dtstart") for event in Calendar.from_ical(read.content).walk("vevent")}
    assert days[f"entry-{entry.pk}-review@clearweights"] == months_later(today(), 3)
    assert days[f"entry-{entry.pk}-approval@clearweights"] == entry.snapshot.valid_until
    assert "cannot be shown again" in client.get("/account/calendar/").content.decode()
    another = client.post("/account/calendar/", {"make": "1"}).context["address"]
    assert [Client().get(each).status_code for each in (address, another)] == [404, 200]
    client.post("/account/calendar/", {"end": "1"})
    assert Client().get(another).status_code == 404
