"""The audit log, handed out whole."""

from __future__ import annotations

from django.http import StreamingHttpResponse
from django.views.decorators.http import require_safe

from wizard.process.chain import check_may_read_log
from wizard.queries.audit import log_lines
from wizard.queries.permissions import person_of
from wizard.views.access import Request, signed_in


@require_safe
@signed_in
def export(request: Request) -> StreamingHttpResponse:
    """Every event as a line of JSON, sent while it is read."""
    check_may_read_log(person_of(request.user))
    headers = {"Content-Disposition": 'attachment; filename="audit.jsonl"'}
    return StreamingHttpResponse(log_lines(), content_type="application/jsonl; charset=utf-8", headers=headers)
