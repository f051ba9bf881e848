from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from wizard.models import Evidence

PDF = b"%PDF-1.7 evidence"


@pytest.fixture
def page(fresh_draft, data_dir):
    return f"/assessments/{fresh_draft.reference}/items/licence-text/"


def test_a_link_is_attached_shown_and_removed(page, as_author):
    sent = as_author.post(page + "evidence/", {"url": "https://example.org/licence", "title": "The text"})
    assert sent["Location"] == page + "#evidence"
    assert 'href="https://example.org/licence"' in as_author.get(page).text
    as_author.post(page + "remove-evidence/", {"evidence": Evidence.objects.get().pk})
    assert not Evidence.objects.exists()


def test_a_file_is_attached_and_comes_back_as_a_download(page, as_author, fresh_draft):
    as_author.post(page + "evidence/", {"file": SimpleUploadedFile("licence.pdf", PDF)})
    evidence = Evidence.objects.get()
    answer = as_author.get(f"/assessments/{fresh_draft.reference}/evidence/{evidence.pk}/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="licence.pdf"'


def test_a_file_of_another_kind_is_refused_on_the_page(page, as_author):
    answer = as_author.post(page + "evidence/", {"file": SimpleUploadedFile("page.pdf", b"\x00\x01")})
    assert answer.status_code == 422
    assert "save it as one of these and add it again" in answer.text


def test_nothing_at_all_is_refused_with_a_remedy(page, as_author):
    answer = as_author.post(page + "evidence/", {"title": "Nothing"})
    assert answer.status_code == 422
    assert "Enter a link or choose a file." in answer.text


@pytest.mark.parametrize("sent", ["", "x", "999", "9" * 30, "9" * 5000])
def test_removing_what_is_not_there_changes_nothing(page, as_author, sent):
    assert as_author.post(page + "remove-evidence/", {"evidence": sent}).status_code == 302


def test_evidence_of_others_stays_closed(page, as_author, as_colleague, fresh_draft):
    as_author.post(page + "evidence/", {"file": SimpleUploadedFile("licence.pdf", PDF)})
    evidence = Evidence.objects.get()
    assert as_colleague.get(f"/assessments/{fresh_draft.reference}/evidence/{evidence.pk}/").status_code == 404
