from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.wizard.factories import PASSPHRASE
from tests.wizard.views.cast import client_of, freshly
from wizard.actions.issue import approve_and_issue
from wizard.actions.keys import enrol_signing_key


def in_days(days):
    return timezone.now().date() + timedelta(days=days)


@pytest.fixture
def issued(submitted, reviewer, data_dir):
    """The worked example, approved, signed and issued."""
    enrol_signing_key(actor=reviewer, passphrase=PASSPHRASE)
    return approve_and_issue(
        assessment=submitted,
        actor=reviewer,
        read=submitted.snapshots.get().sha256,
        conditions="Ship the licence copy first.",
        comment="Read in full.",
        valid_until=in_days(90),
        passphrase=PASSPHRASE,
    )


def test_a_reviewer_reads_the_snapshot_as_it_was_frozen(submitted, as_reviewer):
    page = as_reviewer.get(f"/reviews/{submitted.reference}/").text
    assert "<h1>Use DeepSeek-R1. Not Llama 4 Maverick.</h1>" in page
    assert "Nordlicht Handel GmbH" in page
    assert "Approve and sign" in page
    assert page.index("Assumed or left open") < page.index("The answers as they were handed over")


def test_the_author_reads_it_too_and_is_told_why_somebody_else_decides(submitted, as_author):
    page = as_author.get(f"/reviews/{submitted.reference}/").text
    assert "Only a legal reviewer decides on an assessment" in page
    assert "Sign and issue" not in page


def test_changes_are_asked_for_and_the_draft_opens_again(submitted, as_reviewer, as_author):
    page = f"/reviews/{submitted.reference}/"
    assert as_reviewer.post(page + "changes/", {"comment": " "}).status_code == 422
    as_reviewer.post(page + "changes/", {"comment": "Name the data sources."})
    mine = as_author.get(f"/assessments/{submitted.reference}/").text
    assert "Name the data sources." in mine
    assert "revision 2. Draft" in mine


def test_a_rejection_ends_it(submitted, as_reviewer, as_author):
    as_reviewer.post(f"/reviews/{submitted.reference}/reject/", {"comment": "Not with this seat."})
    assert "Rejected" in as_author.get(f"/assessments/{submitted.reference}/").text


def test_without_a_key_the_reviewer_is_led_to_make_one(submitted, as_reviewer):
    page = freshly(as_reviewer).get(f"/reviews/{submitted.reference}/approve/").text
    assert "You have no signing key yet." in page


def test_a_key_is_made_under_a_passphrase(as_reviewer, data_dir):
    page, client = "/account/signing-key/", freshly(as_reviewer)
    assert "Enter at least 12 characters." in client.post(page, {"passphrase": "short", "again": "short"}).text
    differ = client.post(page, {"passphrase": PASSPHRASE, "again": PASSPHRASE + "!"}).text
    assert "The two passphrases differ." in differ
    assert PASSPHRASE not in differ
    assert client.post(page, {"passphrase": PASSPHRASE, "again": PASSPHRASE})["Location"] == page
    assert "Valid until" in client.get(page).text


def test_a_passphrase_is_never_kept_while_the_password_is_asked_for(submitted, reviewer, as_reviewer):
    reviewer.set_password("a long quiet password")
    reviewer.save()
    client, page = client_of(reviewer), f"/reviews/{submitted.reference}/approve/"
    answer = client.post(page, {"conditions": "Ship the copy first.", "passphrase": PASSPHRASE})
    assert answer["Location"] == f"/accounts/reauthenticate/?next={page}"
    assert PASSPHRASE not in str(dict(client.session))
    assert "Ship the copy first." in str(dict(client.session))


def test_an_approval_issues_a_report_to_download_and_verify(submitted, reviewer, as_reviewer, as_author, data_dir):
    enrol_signing_key(actor=reviewer, passphrase=PASSPHRASE)
    client, page = freshly(as_reviewer), f"/reviews/{submitted.reference}/approve/"
    opened = client.get(page).text
    snapshot = submitted.snapshots.get().sha256
    assert f'name="snapshot" value="{snapshot}"' in opened
    values = {
        "valid_until": in_days(90).isoformat(),
        "conditions": "Ship the licence copy first.",
        "snapshot": snapshot,
    }
    wrong = client.post(page, {**values, "passphrase": "a wrong passphrase"})
    assert wrong.status_code == 422
    assert "a wrong passphrase" not in wrong.text
    assert "Ship the licence copy first." in wrong.text
    assert client.post(page, {**values, "passphrase": PASSPHRASE})["Location"] == f"/reports/{submitted.reference}/"
    twice = client.post(page, {**values, "passphrase": PASSPHRASE})
    assert twice["Location"] == f"/reports/{submitted.reference}/"
    assert client.post(page, {**values, "snapshot": "0" * 64}).status_code == 403
    assert "approved it and issued the report" in as_author.get(f"/assessments/{submitted.reference}/").text
    assert "Approved until" in as_author.get(f"/reports/{submitted.reference}/").text
    file = as_author.get(f"/reports/{submitted.reference}/file/")
    assert file["Content-Disposition"].startswith("attachment; ")
    answer = Client().post("/verify/", {"file": SimpleUploadedFile("report.pdf", file.content)})
    assert "This report is genuine" in answer.text
    assert "is in force until" in answer.text
    assert "TOTAL-PASSED" in answer.text
    assert "Part 3, to byte " in answer.text
    changed = SimpleUploadedFile("report.pdf", file.content.replace(b"%%EOF", b"%%E0F", 1))
    refused = Client().post("/verify/", {"file": changed}).text
    assert "This file is not a genuine report" in refused
    assert "TOTAL-FAILED (HASH_FAILURE)" in refused


def test_a_report_is_read_by_those_who_may_see_it_and_verifies_as_withdrawn_once_it_is(
    issued, submitted, as_reviewer, as_colleague, as_administrator
):
    page = f"/reports/{submitted.reference}/"
    for part in ("", "file/"):
        assert as_colleague.get(page + part).status_code == 404
        assert as_administrator.get(page + part).status_code == 200
    file = as_reviewer.get(page + "file/").content
    assert as_reviewer.post(page + "withdraw/", {"comment": ""}).status_code == 422
    as_reviewer.post(page + "withdraw/", {"comment": "The seat has moved."})
    assert "Withdrawn" in as_reviewer.get(page).text
    answer = Client().post("/verify/", {"file": SimpleUploadedFile("report.pdf", file)}).text
    assert "was withdrawn" in answer


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"hello", "This is not a PDF file"),
        (b"%PDF-1.7\nnothing", "This file is not a genuine report"),
    ],
)
def test_a_file_that_is_none_of_ours_is_told_apart(db, content, words):
    answer = Client().post("/verify/", {"file": SimpleUploadedFile("x.pdf", content)})
    assert words in answer.text


def test_verifying_without_a_file_says_what_to_choose(db):
    answer = Client().post("/verify/")
    assert answer.status_code == 422
    assert "Choose the PDF file of the report." in answer.text
