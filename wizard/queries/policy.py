"""The policy of the organisation as it holds now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F

from wizard.models import LicenceRuling, ReviewRule, Snapshot, Waiver
from wizard.process.lifecycle import State
from wizard.process.policy import DEFAULT_RULES, PolicyFinding, Risk, Rule, Ruled, Ruling, Waived, policy_of, risk_of


def review_rules() -> dict[Risk, Rule]:
    """How many review what; where nobody said anything, one reviewer within ten days."""
    said = {Risk(one.risk): Rule(one.reviewers, one.days) for one in ReviewRule.objects.all()}
    return {**DEFAULT_RULES, **said}


def seats_needed(evaluation: Mapping[str, Any]) -> Rule:
    """How many reviewers an assessment with this evaluation (evaluation/1) needs, and within how many days."""
    return review_rules()[risk_of(evaluation)]


def rulings_now() -> dict[str, LicenceRuling]:
    """What legal said last of each licence, with who said it."""
    rulings: dict[str, LicenceRuling] = {}
    for one in LicenceRuling.objects.select_related("decided_by").order_by("id"):
        rulings[one.licence] = one
    return rulings


def rulings_on(licence: str) -> list[LicenceRuling]:
    """Everything that legal ever said of a licence, the newest first."""
    return list(LicenceRuling.objects.filter(licence=licence).select_related("decided_by"))


def asked_for() -> dict[str, int]:
    """In how many assessments in review or approved each licence is that of a candidate which is not blocked."""
    live = Snapshot.objects.filter(
        assessment__state__in=(State.IN_REVIEW, State.APPROVED), revision=F("assessment__revision")
    )
    found: Counter[str] = Counter()
    for snapshot in live:
        models = snapshot.data["evaluation"]["models"]
        found.update({key for one in models if one["verdict"] != "blocked" for key in one["licences"]})
    return dict(found)


def waivers_now(today: date) -> list[Waiver]:
    """The waivers in force: the newest for each licence and assessment, unless its last day is over."""
    return [one for one in _newest_waivers() if one.until >= today]


@dataclass(frozen=True)
class Policy:
    """What the organisation says of licences, read once to be asked for many assessments and days."""

    ruled: Mapping[str, Ruled]
    waived: tuple[Waived, ...]

    def findings(self, evaluation: Mapping[str, Any], reference: str, day: date) -> tuple[PolicyFinding, ...]:
        """How the licences of the candidates stand under it on a day."""
        return policy_of(evaluation, self.ruled, [one for one in self.waived if one.until >= day], reference, day)


def policy_now() -> Policy:
    """The policy as it holds now, waivers that have ended included."""
    ruled = {key: Ruled(key, Ruling(one.ruling), one.conditions, one.review_due) for key, one in rulings_now().items()}
    waived = (
        Waived(one.licence, one.assessment.reference if one.assessment else "", one.until) for one in _newest_waivers()
    )
    return Policy(ruled, tuple(waived))


def policy_findings(evaluation: Mapping[str, Any], reference: str, today: date) -> tuple[PolicyFinding, ...]:
    """How the licences of the candidates stand under the policy on this day."""
    return policy_now().findings(evaluation, reference, today)


def _newest_waivers() -> Collection[Waiver]:
    newest: dict[tuple[str, int | None], Waiver] = {}
    for one in Waiver.objects.select_related("assessment", "granted_by").order_by("id"):
        newest[one.licence, one.assessment_id] = one
    return newest.values()
