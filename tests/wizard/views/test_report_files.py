"""What a report is handed out as: JSON, text, and the redacted copy that anybody can verify."""

from __future__ import annotations

import io
import json

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.support.attacks_on_bytes import replaced_page
from tests.wizard import factories
from wizard.actions.copied import make_redacted_copy
from wizard.models import AuditEvent, Snapshot
from wizard.process.canonical import sha256_of
from wizard.queries.decisions import sign_off_of
from wizard.queries.documents import content_of
from wizard.queries.files import authority_certificates
from wizard.report.selfcheck import problems
from wizard.signing.verdict import verify


@pytest.fixture
def issued(submitted, reviewer, data_dir):
    return factories.approved(submitted, reviewer)


def test_the_decision_as_json_holds_the_snapshot_that_its_hash_names(issued, as_author):
    reference = issued.snapshot.assessment.reference
    answer = as_author.get(f"/reports/{reference}/decision.json")
    told = answer.json()
    assert answer["Content-Disposition"] == f'attachment; filename="{reference}-revision-1.json"'
    assert told["report"]["sha256"] == issued.sha256
    assert [one["decision"] for one in told["decisions"]] == ["approved"]
    assert sha256_of(issued.snapshot.content) == told["snapshot"]["sha256"]
    assert told["snapshot"]["content"] == json.loads(issued.snapshot.content)


def test_the_decision_as_text_begins_with_the_decision_and_ends_with_what_happened(issued, as_author, author):
    text = as_author.get(f"/reports/{issued.snapshot.assessment.reference}/decision.md").text
    heads = [line for line in text.splitlines() if line.startswith(("# ", "## "))]
    assert heads[0].startswith("# ")
    assert heads[1] == "## Sign-off"
    assert heads[-1] == "## Certificate of completion"
    assert f"| {author.full_name} | handed it over for review |" in text


def test_a_redacted_copy_is_made_once_and_verifies_as_ours(issued, reviewer, as_author, client):
    reference = issued.snapshot.assessment.reference
    done = as_author.post(f"/reports/{reference}/redact/", follow=True)
    copy = done.content
    make_redacted_copy(report=issued, actor=reviewer)
    assert AuditEvent.objects.filter(action="report.redacted").count() == 1
    assert done["Content-Disposition"] == f'attachment; filename="{reference}-revision-1-redacted.pdf"'
    assert problems(copy) == []
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        assert "/V" in pdf.Root.AcroForm.Fields[0]
        assert len(pdf.Root.AcroForm.Fields) == 1
        assert {"ai-license-bom.yaml", "models.cdx.json"} <= set(pdf.attachments)
    verdict = client.post("/api/v1/verify", {"file": SimpleUploadedFile("copy.pdf", copy)}).json()
    assert (verdict["genuine"], verdict["indication"]) == (True, "TOTAL-PASSED")
    assert "redacted copy of a genuine report" in verdict["sentence"]
    assert "is in force until" in verdict["standing"]
    alone, *altered = (
        verify(file, trust_roots=authority_certificates(), issued=None)
        for file in (copy, replaced_page(copy), copy.replace(b"%%EOF", b"%%E0F", 1))
    )
    assert alone.sentence.startswith("This is the redacted copy of a report, certified by Example Organisation and")
    assert [one.role for one in alone.signatures] == ["Certification"]
    assert not any(verdict.ok for verdict in altered), "who has no record notices a change as well"
    altered = client.post("/api/v1/verify", {"file": SimpleUploadedFile("copy.pdf", copy + b"\n")}).json()
    assert not altered["genuine"]


def test_an_account_from_before_the_bills_has_none_attached(issued):
    content = {name: value for name, value in issued.snapshot.data.items() if name != "bill"}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    old = Snapshot(pk=issued.snapshot.pk, content=text, sha256=sha256_of(text), taken_at=issued.snapshot.taken_at)
    made = content_of(old, sign_off_of(issued.snapshot), issued.audit_head)
    assert [file.name for file in made.attachments] == ["facts.json", "evaluation.json", "snapshot.json"]
    assert [file.name for file in made.document.attachments] == [file.name for file in made.attachments]


def test_the_page_tells_who_signed_how_and_offers_each_form(issued, as_author, reviewer):
    page = as_author.get(f"/reports/{issued.snapshot.assessment.reference}/").text
    for words in (
        "Certificate of completion",
        reviewer.full_name,
        issued.audit_head,
        "handed it over for review",
        "decision.json",
        "decision.md",
        "Make the redacted copy",
    ):
        assert words in page
