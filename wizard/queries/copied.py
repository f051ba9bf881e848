"""Redacted copies of reports: where they stand, and which report one is the copy of."""

from __future__ import annotations

from pathlib import Path

from wizard.models import AuditEvent, Report
from wizard.queries.assessments import report_by_sha256
from wizard.queries.files import REPORTS, data_path


def copy_path(report: Report) -> Path:
    """Where the redacted copy of a report stands, or would."""
    return data_path(REPORTS, f"{report.sha256}-redacted.pdf")


def report_by_copy(sha256: str) -> Report | None:
    """The report of which exactly these bytes are the redacted copy; None for any other file."""
    made = AuditEvent.objects.filter(action="report.redacted", details__copy=sha256).first()
    return report_by_sha256(made.details["report"]) if made else None
