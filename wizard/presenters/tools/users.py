"""Users held against the limits: what each licence counts and which rows, and at which number each alert step lies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.engine.answers import Organisation, Product
from catalog.engine.rules.agreements import cover
from catalog.engine.rules.counting import counted, passed
from catalog.knowledge.entries import Licence
from catalog.knowledge.terms import Limit
from catalog.presenters.language import month as month_words
from catalog.presenters.words import amount, day, listed
from wizard.models import Assessment
from wizard.phases.alerts import STEPS, share_of
from wizard.phases.context import READINGS
from wizard.phases.numbers import grouped
from wizard.presenters.findings import Link
from wizard.presenters.sheets import Cell, Sheet
from wizard.presenters.standing import Standing

BY_AGREEMENT = "agreement"
MOST_NAMED = 4
"""More rows than these are counted, not named."""


@dataclass(frozen=True)
class Said:
    """A limit with the licence and who states it: its readings (`text`, `guide`, or both) or an `agreement`."""

    licence: Licence
    limit: Limit
    readings: tuple[str, ...]


def what_counts(_assessment: Assessment, stand: Standing) -> Sheet:
    """Of every limit of the candidates' licences: what it counts, which rows that means, and the number."""
    organisation = stand.read.organisation
    return Sheet(
        caption=_("What each licence counts"),
        columns=(_("Limit"), _("Whose numbers"), _("Your rows"), _("Counted")),
        rows=tuple(_counting(said, organisation) for said in limits(stand)),
        empty=_("No licence of your candidates has a limit, so the numbers decide nothing about them."),
    )


def limits(stand: Standing) -> tuple[Said, ...]:
    """Every limit that some reading of a licence states, each once, with the readings that state it.

    Where an agreement that holds has a limit, it stands in the place of the licence's own.
    """
    found: dict[tuple[str, Limit], Said] = {}
    for licence in stand.context.licences.values():
        if _replaced(licence, stand):
            continue
        for name in READINGS:
            reading = licence.terms.threshold.reading(name)
            for limit in reading.value.limits if reading else ():
                before = found.get((licence.spdx, limit))
                names = (*before.readings, name) if before else (name,)
                found[licence.spdx, limit] = Said(before.licence if before else licence, limit, names)
    return (*found.values(), *(Said(licence, limit, (BY_AGREEMENT,)) for licence, limit in stand.context.agreed))


def _replaced(licence: Licence, stand: Standing) -> bool:
    """Whether the limit of an agreement has taken the place of the licence's own limits."""
    found = cover("threshold", licence.id, stand.read)
    return found is not None and found.holds is True and found.agreement.limit is not None


def _counting(said: Said, organisation: Organisation) -> tuple[Cell, ...]:
    limit, licence = said.limit, said.licence
    count = counted(limit, organisation)
    size = measured(limit, limit.limit)
    words = _("%(limit)s, by the guide’s reading") if said.readings == ("guide",) else "%(limit)s"
    agreed = said.readings == (BY_AGREEMENT,)
    if agreed:
        words = _("%(limit)s, by your agreement")
    over = count.complete and passed(limit, count.known)
    number = amount(count.known) if count.complete else _not_known(count.known)
    link = Link(_("Clause"), reverse("catalog:licence", args=[licence.id]) + "#threshold")
    if agreed:
        link = Link(_("Agreement"), reverse("wizard:knowledge") + "#agreement")
    return (
        Cell(licence.short, words % {"limit": size}, (link,)),
        Cell(_whose(limit), _scope(limit)),
        Cell(_rows(limit, organisation)),
        Cell(number, _("Above the limit") if over else "", state="unmet" if over else ""),
    )


def measured(limit: Limit, number: int) -> str:
    """A number in the unit of a limit."""
    words = _("%(number)s users a month") if limit.metric == "mau" else _("%(number)s US dollars")
    return words % {"number": amount(number)}


def _not_known(so_far: int) -> str:
    return _("Not known, at least %(number)s") % {"number": amount(so_far)} if so_far else _("Not known")


def _whose(limit: Limit) -> str:
    """Whose numbers are counted, and when."""
    if limit.metric == "annual-revenue-usd":
        return _("Yearly revenue of the whole group")
    if limit.metric == "monthly-revenue-usd":
        return _("Revenue of a month")
    if limit.tested == "at-release" and limit.on:
        words = _("The whole group with its affiliates, once: in the month before %(day)s")
        return words % {"day": day(limit.on)}
    if limit.counts == "product":
        return _("Each product that contains the model, at any time")
    if limit.counts == "licensee":
        return _("Everything the licensee offers, at any time; counted here as the whole group")
    return _("The whole group with its affiliates, at any time")


def _scope(limit: Limit) -> str:
    if limit.offered_as == "model-service":
        return _("Only where the model itself is offered as a service")
    return _("Only for commercial use") if limit.commercial_only else ""


def _rows(limit: Limit, organisation: Organisation) -> str:
    """Which rows of the table count, and why the others do not."""
    products = organisation.products or ()
    if limit.metric != "mau":
        return _("None: revenue is asked for above.")
    if limit.tested == "at-release" and limit.on:
        month = limit.on.replace(day=1) - timedelta(days=1)
        words = _("None: what counts is the number for %(month)s, asked for below the table.")
        return words % {"month": month_words(month)}
    if organisation.monthly_active_users is not None:
        return _("The stated total of the group, or the sum of all rows if that is larger.")
    if not products:
        return _("No product is listed yet.")
    if limit.counts == "product":
        return _product_rows(products)
    return _("All: %(rows)s. Products without the model count too.") % {"rows": _named(products)}


def _product_rows(products: tuple[Product, ...]) -> str:
    using = [product for product in products if product.uses_model is not False]
    if not using:
        return _("None: no listed product contains the model, so its users are not known.")
    largest = max(using, key=lambda product: product.monthly_active_users or 0)
    words = _("%(row)s, the largest that contains the model.")
    if largest.uses_model is None:
        words = _("%(row)s, the largest that may contain the model; say whether it does.")
    others = [product for product in products if product.uses_model is False]
    left_out = _(" Without the model: %(rows)s.") % {"rows": _named(others)} if others else ""
    return words % {"row": _name(largest)} + left_out


def _named(products: list[Product] | tuple[Product, ...]) -> str:
    if len(products) > MOST_NAMED:
        return _("%(count)d rows") % {"count": len(products)}
    return listed(_name(product) for product in products)


def _name(product: Product) -> str:
    return product.name or product.entity or _("a product without a name")


@dataclass(frozen=True)
class Steps:
    """The alert steps of each running limit, and what the limits that were tested once have to do with it."""

    sheets: tuple[Sheet, ...]
    says: str


def steps(_assessment: Assessment, stand: Standing) -> Steps:
    """At which number each step of each running limit lies, whether it is reached today, and who is told there."""
    told = _told(stand.walk.asked["user-monitoring"].form.values)
    organisation = stand.read.organisation
    found = limits(stand)
    once = {said.licence.short: None for said in found if said.limit.tested == "at-release"}
    ladders: dict[tuple[int, str, str], list[Said]] = {}
    for said in found:
        if said.limit.tested == "running":
            ladders.setdefault((said.limit.limit, said.licence.short, said.limit.metric), []).append(said)
    words = _("A limit that was tested once, when the model came out, needs no watching: %(licences)s.")
    return Steps(
        tuple(_ladder(ladders[key], organisation, told) for key in sorted(ladders)),
        words % {"licences": listed(once)} if once else "",
    )


def _ladder(alike: list[Said], organisation: Organisation, told: list[Cell]) -> Sheet:
    """The steps of one number; where two readings count differently towards it, the larger count is shown."""
    said, limit = alike[0], alike[0].limit
    count = max((counted(each.limit, organisation) for each in alike), key=lambda it: (it.complete, it.known))
    unit = _("users a month") if limit.metric == "mau" else _("US dollars")
    today = grouped(count.known) if count.complete else _("not known")
    words = _("%(licence)s: %(limit)s %(unit)s, today %(today)s")
    by = {name for each in alike for name in each.readings}
    if by == {"guide"}:
        words = _("%(licence)s, by the guide’s reading: %(limit)s %(unit)s, today %(today)s")
    elif BY_AGREEMENT in by:
        words = _("%(licence)s, by your agreement: %(limit)s %(unit)s, today %(today)s")
    parts = {"licence": said.licence.short, "limit": grouped(limit.limit), "unit": unit, "today": today}
    return Sheet(
        words % parts,
        (_("Step"), _("From"), _("Who is told")),
        tuple(
            (Cell(f"{step} %"), _from(share_of(limit, step), count.known), name)
            for step, name in zip(STEPS, told, strict=True)
        ),
    )


def _from(at: int, known_so_far: int) -> Cell:
    return Cell(grouped(at), _("reached"), state="unmet") if known_so_far >= at else Cell(grouped(at))


def _told(values: Mapping[str, Any]) -> list[Cell]:
    """Who is told at each step: whoever is told at one hears of the later ones as well."""
    names = [str(values.get(f"told_{step}", "")) for step in STEPS]
    return list(_joining(names))


def _joining(names: list[str]) -> Iterator[Cell]:
    for place, name in enumerate(names):
        if any(names[:place]):
            yield Cell(name, _("and those before")) if name else Cell(_("As before"))
        else:
            yield Cell(name or _("Nobody yet"))
