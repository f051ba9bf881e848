"""What a changed text means: nothing, or that the approvals that rest on it no longer stand."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from catalog.presenters.words import day
from wizard.actions import audit
from wizard.actions.common import lock, required
from wizard.actions.superseding import supersede
from wizard.models import Ending, Meaning, TextDecision, TextKind, User, WatchedAddress, WatchedVersion
from wizard.process import watching
from wizard.process.lifecycle import State
from wizard.process.refusal import Refused
from wizard.queries.permissions import person_of
from wizard.queries.watch import resting_on, subject_name, undecided, versions_of


@transaction.atomic
def decide(*, actor: User, address: WatchedAddress, version: int, says: str, reason: str) -> list[Ending]:
    """Say what the change means that was read, `version` by its id, and return the approvals that end with it.

    Raises Refused for an empty reason, and where another change came in between.
    """
    watching.check_may_weigh(person_of(actor))
    address.refresh_from_db(from_queryset=WatchedAddress.objects.select_for_update())
    open_one = undecided(versions_of(address))
    if open_one is None or open_one.pk != version:
        raise Refused(_("This text was decided on or has changed again in between: read the page anew."))
    if says not in Meaning.values:
        raise Refused(_("Say what the change means: choose one of the two."))
    reason = required(_("reason"), reason)
    TextDecision.objects.create(version=open_one, says=says, reason=reason, decided_by=actor, decided_at=timezone.now())
    endings = _supersede(actor, address, open_one, reason) if says == Meaning.AFFECTS else []
    details = {"url": address.url, "sha256": open_one.kept.sha256, "says": says, "reason": reason}
    ended = [ending.snapshot.assessment.reference for ending in endings]
    audit.record(actor=actor, action="text.decided", subject=address, details={**details, "superseded": ended})
    return endings


def _supersede(actor: User, address: WatchedAddress, version: WatchedVersion, reason: str) -> list[Ending]:
    # What is stored is told once and for all, in the language of reports.
    with translation.override(settings.REPORT_LANGUAGE):
        kinds = {
            TextKind.LICENCE: _("The licence text of %(name)s changed (seen on %(day)s): %(reason)s"),
            TextKind.USE_POLICY: _("The use policy of %(name)s changed (seen on %(day)s): %(reason)s"),
            TextKind.MODEL_CARD: _("The model card of %(name)s changed (seen on %(day)s): %(reason)s"),
        }
        name = subject_name(address.document, address.subject)
        parts = {"name": name, "day": day(version.seen_at.date()), "reason": reason}
        told = kinds[TextKind(address.document)] % parts
    resting = [lock(assessment) for assessment in resting_on(address)]
    return [supersede(assessment, told, actor) for assessment in resting if assessment.state == State.APPROVED]
