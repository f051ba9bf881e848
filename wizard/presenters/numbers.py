"""The numbers that were entered, on a page: the latest of each product, the group's totals, and the whole history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.presenters.words import amount, day
from wizard.models import Metric, UserNumber
from wizard.phases.numbers import grouped
from wizard.presenters.findings import Link
from wizard.presenters.sheets import Cell, Sheet
from wizard.process.readings import Reading, group_revenue, group_total, measured_growth, newest

OLD = {Metric.MAU: timedelta(days=45), Metric.REVENUE: timedelta(days=400)}
"""A number that is older is said to be: limits ask for the latest month, or year."""


@dataclass(frozen=True)
class Totals:
    """The group's totals in words; empty where nothing was entered."""

    users: str
    revenue: str
    growth: str
    old: str


def latest_sheet(readings: Sequence[Reading], today: date) -> Sheet:
    """The latest number of each product of each company, the largest first; what is told of the whole group last."""
    latest = sorted(newest(readings).values(), key=lambda it: (it.of_group, it.metric, -it.value))
    return Sheet(
        caption=_("Latest numbers"),
        columns=(_("Product"), _("Company"), _("Latest number"), _("Counted on")),
        rows=tuple(_latest(it, today) for it in latest),
    )


def totals(readings: Sequence[Reading], today: date) -> Totals:
    """What the group's numbers come to, affiliates included."""
    latest = newest(readings).values()
    users, revenue, rate = group_total(latest), group_revenue(latest), measured_growth(readings)
    old = [it for it in latest if _is_old(it, today)]
    return Totals(
        users=_("%(number)s users a month") % {"number": grouped(users)} if users is not None else "",
        revenue=_("%(number)s US dollars a year") % {"number": grouped(revenue)} if revenue is not None else "",
        growth=f"{rate:+.1%}".replace("%", " %") if rate is not None else "",
        old=_("Some numbers are old: enter those of the latest month.") if old else "",
    )


def history_sheet(entries: Iterable[UserNumber]) -> Sheet:
    """Every entry of one thing, the latest day first; of a day the latest entry holds, the others are marked."""
    rows, before = [], None
    for entry in entries:
        replaced = entry.counted_on == before
        before = entry.counted_on
        rows.append(
            (
                Cell(day(entry.counted_on)),
                Cell(grouped(entry.value), _("Replaced by a later entry") if replaced else ""),
                Cell(entry.entered_by.full_name, _("%(day)s, %(way)s") % _entered(entry)),
            )
        )
    return Sheet(_("Entries, the latest day first"), (_("Counted on"), _("Number"), _("Entered by")), tuple(rows))


def name_of(metric: str, entity: str, product: str) -> str:
    """What a number is of, as the heading of its history."""
    whose = product or entity or _("The whole group")
    words = _("%(product)s, %(company)s") % {"product": product, "company": entity} if product and entity else whose
    return f"{words}: {Metric(metric).label}"


def _entered(entry: UserNumber) -> dict[str, str]:
    return {"day": day(entry.entered_at.date()), "way": entry.get_source_display()}


def _is_old(it: Reading, today: date) -> bool:
    return today - it.on > OLD[Metric(it.metric)]


def _latest(it: Reading, today: date) -> tuple[Cell, ...]:
    asked = {"metric": it.metric, "company": it.entity, "product": it.product}
    address = f"{reverse('wizard:number_history')}?{urlencode(asked)}"
    words = _("%(number)s users a month") if it.metric == Metric.MAU else _("%(number)s US dollars a year")
    old = _is_old(it, today)
    name = it.product or (_("The whole group") if it.of_group else _("The whole company"))
    return (
        Cell(name, links=(Link(_("History"), address),)),
        Cell(it.entity or "–"),
        Cell(words % {"number": amount(it.value)}),
        Cell(day(it.on), _("Old: enter a newer one") if old else "", state="unmet" if old else ""),
    )
