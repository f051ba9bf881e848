"""The redacted copy of an issued report, for customers: made once, certified by the service, and known by its hash."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wizard.actions import audit
from wizard.actions.common import lock
from wizard.actions.keys import certifying_key
from wizard.actions.layout import request_of, stamp_font
from wizard.actions.levels import timestamper_from_settings
from wizard.actions.storage import write_private
from wizard.models import Report, User
from wizard.process.refusal import Refused
from wizard.queries.copied import copy_path
from wizard.queries.decisions import sign_off_of
from wizard.queries.documents import in_its_language
from wizard.report.pdf import render_isolated
from wizard.report.problems import RenderProblem
from wizard.report.selfcheck import problems
from wizard.signing.problems import SigningProblem
from wizard.signing.signer import Statement, certify


def make_redacted_copy(*, report: Report, actor: User) -> None:
    """Make the redacted copy of a report, unless it is there. Raises Refused where it cannot be made.

    Whoever asks second gets what the first one made: the audit log names one copy of a report.
    """
    if copy_path(report).exists():
        return
    content = _certified(report)
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        assessment = lock(report.snapshot.assessment)
        if copy_path(report).exists():
            return
        details = {"revision": report.snapshot.revision, "report": report.sha256, "copy": digest}
        audit.record(actor=actor, action="report.redacted", subject=assessment, details=details)
        write_private(copy_path(report), content)


def _certified(report: Report) -> bytes:
    """Lay out, check and certify, as the full report was."""
    at = timezone.now().replace(microsecond=0)
    service = certifying_key()
    pdf = _laid_out(report, at)
    if faults := problems(pdf):
        raise Refused(
            _("The redacted copy does not conform and was not issued: tell who runs this service (%(fault)s)")
            % {"fault": faults[0]}
        )
    try:
        with in_its_language(report.snapshot):
            certifies = _("Certifies that this redacted copy is unaltered")
            statement = Statement(settings.ORGANISATION, certifies, at)
            return certify(
                pdf, identity=service, statement=statement, font=stamp_font(), timestamper=timestamper_from_settings()
            )
    except SigningProblem as problem:
        raise Refused(problem.sentence) from None


def _laid_out(report: Report, at: datetime) -> bytes:
    snapshot = report.snapshot
    try:
        with in_its_language(snapshot):
            request = request_of(snapshot, sign_off_of(snapshot), at=at, head=report.audit_head, copy_of=report.sha256)
        return render_isolated(request)
    except RenderProblem as problem:
        raise Refused(str(problem)) from None
