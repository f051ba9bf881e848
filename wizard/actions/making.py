"""Making the report of an approval: laid out, checked and certified, ready to be signed.

This takes seconds and much memory, so a process of its own does it (`manage.py make_report`). It claims the work
before it begins, so that two of them make one report. A claim that is older than every limit may be taken over.
"""

from __future__ import annotations

import hashlib
import logging
import subprocess
import sys
import threading
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.presenters.language import told
from wizard.actions import audit
from wizard.actions.common import lock
from wizard.actions.keys import certifying_key
from wizard.actions.layout import lay_out, stamp_font
from wizard.actions.levels import timestamper_from_settings
from wizard.actions.mail import announce
from wizard.actions.security_module import module_problem
from wizard.actions.storage import write_private
from wizard.models import Assessment, Making, MakingState, Snapshot, User
from wizard.process.refusal import Refused
from wizard.process.sign import check_may_follow
from wizard.queries.audit import audit_head
from wizard.queries.documents import in_its_language
from wizard.queries.files import REPORTS, data_path
from wizard.queries.makings import CLAIM_LASTS, START_TAKES, WORKING, has_stalled, making_of, next_approval, signing_of
from wizard.report.selfcheck import problems
from wizard.signing.identity import fingerprint
from wizard.signing.problems import SigningProblem
from wizard.signing.signer import Statement, certify

log = logging.getLogger(__name__)


class _Lost(Exception):
    """The work is no longer ours: the report is not wanted any more, or another process took it over."""


def launch(making: Making) -> None:
    """Have the report made by a process of its own, which goes on when this one ends.

    Not before the caller's transaction is committed: the process would not find what it has to do.
    """
    transaction.on_commit(partial(_start, making.pk))


def make(making: Making) -> None:
    """Make a report in this process, unless another one does. Never raises: a failure is kept as one sentence."""
    at = timezone.now()
    if not _claim(making, at):
        return
    try:
        _made(making, at)
    except _Lost:
        return
    except (Refused, SigningProblem) as refused:
        _fail(making, at, told(refused.sentence))
    except Exception:
        log.exception("The report of snapshot %s was not made.", making.snapshot_id)
        sentence = _("The report could not be made: try again, and if that does not help, tell who runs this service.")
        _fail(making, at, sentence)
    else:
        _announce(making)


def waiting_makings() -> list[Making]:
    """What no process took up, and what one left behind."""
    now = timezone.now()
    left = Q(state=MakingState.WAITING, asked_at__lt=now - START_TAKES)
    return list(Making.objects.filter(left | _abandoned(now), snapshot__report=None).order_by("asked_at"))


@transaction.atomic
def ask_again(*, assessment: Assessment, actor: User) -> Making:
    """Ask anew for a report that failed or stalled; raises Refused for any other, and for who did not approve."""
    lock(assessment)
    making = making_of(assessment)
    if making is None:
        raise Refused(_("No report is being made of this assessment: open it again to see what can be done now."))
    check_may_follow(actor.pk, signing_of(making.snapshot))
    now = timezone.now()
    if making.state != MakingState.FAILED and not has_stalled(making, now):
        raise Refused(_("The report is being made or ready already: look again."))
    making.state, making.problem, making.asked_at, making.claimed_at = MakingState.WAITING, "", now, None
    making.save(update_fields=["state", "problem", "asked_at", "claimed_at"])
    details = {"revision": making.snapshot.revision, "snapshot": making.snapshot.sha256}
    audit.record(actor=actor, action="report.asked-again", subject=assessment, details=details)
    return making


def drop_making(snapshot: Snapshot) -> None:
    """Forget a report that is not wanted any more, with its file; within the caller's transaction."""
    for making in Making.objects.filter(snapshot=snapshot):
        discard(making.path)
        making.delete()


def discard(path: str) -> None:
    """Remove a file under the data folder once the caller's transaction is committed."""
    if path:
        transaction.on_commit(partial(data_path(path).unlink, missing_ok=True))


def _start(making_id: int) -> None:
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "make_report", str(making_id)]
    process = subprocess.Popen(  # noqa: S603 (a fixed command: our own interpreter and a command of ours)
        command,
        cwd=settings.BASE_DIR,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    # Whoever starts a process has to wait for its end; without, it would stay behind as an empty entry.
    threading.Thread(target=process.wait, daemon=True).start()


def _abandoned(now: datetime) -> Q:
    return Q(state__in=WORKING) & (Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM_LASTS))


def _claim(making: Making, at: datetime) -> bool:
    """Take the work up; False when another process has it, or nothing is to be done."""
    free = Q(state=MakingState.WAITING) | _abandoned(at)
    head = audit_head()
    claimed = Making.objects.filter(free, pk=making.pk).update(
        state=MakingState.LAYING_OUT,
        claimed_at=at,
        laid_out_at=at.replace(microsecond=0),
        audit_head=head,
        tries=F("tries") + 1,
    )
    if claimed:
        making.refresh_from_db()
    return bool(claimed)


def _made(making: Making, at: datetime) -> None:
    # A token that does not sign is told at once, not when everything is laid out.
    if problem := module_problem():
        raise Refused(problem)
    snapshot = making.snapshot
    written_at = at.replace(microsecond=0)
    pdf = lay_out(snapshot, at=written_at, head=making.audit_head)
    _step(making, at, MakingState.CHECKING)
    faults = problems(pdf)
    if faults:
        raise Refused(
            _("The report does not conform and was not signed: tell who runs this service (%(fault)s)")
            % {"fault": faults[0]}
        )
    _step(making, at, MakingState.CERTIFYING)
    service = certifying_key()
    # What stands in the report speaks its language.
    with in_its_language(snapshot):
        issues = _("Certifies that this report was issued unaltered")
        statement = Statement(settings.ORGANISATION, issues, written_at)
        certified = certify(
            pdf, identity=service, statement=statement, font=stamp_font(), timestamper=timestamper_from_settings()
        )
    sha256 = hashlib.sha256(certified).hexdigest()
    path = f"{REPORTS}/{sha256}.pdf"
    write_private(data_path(path), certified)
    try:
        _keep(making, at, path=path, sha256=sha256, service_fingerprint=fingerprint(service.certificate))
    except BaseException:
        data_path(path).unlink(missing_ok=True)
        raise


@transaction.atomic
def _keep(making: Making, at: datetime, **found: str) -> None:
    assessment = lock(making.snapshot.assessment)
    _step(making, at, MakingState.READY, **found)
    details = {"revision": making.snapshot.revision, "snapshot": making.snapshot.sha256, "file": found["sha256"]}
    audit.record(actor=None, action="report.certified", subject=assessment, details=details)


def _step(making: Making, at: datetime, state: MakingState, **found: str) -> None:
    """Go on, if the work is still ours."""
    ours = Making.objects.filter(pk=making.pk, claimed_at=at, state__in=WORKING)
    if not ours.update(state=state, **found):
        raise _Lost


def _fail(making: Making, at: datetime, sentence: str) -> None:
    Making.objects.filter(pk=making.pk, claimed_at=at).update(state=MakingState.FAILED, problem=sentence)


def _announce(making: Making) -> None:
    """Tell the first reviewer that the report is ready; whoever waits in front of the page sees it anyway."""
    first = next_approval(making.snapshot)
    if first:
        announce("to_sign", to=first.reviewer, snapshot=making.snapshot)
