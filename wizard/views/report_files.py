"""What a report is handed out as beside the signed PDF: JSON, Markdown, and a redacted copy for customers."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from wizard.actions.copied import make_redacted_copy
from wizard.models import Report
from wizard.presenters.decision_files import decision_json, decision_markdown
from wizard.presenters.papers import File
from wizard.queries.assessments import report_of
from wizard.queries.copied import copy_path
from wizard.views.access import Request, seen, signed_in
from wizard.views.downloads import handed_out


@require_safe
@signed_in
def as_json(request: Request, reference: str) -> HttpResponse:
    """Snapshot, decision and hashes, for programs."""
    return handed_out(decision_json(_issued(request, reference)))


@require_safe
@signed_in
def as_markdown(request: Request, reference: str) -> HttpResponse:
    """The report as text."""
    return handed_out(decision_markdown(_issued(request, reference)))


@require_POST
@signed_in
def redact(request: Request, reference: str) -> HttpResponse:
    """Make the redacted copy, once, and hand it out."""
    make_redacted_copy(report=_issued(request, reference), actor=request.user)
    return redirect("wizard:report_redacted", reference=reference)


@require_safe
@signed_in
def redacted(request: Request, reference: str) -> HttpResponse:
    """The redacted copy as it was made."""
    issued = _issued(request, reference)
    path = copy_path(issued)
    if not path.exists():
        raise Http404(reference)
    name = f"{issued.filename.removesuffix('.pdf')}-redacted.pdf"
    return handed_out(File(name, "application/pdf", path.read_bytes()))


def _issued(request: Request, reference: str) -> Report:
    issued = report_of(seen(request, reference))
    if issued is None:
        raise Http404(reference)
    return issued
