"""Evidence of an item: added, removed, opened."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from wizard.actions.evidence import add_evidence, remove_evidence
from wizard.models import EvidenceKind
from wizard.phases.extras import EvidenceForm
from wizard.process.refusal import Refused
from wizard.queries.files import evidence_path
from wizard.views.access import Request, seen, signed_in
from wizard.views.forms import whole
from wizard.views.items import desk, refused_evidence


@require_POST
@signed_in
def evidence_add(request: Request, reference: str, item_id: str) -> HttpResponse:
    """Attach a link or a file."""
    here = desk(request, reference, item_id)
    form = EvidenceForm(request.POST, request.FILES)
    if not form.is_valid():
        return refused_evidence(request, here, form)
    given = form.cleaned_data
    try:
        add_evidence(
            assessment=here.assessment,
            item=item_id,
            actor=request.user,
            kind=EvidenceKind.LINK if given["url"] else EvidenceKind.FILE,
            title=given["title"],
            url=given["url"],
            upload=given["file"],
        )
    except Refused as refused:
        return refused_evidence(request, here, form, refused)
    return redirect(_back(request, reference, item_id))


@require_POST
@signed_in
def evidence_remove(request: Request, reference: str, item_id: str) -> HttpResponse:
    """Detach one piece of evidence."""
    assessment = seen(request, reference)
    evidence = assessment.evidence.filter(item=item_id, pk=whole(request.POST.get("evidence", ""))).first()
    if evidence is not None:
        remove_evidence(evidence=evidence, actor=request.user)
    return redirect(_back(request, reference, item_id))


def _back(request: Request, reference: str, item_id: str) -> str:
    """The evidence on the page of the item, which goes on knowing where it was opened from."""
    query = "?return=check" if request.GET.get("return") == "check" else ""
    return reverse("wizard:item", args=[reference, item_id]) + f"{query}#evidence"


@require_safe
@signed_in
def evidence(request: Request, reference: str, evidence_id: int) -> HttpResponse | FileResponse:
    """Open an attached file. It is always downloaded, never shown as a page of ours."""
    found = get_object_or_404(seen(request, reference).evidence.exclude(sha256=""), pk=evidence_id)
    try:
        content = evidence_path(found).open("rb")
    except OSError:
        raise Http404(found.filename) from None
    return FileResponse(content, as_attachment=True, filename=found.filename, content_type=found.media_type)
