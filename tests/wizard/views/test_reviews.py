from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.wizard import factories
from tests.wizard.factories import PASSPHRASE
from tests.wizard.views.cast import client_of, freshly
from wizard.actions.keys import enrol_signing_key
from wizard.actions.making import make
from wizard.management.story_teller import approve
from wizard.models import Making


def in_days(days):
    return timezone.now().date() + timedelta(days=days)


@pytest.fixture
def issued(submitted, reviewer, data_dir):
    """The worked example, approved, signed and issued."""
    return approve(submitted, submitted.snapshots.get(), reviewer)


def test_a_reviewer_reads_the_snapshot_as_it_was_frozen(submitted, as_reviewer):
    page = as_reviewer.get(f"/reviews/{submitted.reference}/").text
    assert "<h1>Use DeepSeek-R1. Not Llama 4 Maverick.</h1>" in page
    assert "Nordlicht Handel GmbH" in page
    assert f'href="/reviews/{submitted.reference}/approve/"' in page
    assert page.index("Assumed or left open") < page.index("The answers as they were handed over")


def test_the_author_reads_it_too_and_is_told_why_somebody_else_decides(submitted, as_author):
    page = as_author.get(f"/reviews/{submitted.reference}/").text
    assert "Only a legal reviewer decides on an assessment" in page
    assert f'href="/reviews/{submitted.reference}/approve/"' not in page


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


def test_without_a_key_the_reviewer_is_led_to_make_one(submitted, reviewer, as_reviewer, data_dir):
    factories.approved_by(submitted, reviewer)
    page = freshly(as_reviewer).get(f"/reviews/{submitted.reference}/sign/").text
    assert "You have no signing key yet." in page


def test_a_key_is_made_under_a_passphrase(as_reviewer, data_dir):
    page, client = "/account/signing-key/", freshly(as_reviewer)
    assert "Enter at least 12 characters." in client.post(page, {"passphrase": "short", "again": "short"}).text
    differ = client.post(page, {"passphrase": PASSPHRASE, "again": PASSPHRASE + "!"}).text
    assert "The two passphrases differ." in differ
    assert PASSPHRASE not in differ
    assert client.post(page, {"passphrase": PASSPHRASE, "again": PASSPHRASE})["Location"] == page
    assert "Valid until" in client.get(page).text


def test_a_passphrase_is_never_kept_while_the_password_is_asked_for(submitted, reviewer):
    reviewer.set_password("a long quiet password")
    reviewer.save()
    client, page = client_of(reviewer), f"/reviews/{submitted.reference}/sign/"
    answer = client.post(page, {"passphrase": PASSPHRASE})
    assert answer["Location"] == f"/accounts/reauthenticate/?next={page}"
    assert PASSPHRASE not in str(dict(client.session))


def test_an_approval_and_a_signature_make_a_report_to_download_and_verify(
    submitted, reviewer, as_reviewer, as_author, data_dir
):
    enrol_signing_key(actor=reviewer, passphrase=PASSPHRASE)
    client, review = freshly(as_reviewer), f"/reviews/{submitted.reference}/"
    report, snapshot = f"/reports/{submitted.reference}/", submitted.snapshots.get().sha256
    approval = {"valid_until": in_days(90).isoformat(), "conditions": "Ship the copy first.", "snapshot": snapshot}
    assert f'name="snapshot" value="{snapshot}"' in client.get(review + "approve/").text
    wrong = client.post(review + "approve/", {**approval, "valid_until": in_days(0).isoformat()})
    assert wrong.status_code == 422
    assert "Ship the copy first." in wrong.text
    for _ in range(2):  # the second click of two finds it done
        assert client.post(review + "approve/", approval)["Location"] == review + "making/"
    assert client.post(review + "approve/", {**approval, "snapshot": "0" * 64}).status_code == 403

    asked = {"headers": {"HX-Request": "true"}}
    assert "The report is being made" in client.get(review + "making/").text
    assert client.get(review + "making/?seen=waiting0", **asked).status_code == 204
    make(Making.objects.get())
    part = client.get(review + "making/?seen=waiting0", **asked).text
    assert "The report is ready to be signed" in part
    assert "hx-trigger" not in part
    assert "Sign the report" not in as_author.get(review + "making/").text
    read = client.get(review + "sign/file/").content
    assert f'value="{hashlib.sha256(read).hexdigest()}"' in client.get(review + "sign/").text
    assert as_author.get(review + "sign/file/").status_code == 403

    signature = {"report": hashlib.sha256(read).hexdigest()}
    wrong = client.post(review + "sign/", {**signature, "passphrase": "a wrong passphrase"})
    assert wrong.status_code == 422
    assert "a wrong passphrase" not in wrong.text
    for _ in range(2):
        assert client.post(review + "sign/", {**signature, "passphrase": PASSPHRASE})["Location"] == review + "making/"
    assert client.get(review + "making/")["Location"] == report
    assert client.get(review + "making/", **asked)["HX-Redirect"] == report
    assert "approved it and issued the report" in as_author.get(f"/assessments/{submitted.reference}/").text
    assert "Approved until" in as_author.get(report).text
    file = as_author.get(report + "file/")
    assert file["Content-Disposition"].startswith("attachment; ")
    assert file.content.startswith(read)
    answer = Client().post("/verify/", {"file": SimpleUploadedFile("report.pdf", file.content)})
    for words in ("This report is genuine", "is in force until", "TOTAL-PASSED", "Part 3, to byte "):
        assert words in answer.text
    changed = SimpleUploadedFile("report.pdf", file.content.replace(b"%%EOF", b"%%E0F", 1))
    refused = Client().post("/verify/", {"file": changed}).text
    assert "This file is not a genuine report" in refused
    assert "TOTAL-FAILED (HASH_FAILURE)" in refused


def test_what_failed_says_so_and_is_asked_again_by_who_approved(submitted, reviewer, as_reviewer, as_author, data_dir):
    factories.approved_by(submitted, reviewer)
    Making.objects.update(state="failed", problem="The report took too long to lay out.", path="")
    page = f"/reviews/{submitted.reference}/making/"
    assert "The report took too long to lay out." in as_author.get(page).text
    assert ">Try again<" not in as_author.get(page).text
    assert ">Try again<" in as_reviewer.get(page).text
    assert as_reviewer.post(page)["Location"] == page
    assert Making.objects.get().state == "waiting"
    Making.objects.update(asked_at=timezone.now() - timedelta(minutes=1))
    assert "stopped before it was done" in as_reviewer.get(page).text


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
