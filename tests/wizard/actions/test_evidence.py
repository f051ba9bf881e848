from __future__ import annotations

import hashlib
import stat

import pytest
from django.core.files.base import ContentFile

from tests.wizard import factories
from wizard.actions.evidence import add_evidence, remove_evidence
from wizard.actions.reviews import request_changes, submit
from wizard.actions.uploads import MAX_BYTES, media_type
from wizard.models import AuditEvent, Evidence
from wizard.process.refusal import Refused
from wizard.queries.files import evidence_path

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\nlicence"


def add(assessment, kind="file", **values):
    return add_evidence(assessment=assessment, item="licence-text", actor=assessment.author, kind=kind, **values)


def upload(content=PDF, name="licence.pdf"):
    return ContentFile(content, name=name)


def test_a_file_is_kept_under_its_hash_for_the_service_only(data_dir):
    evidence = add(factories.draft(), upload=upload())
    path = evidence_path(evidence)
    assert path.name == evidence.sha256 == hashlib.sha256(PDF).hexdigest()
    assert path.read_bytes() == PDF
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("Größe\tund\nmehr\r\n".encode(), "text/plain"),
    ],
)
def test_the_kind_of_a_file_is_read_from_its_content(content, kind):
    assert media_type(content) == kind


@pytest.mark.parametrize("content", [b"MZ\x90\x00", b"PK\x03\x04", b"\x00", b"GIF89a\x01\x00", "ä".encode("latin-1")])
def test_other_kinds_are_refused(content):
    with pytest.raises(Refused, match="PDF, PNG, JPEG or plain text"):
        media_type(content)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\temp\\licence.exe", "licence.pdf"),
        ('a"; b<script>.html', "a__ b_script_.pdf"),
        ("", "file.pdf"),
        ("x" * 300 + ".pdf", "x" * 140 + ".pdf"),
    ],
)
def test_a_files_name_is_made_harmless(data_dir, name, kept):
    assert add(factories.draft(), upload=upload(name=name)).filename == kept


def test_an_empty_a_missing_and_a_huge_file_are_refused(data_dir):
    assessment = factories.draft()
    for file in (None, upload(b"")):
        with pytest.raises(Refused, match="missing or empty"):
            add(assessment, upload=file)
    with pytest.raises(Refused, match="10 MB"):
        add(assessment, upload=upload(b"%PDF-" + bytes(MAX_BYTES)))
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "licence", "", "ftp://example.com/a"])
def test_only_web_addresses_are_links(url):
    with pytest.raises(Refused, match="https://"):
        add(factories.draft(), "link", url=url)


def test_links_and_notes_are_kept_with_a_title():
    assessment = factories.draft()
    link = add(assessment, "link", url=" https://example.com/licence ")
    note = add(assessment, "note", text="Read aloud by counsel.", title="Phone call")
    assert (link.title, link.url) == ("https://example.com/licence", "https://example.com/licence")
    assert (note.title, note.text) == ("Phone call", "Read aloud by counsel.")
    assert AuditEvent.objects.filter(action="evidence.added").count() == 2


def test_evidence_sent_twice_is_attached_once(data_dir):
    assessment = factories.draft()
    assert add(assessment, upload=upload()) == add(assessment, upload=upload())
    first, other = (add(assessment, "link", url=f"https://example.com/{page}") for page in "ab")
    assert add(assessment, "link", url="https://example.com/a") == first
    assert Evidence.objects.count() == 3
    assert AuditEvent.objects.filter(action="evidence.added").count() == 3
    assert add(assessment, "link", url=other.url, title="The annex") != other


def test_an_unknown_kind_is_refused():
    with pytest.raises(Refused, match="a link, a file or a note"):
        add(factories.draft(), "video")


def test_removing_takes_the_file_away(data_dir, django_capture_on_commit_callbacks):
    evidence = add(factories.draft(), upload=upload())
    path = evidence_path(evidence)
    with django_capture_on_commit_callbacks(execute=True):
        remove_evidence(evidence=evidence, actor=evidence.added_by)
    assert not path.exists()
    assert AuditEvent.objects.latest("seq").action == "evidence.removed"


def test_a_file_stays_while_another_item_refers_to_it(data_dir, django_capture_on_commit_callbacks):
    assessment = factories.draft()
    first, second = add(assessment, upload=upload()), add(assessment, upload=upload(name="again.pdf"))
    with django_capture_on_commit_callbacks(execute=True):
        remove_evidence(evidence=first, actor=assessment.author)
    assert evidence_path(second).exists()


def test_a_file_that_is_attached_again_before_it_could_be_removed_stays(data_dir, django_capture_on_commit_callbacks):
    """The row is gone, and before its file follows somebody else attaches the same file."""
    first = add(factories.draft(), upload=upload())
    with django_capture_on_commit_callbacks() as after_commit:
        remove_evidence(evidence=first, actor=first.added_by)
    second = add(factories.draft(), upload=upload())
    for step in after_commit:
        step()
    assert evidence_path(second).read_bytes() == PDF


def test_a_file_stays_that_was_submitted_once(data_dir, django_capture_on_commit_callbacks):
    assessment = factories.draft()
    evidence = add(assessment, upload=upload())
    answers = [{"item": "licence-text", "evidence": [{"sha256": evidence.sha256}]}]
    content = {**factories.content(), "answers": answers}
    submit(assessment=assessment, actor=assessment.author, snapshot_content=content)
    request_changes(assessment=assessment, actor=factories.legal_reviewer(), comment="Add the policy.")
    with django_capture_on_commit_callbacks(execute=True):
        remove_evidence(evidence=evidence, actor=assessment.author)
    assert data_dir.joinpath("evidence", hashlib.sha256(PDF).hexdigest()).exists()


def test_evidence_of_what_is_in_review_stays():
    assessment = factories.draft()
    note = add(assessment, "note", text="Seen.")
    submit(assessment=assessment, actor=assessment.author, snapshot_content=factories.content())
    with pytest.raises(Refused, match="can no longer be changed"):
        remove_evidence(evidence=note, actor=assessment.author)
