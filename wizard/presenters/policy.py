"""The policy of the organisation on a page, and what it says of an assessment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.ambient import current_catalog
from catalog.knowledge.index import Catalogue
from catalog.presenters.language import told
from catalog.presenters.words import day
from wizard.models import LicenceRuling, RulingKind, Snapshot, Waiver
from wizard.presenters.moments import moment
from wizard.process.policy import Standing
from wizard.queries.policy import policy_findings


@dataclass(frozen=True)
class RulingRow:
    """What legal said of one licence."""

    licence: str
    href: str
    ruling: str
    says: str
    conditions: str
    audit: str
    overdue: bool


@dataclass(frozen=True)
class WaiverRow:
    """A ban that is set aside."""

    licence: str
    scope: str
    until: str
    reason: str
    who: str


@dataclass(frozen=True)
class PastRuling:
    """One ruling in the history of a licence."""

    ruling: str
    who: str
    reason: str
    conditions: str


@dataclass(frozen=True)
class PolicyLine:
    """What the policy says of one candidate's licence; `href` leads to what was ever said of that."""

    model: str
    licence: str
    href: str
    says: str
    remedy: str
    conditions: str
    against: bool


DUE, NONE = "due", "none"
STANDINGS = (
    *RulingKind.choices,
    (DUE, gettext_lazy("Audit due")),
    (NONE, gettext_lazy("Nobody has ruled")),
)
"""What a list of rulings can be narrowed to."""


def ruling_rows(
    rulings: Mapping[str, LicenceRuling], catalogue: Catalogue, today: date, *, words: str = "", standing: str = ""
) -> tuple[RulingRow, ...]:
    """The rulings that hold, those due for their audit first, then by the licence's name.

    `words` look for licences by name or id, and find those as well that nobody ruled on; `standing` is of `STANDINGS`.
    """
    kept = [one for one in rulings.values() if standing in ("", one.ruling) or (standing == DUE and _due(one, today))]
    made = [_row(one, catalogue, today) for one in kept if _meant(one.licence, catalogue, words)]
    if standing == NONE or (words and not standing):
        made += [
            _open_row(key, catalogue)
            for key in catalogue.licences
            if key not in rulings and _meant(key, catalogue, words)
        ]
    return tuple(sorted(made, key=lambda row: (not row.overdue, not row.ruling, row.licence.casefold())))


def waiver_rows(waivers: Iterable[Waiver], catalogue: Catalogue) -> tuple[WaiverRow, ...]:
    """The waivers in force, the first to end first."""
    return tuple(
        WaiverRow(
            licence=_name(one.licence, catalogue),
            scope=one.assessment.reference if one.assessment else _("Every assessment"),
            until=day(one.until),
            reason=one.reason,
            who=one.granted_by.full_name,
        )
        for one in sorted(waivers, key=lambda one: (one.until, one.pk))
    )


def past_rulings(rulings: Iterable[LicenceRuling]) -> tuple[PastRuling, ...]:
    """What was ever said of a licence, the newest first."""
    return tuple(
        PastRuling(
            ruling=str(RulingKind(one.ruling).label),
            who=f"{one.decided_by.full_name}, {moment(one.decided_at)}",
            reason=one.reason,
            conditions=one.conditions,
        )
        for one in rulings
    )


def unruled(asked: Mapping[str, int], rulings: Mapping[str, LicenceRuling], catalogue: Catalogue) -> list[RulingRow]:
    """The licences of live candidates that nobody ruled on, with in how many assessments; the most asked for first."""
    open_ones = [(count, key) for key, count in asked.items() if key not in rulings and key in catalogue.licences]
    return [
        _open_row(key, catalogue, str(count)) for count, key in sorted(open_ones, key=lambda one: (-one[0], one[1]))
    ]


def policy_said(snapshot: Snapshot, today: date) -> tuple[PolicyLine, ...]:
    """What the policy says of a snapshot on this day, what stands against it first."""
    findings = policy_findings(snapshot.data["evaluation"], snapshot.data["reference"], today)
    return policy_lines((one.as_json() for one in findings), current_catalog())


def policy_lines(findings: Iterable[Mapping[str, str]], catalogue: Catalogue) -> tuple[PolicyLine, ...]:
    """What the policy says of an assessment, what stands against it first. `findings` as a snapshot keeps them."""
    order = list(Standing)
    worst_first = sorted(findings, key=lambda one: -order.index(Standing(one["standing"])))
    return tuple(
        PolicyLine(
            model=catalogue.models[one["model"]].name if one["model"] in catalogue.models else one["model"],
            licence=_name(one["licence"], catalogue),
            href=reverse("wizard:policy_licence", args=[one["licence"]])
            if one["licence"] in catalogue.licences
            else "",
            says=told(one["says"]),
            remedy=told(one["remedy"]),
            conditions=one["conditions"],
            against=one["standing"] == Standing.BANNED,
        )
        for one in worst_first
    )


def _row(one: LicenceRuling, catalogue: Catalogue, today: date) -> RulingRow:
    return RulingRow(
        licence=_name(one.licence, catalogue),
        href=reverse("wizard:policy_licence", args=[one.licence]),
        ruling=str(RulingKind(one.ruling).label),
        says=one.reason,
        conditions=one.conditions,
        audit=day(one.review_due),
        overdue=_due(one, today),
    )


def _open_row(key: str, catalogue: Catalogue, says: str = "") -> RulingRow:
    """A licence that nobody ruled on."""
    return RulingRow(
        licence=_name(key, catalogue),
        href=reverse("wizard:policy_licence", args=[key]),
        ruling="",
        says=says,
        conditions="",
        audit="",
        overdue=False,
    )


def _due(one: LicenceRuling, today: date) -> bool:
    return one.review_due < today


def _meant(key: str, catalogue: Catalogue, words: str) -> bool:
    return words.casefold() in f"{key} {_name(key, catalogue)}".casefold()


def _name(key: str, catalogue: Catalogue) -> str:
    licence = catalogue.licences.get(key)
    return licence.name if licence else key
