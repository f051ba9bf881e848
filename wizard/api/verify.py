"""Verifying a report by a program: the same verdict as on the page, without an account."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse

from catalog.ambient import today
from wizard.api.description import verified
from wizard.api.numbers import api
from wizard.api.problems import answer, refusal
from wizard.process.canonical import canonical_json
from wizard.queries.verification import Verification, verification
from wizard.signing.structure import Signature
from wizard.signing.verdict import LARGEST

__all__ = ["api"]  # with every operation, the one below included


@api.post("verify", auth=None, openapi_extra=verified(), operation_id="verify", summary="Verify a report")
def verify(request: HttpRequest) -> HttpResponse:
    """Whether a PDF is a report that was issued here, unaltered and in force. Anybody may ask; no token is needed."""
    if unknown := sorted({*request.GET, *request.POST, *request.FILES} - {"file"}):
        raise refusal(422, f"The part “{unknown[0][:80]}” is not known.", "Send one file, as the part “file”.")
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise refusal(422, "The file is missing.", "Send the PDF as multipart/form-data, in the part “file”.", "/file")
    if not ratelimit.consume(request, action="verify"):
        later = answer(
            refusal(429, "Many files came from your network just now.", "Wait a minute, then send it again.")
        )
        later["Retry-After"] = "60"
        return later
    found = verification(file.read(LARGEST + 1), today=today())
    response = HttpResponse(canonical_json(_told(found)), content_type="application/json")
    response["Cache-Control"] = "no-store"
    return response


def _told(found: Verification) -> dict[str, Any]:
    verdict = found.verdict
    return {
        "genuine": verdict.ok,
        "indication": str(verdict.indication),
        "sub_indication": str(verdict.reason) if verdict.reason else None,
        "sentence": str(verdict.sentence),
        "reasons": [str(reason) for reason in verdict.reasons],
        "standing": str(found.standing),
        "signatures": [_signature(one) for one in verdict.signatures],
        "increments": [str(part) for part in verdict.increments],
    }


def _signature(found: Signature) -> dict[str, Any]:
    return {
        "role": str(found.role),
        "name": found.name,
        "organisation": found.organisation,
        "authority": found.authority,
        "at": found.at.isoformat(),
        "level": str(found.level),
        "fingerprint": found.fingerprint,
        "covers": str(found.covers),
    }
