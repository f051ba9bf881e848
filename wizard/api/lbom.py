"""The gate for a build that has nothing but curl: the file in, what stands against it out."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query

from catalog.ambient import current_catalog, current_law, overlay, today
from wizard.api.callers import Caller, limits
from wizard.api.description import gated
from wizard.api.endpoints import api, refuse_unknown
from wizard.api.problems import told
from wizard.interchange.gate import Level, checked, name_of
from wizard.interchange.gate_report import as_json, as_text
from wizard.interchange.lbom_schema import bill_schema
from wizard.interchange.sarif import sarif
from wizard.interchange.yaml_values import LARGEST
from wizard.models import Scope
from wizard.phases.adopted import agreed_facts
from wizard.process.canonical import canonical_json
from wizard.queries.approvals import approved_models

__all__ = ["api"]  # with every operation, the one below included

PASSED, FAILED, UNUSABLE = 200, 409, 422
TYPES = {"json": "application/json", "sarif": "application/sarif+json", "text": "text/plain; charset=utf-8"}


@api.post(
    "lbom/check",
    **limits(Scope.EVALUATE),
    openapi_extra=gated(),
    operation_id="lbom_check",
    summary="Check a bill of materials",
)
def lbom_check(
    request: HttpRequest,
    *,
    monthly_active_users: Annotated[
        int | None, Query(None, ge=0, lt=10**12, description="How many users a month the organisation has.")
    ],
    fail_on: Annotated[Level, Query("action", description="What fails the build, and whatever is worse.")],
    form: Annotated[
        Literal["json", "sarif", "text"], Query("json", alias="format", description="The form of the answer.")
    ],
) -> HttpResponse:
    """What stands against the models of a file, a licence bill or CycloneDX, as `manage.py lbom check` says it.

    With a token, what is deployed is also held against what was approved and what was negotiated here.
    """
    refuse_unknown(request, {"monthly_active_users", "fail_on", "format"})
    if request.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise told(415)
    caller: Caller = request.auth  # type: ignore[attr-defined]
    file = request.read(LARGEST + 1)
    outcome = checked(
        file,
        current_catalog(),
        current_law(),
        today(),
        users=monthly_active_users,
        approved=approved_models(today()) if caller.token else None,
        agreements=agreed_facts(overlay()) if caller.token else (),
    )
    content: bytes | str
    if form == "text":
        content = as_text(outcome)
    elif form == "sarif":
        content = canonical_json(sarif(outcome, name_of(file), current_catalog().edition.version))
    else:
        content = canonical_json(as_json(outcome, fail_on))
    status = UNUSABLE if outcome.faults else FAILED if outcome.fails_on(fail_on) else PASSED
    response = HttpResponse(content, status=status, content_type=TYPES[form])
    response["Cache-Control"] = "no-store"
    return response


@api.get("lbom/schema.json", auth=None, include_in_schema=False)
def lbom_schema(request: HttpRequest) -> HttpResponse:
    """The shape of a bill as JSON Schema, for editors. It changes with a release only, and anybody may read it."""
    refuse_unknown(request, set())
    document = bill_schema(request.build_absolute_uri(request.path))
    return HttpResponse(canonical_json(document), content_type="application/schema+json")
