"""What is said before a limit is passed: that it is near, when growth reaches it, who counts, and who looks."""

import math
from datetime import date, timedelta

from catalog.engine.case import Case, Stated, duty
from catalog.engine.finding import NOTHING, Finding, Outcome
from catalog.engine.rules.counting import PRODUCTS, Count
from catalog.knowledge.sentences import for_translation, month, sentence
from catalog.knowledge.terms import Limit

NEAR = (8, 10)  # eight tenths of the limit, kept as whole numbers so that the boundary is exact
SOON = timedelta(days=730)
FAR_MONTHS = 1200
GROWTH = "/organisation/monthly_growth"
WATCHED = ("monitoring.missing", "user-monitoring", "/safeguards/mau_monitoring")
"""Finding, duty and answer of measuring users against a limit."""
PREPARE = for_translation(
    {
        "display": "Prepare the display now; above the limit it is owed.",
        "other": "Start talking to the licensor now, and prepare a model without a limit as a fallback.",
    }
)


def near(term: Stated[Limit], count: Count) -> tuple[Finding, ...]:
    """Eight tenths of a running limit are used.

    Source: the product's contract, from that line on; the guide's compliance script warns only above it.
    """
    part, whole = NEAR
    limit = term.value.limit
    reached = count.known * whole - limit * part
    if term.value.tested != "running" or reached < 0 or (reached == 0 and term.reading == "guide"):
        return ()
    says = sentence(
        "{counted} of {limit}: at least eight tenths of the limit are used.", counted=count.known, limit=limit
    )
    remedy = PREPARE["display" if term.value.above == "display" else "other"]
    return (term.finding("threshold.near", "caution", count.at, remedy, says),)


def crossing(term: Limit, count: Count, case: Case) -> date | None:
    """First day of the month in which the limit would be passed at the stated growth; None if not foreseeable."""
    growth = case.facts.organisation.monthly_growth
    if term.tested != "running" or term.metric != "mau" or not count.complete or not growth or growth <= 0:
        return None
    if count.known <= 0 or count.known > term.limit:
        return None
    steps = math.log(term.limit / count.known) / math.log1p(growth)
    months = math.ceil(steps) if term.beyond == "at-least" else math.floor(steps) + 1
    if months > FAR_MONTHS:
        return None
    year, month = divmod(case.facts.as_of.year * 12 + case.facts.as_of.month - 1 + months, 12)
    return date(year, month + 1, 1)


def projected(term: Stated[Limit], count: Count, crosses: date | None, as_of: date) -> tuple[Finding, ...]:
    """The limit will be passed within two years if growth goes on. Source: the guide's trap of surprising growth."""
    if crosses is None or crosses - as_of > SOON:
        return ()
    says = sentence("At the stated growth the limit is passed in {month}.", month=month(crosses))
    remedy = for_translation(
        "Open negotiations with the licensor, or plan the move to a model without a limit, before that month."
    )
    return (term.finding("threshold.projected", "caution", (*count.at, GROWTH), remedy, says),)


def aggregation(term: Stated[Limit], case: Case) -> tuple[Finding, ...]:
    """Say that products without the model count too. Source: texts that count the licensee with its affiliates."""
    products = case.facts.organisation.products or ()
    if term.value.counts != "group" or term.value.metric != "mau":
        return ()
    if not any(product.uses_model is False for product in products):
        return ()
    says = for_translation("Every product of the group counts towards this limit, also those without the model.")
    remedy = for_translation("Keep the count for the whole group, affiliates included.")
    return (term.finding("threshold.aggregation", "caution", (PRODUCTS,), remedy, says),)


def monitoring(term: Stated[Limit], count: Count, case: Case) -> Outcome:
    """A running limit has to be watched: urgent from half of it on, or when the number is unknown.

    Source: the guide's checklist, item “user monitoring”; a limit fixed at a release needs no watching.
    """
    if term.value.tested != "running" or term.value.metric != "mau":
        return NOTHING
    says = for_translation("Measure monthly users against the limit, with an alert at eight tenths of it.")
    met, at = case.facts.safeguards.mau_monitoring, "/safeguards/mau_monitoring"
    remedy = for_translation("Set up the measurement and name who is alerted.")
    if count.complete and count.known * 2 < term.value.limit:
        owed = (term.obligation("user-monitoring", "technical", met, says),)
        early = term.finding("monitoring.missing", "caution", (at,), remedy, says)
        return Outcome(() if met is True else (early,), owed)
    return duty(
        term, code="monitoring.missing", obligation="user-monitoring", phase="technical", applies=True,
        met=met, where=count.at, at=at, says=says, remedy=remedy,
    )  # fmt: skip
