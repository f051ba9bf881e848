"""Changing the policy: how many review, what legal says of a licence, and when a ban is set aside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.ambient import current_catalog
from wizard.actions import audit
from wizard.actions.common import required
from wizard.models import Assessment, LicenceRuling, ReviewRule, RulingKind, User, Waiver
from wizard.process import policy
from wizard.process.policy import FEWEST, MOST, Risk, Rule
from wizard.process.refusal import Refused
from wizard.queries.permissions import person_of
from wizard.queries.policy import review_rules, rulings_now

MOST_DAYS = 90


@transaction.atomic
def set_rules(*, actor: User, rules: Mapping[Risk, Rule]) -> None:
    """Say how many reviewers decide for each risk, and within how many days. Holds for what comes."""
    policy.check_may_set_rules(person_of(actor))
    before = review_rules()
    for risk, rule in rules.items():
        if not FEWEST <= rule.reviewers <= MOST:
            raise Refused(
                _("The number of reviewers has to be %(fewest)d to %(most)d: change it.")
                % {"fewest": FEWEST, "most": MOST}
            )
        if not 1 <= rule.days <= MOST_DAYS:
            raise Refused(_("The number of days has to be 1 to %(most)d: change it.") % {"most": MOST_DAYS})
        if rule != before[risk]:
            ReviewRule.objects.update_or_create(risk=risk, defaults={"reviewers": rule.reviewers, "days": rule.days})
            details = {"risk": risk, "reviewers": rule.reviewers, "days": rule.days}
            audit.record(actor=actor, action="policy.rule-set", subject=None, details=details)


@transaction.atomic
def rule_on(
    *, actor: User, licence: str, ruling: str, conditions: str, reason: str, review_due: date, today: date
) -> LicenceRuling:
    """Say what the organisation thinks of a licence, for every model under it; the newest ruling holds.

    Raises Refused for an unknown licence, conditions that do not go with the ruling, an empty reason, a past audit.
    """
    policy.check_may_rule(person_of(actor))
    _check_licence(licence)
    if ruling not in RulingKind.values:
        raise Refused(_("There is no such ruling: choose approved, approved on conditions, or not allowed."))
    conditional = ruling == RulingKind.CONDITIONAL
    conditions = required(_("text of the conditions"), conditions) if conditional else ""
    if review_due <= today:
        raise Refused(_("The next audit has to lie ahead: enter a later day."))
    made = LicenceRuling.objects.create(
        licence=licence,
        ruling=ruling,
        conditions=conditions,
        reason=required(_("reason"), reason),
        decided_by=actor,
        decided_at=timezone.now(),
        review_due=review_due,
    )
    details = {"licence": licence, "ruling": ruling, "conditions": conditions, "due": review_due.isoformat()}
    audit.record(actor=actor, action="policy.ruled", subject=None, details={**details, "reason": made.reason})
    return made


@transaction.atomic
def waive(*, actor: User, licence: str, assessment: Assessment | None, reason: str, until: date, today: date) -> Waiver:
    """Set the ban on a licence aside through a day, for one assessment or for all (None).

    A day that is over takes the waiver before it back. Raises Refused where nothing is banned, and for an empty reason.
    """
    policy.check_may_rule(person_of(actor))
    ruled = rulings_now().get(licence)
    if ruled is None or ruled.ruling != RulingKind.BANNED:
        raise Refused(_("This licence is not banned, so there is nothing to waive: choose one that is."))
    if assessment is not None and assessment.author_id == actor.pk:
        raise Refused(_("You wrote this assessment, so somebody else has to waive a ban for it: ask another reviewer."))
    made = Waiver.objects.create(
        licence=licence,
        assessment=assessment,
        reason=required(_("reason"), reason),
        granted_by=actor,
        granted_at=timezone.now(),
        until=until,
    )
    details = {"licence": licence, "until": until.isoformat(), "reason": made.reason}
    action = "policy.waived" if until >= today else "policy.waiver-ended"
    audit.record(actor=actor, action=action, subject=assessment, details=details)
    return made


def _check_licence(licence: str) -> None:
    if licence not in current_catalog().licences:
        raise Refused(_("The catalogue knows no such licence: choose one from the list."))
