"""The pages of the texts that are watched."""

from __future__ import annotations

from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.support.site import running
from tests.wizard import factories
from wizard.actions.watching import upload_text, watch
from wizard.models import WatchedAddress
from wizard.process.lifecycle import State

LIST = "/watch/"


def shown(client, page):
    return unescape(client.get(page).content.decode())


def newest(address):
    return address.versions.values_list("pk", flat=True)[0]


@pytest.fixture
def address(reviewer):
    return factories.changed_text(reviewer)


@pytest.fixture
def page(address):
    return f"/watch/{address.pk}/"


def test_a_change_stands_on_every_page_that_rests_on_it_until_decided(address, page, told, as_author, as_reviewer):
    says = "The licence text of Llama 4 Community was seen changed on "
    places = [(as_author, "/assessments/"), (as_author, f"/assessments/{told.reference}/result/"), (as_reviewer, LIST)]
    assert all(says in shown(*place) for place in places)
    assert "Texts that changed: decide what it means" in shown(as_reviewer, "/assessments/")
    read = shown(as_reviewer, page)
    assert "<del>name</del> <ins>pay</ins>" in read
    assert "Other layout, the same words" in read
    sent = {"do": "decide", "version": newest(address), "says": "nothing", "reason": "A slip of the pen."}
    refused = as_reviewer.post(page, {**sent, "reason": ""})
    assert (refused.status_code, "Write at least one sentence." in refused.text) == (422, True)
    assert "On record: the change changes nothing." in as_reviewer.post(page, sent, follow=True).text
    assert "A slip of the pen." in shown(as_reviewer, page)
    assert not any(says in shown(*place) for place in places)
    assert "was decided on or has changed again" in as_reviewer.post(page, sent).text


def test_two_versions_are_chosen_by_the_address(page, as_author):
    assert "Versions 1 and 2 have the same words" in shown(as_author, f"{page}?from=1&to=2")
    assert "1 place changed from version 3 to version 1" in shown(as_author, f"{page}?from=3&to=1")
    assert "1 place changed from version 1 to version 3" in shown(as_author, f"{page}?from=99&to=x")


def test_an_approval_that_is_affected_ends(reviewer, as_reviewer, as_colleague, page, data_dir):
    address = WatchedAddress.objects.get()
    draft = factories.draft(candidates=["llama-4-maverick"])
    factories.answer(draft, "organisation-users", data=factories.AMERICAN)
    factories.approved(factories.handed_over(draft), reviewer)
    assert "If it affects the decision, 1 approval ends with your reason." in shown(as_reviewer, page)
    assert "1 assessment that is not open to you" in shown(as_colleague, page)
    version = newest(address)
    sent = {"do": "decide", "version": version, "says": "affects", "reason": "A fee is owed."}
    assert "1 approval no longer stands" in as_reviewer.post(page, sent, follow=True).text
    draft.refresh_from_db()
    assert draft.state == State.SUPERSEDED


def test_a_text_is_watched_asked_for_uploaded_and_stopped(as_administrator, settings):
    settings.INSIDE_HOSTS = frozenset({"127.0.0.1"})
    with running() as site:
        site.documents["/licence"] = (200, {"Content-Type": "text/plain"}, b"You may use it.")
        about = {"document": "licence", "subject": "llama-4-community", "url": site.url("/licence")}
        as_administrator.post(LIST, about)
        page = f"/watch/{WatchedAddress.objects.get().pk}/"
        first = as_administrator.post(page, {"do": "ask"}, follow=True).text
        assert "The text was kept." in first
        assert "No text on file is close enough to these 4 words" in first
        again = as_administrator.post(page, {"do": "ask"}, follow=True)
        assert "This address was asked a moment ago" in again.text
    file = SimpleUploadedFile("licence.txt", b"You may not use it.")
    sent = {"do": "upload", "upload-file": file}
    changed = as_administrator.post(page, sent, follow=True).text
    assert "The words were seen changed on" in changed
    assert "No text on file" not in changed
    refused = as_administrator.post(page, {"do": "upload", "upload-text": " "})
    assert (refused.status_code, "Paste the text." in refused.text) == (422, True)
    assert "No longer watched." in as_administrator.post(page, {"do": "stop"}, follow=True).text
    assert "Watched from now on." in as_administrator.post(page, {"do": "watch"}, follow=True).text


def test_what_cannot_be_watched_stays_in_the_form_with_the_reason(as_reviewer):
    sent = {"document": "licence", "subject": "llama-4-community", "url": "https://user@example.org/"}
    refused = as_reviewer.post(LIST, sent)
    assert refused.status_code == 422
    assert "This is not a web address that can be asked" in refused.text
    assert "https://user@example.org/" in refused.text
    assert as_reviewer.post("/watch/999/", {"do": "stop"}).status_code == 404


def test_the_pages_ask_the_database_as_often_for_many_texts(reviewer, as_reviewer, address, page):
    factories.draft(candidates=["llama-4-maverick"])
    counts = []
    for many in range(2):
        for number in range(many * 8):
            url = f"https://example.org/{number}"
            more = watch(actor=reviewer, document="use-policy", subject="llama-4-community", url=url)
            factories.draft(candidates=["llama-4-maverick"])
            for text in ("One.", "Two."):
                upload_text(actor=reviewer, address=more, text=f"{text} {number}")
                upload_text(actor=reviewer, address=address, text=f"{text} {number}")
        asked = []
        for place in (LIST, page, "/assessments/"):
            with CaptureQueriesContext(connection) as queries:
                as_reviewer.get(place)
            asked.append(len(queries))
        counts.append(asked)
    assert counts[0] == counts[1]
