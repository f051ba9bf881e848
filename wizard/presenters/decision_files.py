"""The decision that a report carries, as files for programs and for readers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wizard.models import Decision, Report, ReportSignature, Review
from wizard.presenters.papers import MARKDOWN, File
from wizard.process.canonical import canonical_json
from wizard.process.refusal import Refused
from wizard.queries.decisions import sign_off_of
from wizard.queries.documents import content_of, in_its_language
from wizard.report.markdown import markdown
from wizard.report.problems import RenderProblem

JSON = "application/json"


def decision_json(report: Report) -> File:
    """Snapshot, decision and hashes of a report as canonical JSON (decision/1). Times are ISO 8601 in UTC."""
    snapshot = report.snapshot
    reviews = snapshot.reviews.select_related("reviewer").order_by("decided_at", "id")
    signatures = snapshot.signatures.select_related("signer").order_by("position")
    document = {
        "schema": "decision/1",
        "report": {
            "filename": report.filename,
            "sha256": report.sha256,
            "length": report.length,
            "issued_at": report.issued_at.isoformat(),
            "level": report.level,
            "service_fingerprint": report.service_fingerprint,
            "audit_head": report.audit_head,
        },
        "snapshot": {"sha256": snapshot.sha256, "taken_at": snapshot.taken_at.isoformat(), "content": snapshot.data},
        "decisions": [_decision(review) for review in reviews],
        "signatures": [_signature(signature) for signature in signatures],
    }
    return File(_name(report, "json"), JSON, canonical_json(document).encode())


def decision_markdown(report: Report) -> File:
    """The report as Markdown, in its own language. Raises Refused where it cannot be put together."""
    try:
        with in_its_language(report.snapshot):
            content = content_of(report.snapshot, sign_off_of(report.snapshot), report.audit_head)
            text = markdown(content.document)
    except RenderProblem as problem:
        raise Refused(str(problem)) from None
    return File(_name(report, "md"), MARKDOWN, text.encode())


def _name(report: Report, ending: str) -> str:
    return f"{report.filename.removesuffix('.pdf')}.{ending}"


def _decision(review: Review) -> Mapping[str, Any]:
    until = review.valid_until.isoformat() if review.valid_until else None
    return {
        "decision": str(Decision(review.decision)),
        "position": review.position,
        "reviewer": review.reviewer.full_name,
        "decided_at": review.decided_at.isoformat(),
        "valid_until": until,
        "conditions": review.conditions,
        "comment": review.comment,
    }


def _signature(signature: ReportSignature) -> Mapping[str, Any]:
    authenticated = signature.authenticated_at.isoformat() if signature.authenticated_at else None
    return {
        "position": signature.position,
        "signer": signature.signer.full_name,
        "way": signature.way,
        "fingerprint": signature.fingerprint,
        "signed_at": signature.signed_at.isoformat(),
        "authenticated_at": authenticated,
    }
