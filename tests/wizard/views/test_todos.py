"""What is owed, planned and ticked off on the page of the decision, with scripts and without."""

from __future__ import annotations

import re
from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate

from catalog.ambient import today
from wizard.management.story_teller import hand_over
from wizard.models import Snapshot, Todo

HTMX = {"HX-Request": "true"}
PDF = b"%PDF-1.7 the footer"


@pytest.fixture
def place(told):
    """The page of one duty of the worked example."""
    return f"/assessments/{told.reference}/todos/ai-act:O-T6/"


def test_the_decision_lists_what_is_owed_with_owners_and_days(told, as_author):
    page = as_author.get(f"/assessments/{told.reference}/result/").text
    assert "4 to do." in page
    assert "Adaeze Okafor, by" in " ".join(page.split())
    assert page.count("Mark as done") == 4


def test_without_scripts_a_plan_leads_back_to_its_row(place, told, as_author):
    page = as_author.get(place).text
    assert "Who sees to this, and by when?" in page
    assert 'value="Paula Meyer"' in page
    day = today() + timedelta(days=3)
    answer = as_author.post(place, {"owner": "Jonas Weber", "due": day.isoformat(), "note": "With the release."})
    assert answer["Location"] == f"/assessments/{told.reference}/result/#todo-ai-act:O-T6"
    assert Todo.objects.get(key="ai-act:O-T6").owner == "Jonas Weber"


def test_a_day_in_the_past_is_refused_beside_its_field_and_nothing_typed_is_lost(place, as_author):
    typed = {"owner": "Jonas Weber", "due": "2026-01-05", "note": "With the release."}
    page = as_author.post(place, typed)
    assert page.status_code == 422
    assert "“By when” lies in the past: enter today or a later day." in page.text
    assert 'href="#id_due"' in page.text
    for value in ("Jonas Weber", "2026-01-05", "With the release."):
        assert value in page.text
    assert Todo.objects.get(key="ai-act:O-T6").owner == "Paula Meyer"
    assert "Enter a day that exists" in as_author.post(place, {"due": "soon"}).text


def test_a_duty_is_ticked_off_and_opened_again(place, told, as_author):
    as_author.post(place + "done/", {"done": "yes"})
    page = as_author.get(f"/assessments/{told.reference}/result/").text
    assert "3 to do, 1 done or in place." in page
    assert "<s>Give these notices clearly" in page
    as_author.post(place + "done/", {"done": "no"})
    assert "4 to do." in as_author.get(f"/assessments/{told.reference}/result/").text


def test_htmx_gets_the_row_with_its_form_then_the_row_and_the_numbers(place, as_author):
    form = as_author.get(place, headers=HTMX).text
    assert form.lstrip().startswith('<li class="todo stack"')
    refused = as_author.post(place, {"due": "2026-01-05"}, headers=HTMX)
    assert refused.status_code == 422
    assert refused.text.lstrip().startswith('<li class="todo stack"')
    part = as_author.post(place + "done/", {"done": "yes"}, headers=HTMX).text
    assert part.lstrip().startswith('<li class="todo over"')
    assert 'id="todo-counts" role="status" hx-swap-oob="true"' in part
    assert "3 to do, 1 done or in place." in part
    assert "<html" not in form + part


def test_what_is_not_owed_is_not_found(told, as_author):
    for key in ("ai-act:O-RISK", "nonsense"):
        assert as_author.get(f"/assessments/{told.reference}/todos/{key}/").status_code == 404


def test_owners_and_days_are_handed_over_and_the_list_goes_on(submitted, place, as_author, as_reviewer):
    frozen = Snapshot.objects.get(assessment=submitted).data["todos"]
    assert {entry["key"]: entry["owner"] for entry in frozen}["ai-act:O-T6"] == "Paula Meyer"
    as_author.post(place, {"owner": "Somebody Else"})
    review = as_reviewer.get(f"/reviews/{submitted.reference}/").text
    assert "Owners and days as they were handed over." in review
    assert "Somebody Else" not in review
    assert "Mark as done" not in review
    result = as_author.get(f"/assessments/{submitted.reference}/result/").text
    assert "Somebody Else" in result
    assert "this list goes on" in result


def test_a_reviewer_reads_the_list_and_changes_nothing(submitted, place, as_reviewer):
    page = as_reviewer.get(f"/assessments/{submitted.reference}/result/").text
    assert "What is owed" in page
    assert "Mark as done" not in page
    assert as_reviewer.post(place + "done/").status_code == 403


def test_a_session_that_ends_loses_no_plan(place, as_author, author):
    as_author.logout()
    answer = as_author.post(place, {"owner": "Jonas Weber", "note": "With the release."})
    assert answer["Location"].startswith("/accounts/login/")
    as_author.force_login(author)
    page = as_author.get(place).text
    assert "Your session had ended." in page
    assert 'value="Jonas Weber"' in page


def test_a_duty_costs_a_fixed_number_of_statements(told, place, as_author, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        as_author.get(place)
    with django_assert_max_num_queries(22):
        as_author.post(place + "done/", headers=HTMX)


def test_every_anchor_of_the_decision_leads_somewhere(told, as_author):
    page = as_author.get(f"/assessments/{told.reference}/result/").text
    ids = set(re.findall(r' id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= ids
    assert len(re.findall(r' id="([^"]+)"', page)) == len(ids)


def test_evidence_of_fulfilment_stands_beside_its_duty(place, told, as_author):
    refused = as_author.post(place, {"owner": "Paula Meyer", "proof": "javascript:alert(1)"})
    assert refused.status_code == 422
    assert 'href="#id_proof"' in refused.text
    assert "javascript:alert(1)" in refused.text
    assert as_author.post(place, {"owner": "Paula Meyer", "proof": "https://wiki.example/footer"}).status_code == 302
    result = f"/assessments/{told.reference}/result/"
    assert "Evidence so far:" in as_author.get(result).text
    as_author.post(place + "done/", {"done": "yes"})
    page = as_author.get(result).text
    assert 'href="https://wiki.example/footer"' in page
    assert "Evidence that it is fulfilled:" in page
    assert 'value="https://wiki.example/footer"' in as_author.get(place).text


@pytest.mark.usefixtures("data_dir")
def test_a_file_of_evidence_is_taken_shown_handed_over_and_opened(told, place, as_author, as_reviewer, as_colleague):
    refused = as_author.post(place, {"owner": "Paula Meyer", "upload": SimpleUploadedFile("a.exe", b"MZ\x90\x00")})
    assert refused.status_code == 422
    assert 'href="#id_upload"' in refused.text
    assert "This file is not a PDF, PNG, JPEG or plain text" in refused.text
    as_author.post(place, {"owner": "Paula Meyer", "upload": SimpleUploadedFile("footer.pdf", PDF)})
    assert "A new file takes the place of “footer.pdf”." in as_author.get(place).text
    file = f"/assessments/{told.reference}/evidence-of-duties/{sha256(PDF).hexdigest()}/"
    page = as_author.get(f"/assessments/{told.reference}/result/").text
    assert f'<a href="{file}" rel="noopener noreferrer" translate="no">footer.pdf</a>' in page
    answer = as_author.get(file)
    assert b"".join(answer) == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="footer.pdf"'
    told.refresh_from_db()
    hand_over(told, told.author)
    [entry] = [it for it in Snapshot.objects.get(assessment=told).data["todos"] if it["key"] == "ai-act:O-T6"]
    [piece] = entry["evidence"]
    assert (piece["kind"], piece["title"], piece["sha256"]) == ("file", "footer.pdf", sha256(PDF).hexdigest())
    assert (piece["by"], piece["on"]) == (told.author.full_name, localdate().isoformat())
    as_author.post(place, {"owner": "Paula Meyer", "drop_file": "on"})
    assert f'href="{file}"' not in as_author.get(f"/assessments/{told.reference}/result/").text
    assert f'href="{file}"' in as_reviewer.get(f"/reviews/{told.reference}/").text
    assert b"".join(as_reviewer.get(file)) == PDF  # as it was handed over
    assert as_colleague.get(file).status_code == 404
    assert as_reviewer.get(file.replace(sha256(PDF).hexdigest(), "0" * 64)).status_code == 404
