"""What the organisation's authority publishes."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from wizard.actions.lists import revocation_list


@require_safe
def revocations(request: HttpRequest, mark: str = "") -> HttpResponse:
    """The revocation list of the present authority, or of the one whose fingerprint begins so. Open to everybody."""
    found = revocation_list(mark)
    if found is None:
        raise Http404(mark)
    return HttpResponse(found, content_type="application/pkix-crl")
