"""The entries of the register as rows: what each is, how it stands, and what of it needs somebody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.knowledge.index import Catalogue
from catalog.presenters.language import Spoken
from catalog.presenters.words import VERDICTS, day, listed
from wizard.models import EntryReview
from wizard.presenters.findings import Link, Words
from wizard.presenters.knowledge import agreement_words
from wizard.process.limits import Step
from wizard.process.register import Standing
from wizard.queries.looking import next_review
from wizard.queries.register import Entered

SOON = timedelta(days=45)
STANDINGS = Spoken(
    {
        Standing.IN_FORCE: "In force",
        Standing.SUPERSEDED: "Superseded",
        Standing.EXPIRED: "Expired",
        Standing.WITHDRAWN: "Withdrawn",
        Standing.REPLACED: "Replaced",
        Standing.RETIRED: "Retired",
    }
)
RISKS = Spoken({"minimal": "Minimal", "low": "Low", "moderate": "Moderate", "high": "High"})
_AHEAD = (Step.CROSSING, Step.TALKS)


@dataclass(frozen=True)
class EntryRow:
    """One entry. `needs` are the few sentences on what somebody has to see to, the worst first."""

    id: int
    href: str
    model: str
    product: Link
    licences: tuple[str, ...]
    licence_words: str
    verdict: str
    verdict_words: str
    risk: str
    risk_words: str
    standing: str
    standing_words: str
    over: bool
    until: str
    until_on: date | None
    owner: str
    places: tuple[str, ...]
    revisions: tuple[str, ...]
    needs: tuple[str, ...]
    review: str
    looked: tuple[str, ...]


def agreements_of(one: Entered, catalogue: Catalogue) -> list[str]:
    """The agreements that the approval of an entry counted on, for the licences that are in force for its model."""
    words = Words(catalogue, "")
    held = one.entry.snapshot.data["facts"].get("agreements", ())
    return [
        _("%(licence)s: %(covers)s") % {"licence": words.licence(it["licence"]), "covers": agreement_words(it)}
        for it in held
        if it["licence"] in one.found["licences"]
    ]


def entry_rows(
    entries: Iterable[Entered], catalogue: Catalogue, late: Mapping[int, int], today: date
) -> tuple[EntryRow, ...]:
    """The entries in the order given; `late` counts duties whose day has passed, by assessment."""
    return tuple(entry_row(one, catalogue, late.get(one.entry.assessment_id, 0), today) for one in entries)


def entry_row(one: Entered, catalogue: Catalogue, late: int, today: date) -> EntryRow:
    """One entry in words."""
    entry, assessment = one.entry, one.entry.assessment
    words = Words(catalogue, assessment.reference)
    licences = tuple(words.licence(name) for name in one.found["licences"])
    return EntryRow(
        id=entry.pk,
        href=reverse("wizard:register_entry", args=[entry.pk]),
        model=words.model(entry.model),
        product=Link(assessment.name, reverse("wizard:assessment", args=[assessment.reference])),
        licences=licences,
        licence_words=listed(licences),
        verdict=one.found["verdict"],
        verdict_words=VERDICTS[one.found["verdict"]],
        risk=one.found["risk"],
        risk_words=RISKS[one.found["risk"]],
        standing=one.standing.value,
        standing_words=STANDINGS[one.standing],
        over=one.standing.over,
        until=_until(one),
        until_on=one.valid_until,
        owner=entry.owner.full_name,
        places=tuple(one.places),
        revisions=tuple(it.revision for it in entry.deployments.all() if it.until is None and it.revision),
        needs=() if one.standing.over else tuple(_needs(one, late, today)),
        review="" if one.standing.over else day(next_review(one)),
        looked=tuple(_looked(it) for it in entry.reviews.all()),
    )


def _looked(review: EntryReview) -> str:
    """One review that was done, in a line."""
    told = {"who": review.done_by.full_name, "day": day(localdate(review.done_at)), "note": review.note}
    if review.changed:
        return _("%(day)s, %(who)s: something changed. %(note)s") % told
    return (_("%(day)s, %(who)s: nothing changed. %(note)s") % told).strip()


def _until(one: Entered) -> str:
    if one.entry.ended_at:
        return day(localdate(one.entry.ended_at))
    return day(one.valid_until) if one.valid_until else ""


def _needs(one: Entered, late: int, today: date) -> Iterable[str]:
    """What somebody has to see to, the worst first."""
    if one.standing is not Standing.IN_FORCE:
        if one.places:
            yield _("Runs in %(places)s without an approval in force: approve it anew or take it out.") % {
                "places": listed(one.places)
            }
        else:
            yield _("No approval in force: approve it anew or retire it.")
    elif one.valid_until and one.valid_until - today <= SOON:
        days = (one.valid_until - today).days
        told = ngettext(
            "The approval runs out in %(n)d day: begin the next review.",
            "The approval runs out in %(n)d days: begin the next review.",
            days,
        )
        yield told % {"n": days}
    if late:
        told = ngettext("%(n)d duty is late.", "%(n)d duties are late.", late)
        yield told % {"n": late}
    if (due := next_review(one)) < today:
        yield _("Its review is late since %(day)s.") % {"day": day(due)}
    yield from _alerts(one)


def _alerts(one: Entered) -> Iterable[str]:
    """The last step of each limit that was reached on the way."""
    own = [it for it in one.entry.assessment.limit_alerts.all() if it.licence in one.found["licences"]]
    highest: dict[str, int] = {}
    for alert in own:
        if alert.step not in _AHEAD:
            highest[alert.licence] = max(highest.get(alert.licence, 0), int(alert.step))
    for per_cent in highest.values():
        yield _("A limit is used by %(share)d %% or more: look at the user numbers.") % {"share": per_cent}
    if any(alert.step in _AHEAD for alert in own):
        yield _("A limit will be crossed: look at the user numbers.")
