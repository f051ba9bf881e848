"""Adding evidence to an item and taking it away again."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wizard.actions import audit
from wizard.actions.common import lock, required, touch
from wizard.actions.storage import write_private
from wizard.actions.uploads import drop_unless_referred_to, read_upload
from wizard.models import Assessment, Evidence, EvidenceKind, User
from wizard.process import review
from wizard.process.refusal import Refused
from wizard.queries.files import evidence_path
from wizard.queries.permissions import case_of, person_of

_web_address = URLValidator(schemes=["https", "http"])


def add_evidence(
    *,
    assessment: Assessment,
    item: str,
    actor: User,
    kind: str,
    title: str = "",
    url: str = "",
    text: str = "",
    upload: File | None = None,
) -> Evidence:
    """Attach a link (`url`), a file (`upload`) or a note (`text`) to an item; the title defaults to what it is.

    Files are at most 10 MB and PDF, PNG, JPEG or UTF-8 text by their content, whatever their name says. The same
    evidence sent twice is attached once.
    """
    evidence = Evidence(assessment=assessment, item=item, kind=kind, added_by=actor, added_at=timezone.now())
    content = b""
    if kind == EvidenceKind.LINK:
        evidence.url = checked_address(url)
    elif kind == EvidenceKind.FILE:
        content = _described(evidence, upload)
    elif kind == EvidenceKind.NOTE:
        evidence.text = required(_("note"), text)
    else:
        raise Refused(_("Evidence is a link, a file or a note: choose one of them."))
    evidence.title = " ".join(title.split())[:200] or (evidence.url or evidence.filename or evidence.text)[:200]
    return _attached(evidence, content)


@transaction.atomic
def _attached(evidence: Evidence, content: bytes) -> Evidence:
    """Write the file, then its row. Both in the transaction: until it ends nobody removes the same file elsewhere."""
    assessment = lock(evidence.assessment)
    review.check_may_edit(person_of(evidence.added_by), case_of(assessment, evidence.added_by))
    if (same := _twin(evidence)) is not None:
        return same
    if content:
        write_private(evidence_path(evidence), content)
    evidence.save()
    touch(assessment)
    audit.record(actor=evidence.added_by, action="evidence.added", subject=assessment, details=_details(evidence))
    return evidence


@transaction.atomic
def remove_evidence(*, evidence: Evidence, actor: User) -> None:
    """Detach evidence from a draft. Its file goes too, unless an earlier submission or another item refers to it."""
    assessment = lock(evidence.assessment)
    review.check_may_edit(person_of(actor), case_of(assessment, actor))
    details = _details(evidence)
    evidence.delete()
    touch(assessment)
    audit.record(actor=actor, action="evidence.removed", subject=assessment, details=details)
    if evidence.sha256:
        transaction.on_commit(lambda: drop_unless_referred_to(evidence.sha256), robust=True)


def checked_address(url: str) -> str:
    """The address of a link; raises Refused for what is none."""
    url = url.strip()
    try:
        _web_address(url)
    except ValidationError:
        raise Refused(_("This is not a web address: enter one that begins with https://.")) from None
    return url


def _described(evidence: Evidence, upload: File | None) -> bytes:
    """Return the bytes of a file, and note what it is."""
    read = read_upload(upload)
    evidence.media_type, evidence.sha256, evidence.size = read.media_type, read.sha256, len(read.content)
    evidence.filename = read.filename
    return read.content


def _details(evidence: Evidence) -> dict[str, object]:
    return {"item": evidence.item, "evidence": evidence.pk, "kind": str(evidence.kind), "sha256": evidence.sha256}


def _twin(evidence: Evidence) -> Evidence | None:
    """The evidence that a second click, or a form sent again, has already attached."""
    names = ("item", "kind", "title", "url", "text", "sha256")
    return evidence.assessment.evidence.filter(**{name: getattr(evidence, name) for name in names}).first()
