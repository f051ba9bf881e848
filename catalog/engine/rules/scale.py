"""Limits of scale: users or revenue, fixed at a release or running, of a product or of the whole group."""

import math
from dataclasses import dataclass
from datetime import date, timedelta

from catalog.engine.answers import Organisation
from catalog.engine.case import Case, Stated, Tri, duty, overlaps
from catalog.engine.finding import NOTHING, Finding, Headroom, Outcome, total
from catalog.knowledge.terms import Limit, Threshold

NEAR = (8, 10)  # eight tenths of the limit, kept as whole numbers so that the boundary is exact
SOON = timedelta(days=730)
FAR_MONTHS = 1200
REVENUE, DELIVERY = "/organisation/annual_revenue_usd", "/use/delivery"
UNITS = {
    "mau": "monthly users",
    "annual-revenue-usd": "US dollars of yearly revenue",
    "monthly-revenue-usd": "US dollars of monthly revenue",
}
OTHER_MODEL = "or choose a model without a limit."
REMEDIES = {
    "request": f"Ask the licensor for a licence before you use the model, {OTHER_MODEL}",
    "paid": f"Buy a licence from the licensor before you use the model, {OTHER_MODEL}",
    "review": f"Pass the licensor's review before you use the model, {OTHER_MODEL}",
    "end": f"Obtain another licence from the licensor before you use the model, {OTHER_MODEL}",
}


@dataclass(frozen=True)
class Count:
    """A number to hold against a limit. `known` is what is proven; `complete` says whether anything is missing."""

    known: int
    complete: bool
    at: tuple[str, ...]


def threshold(term: Stated[Threshold], case: Case) -> Outcome:
    """Each limit by itself: passing any one of them brings what it says.

    Source: Llama 2 to 4 section 2 (fixed, group), Qwen section 4 (running, product), Stability part III (revenue),
    Kimi K2 and MiniMax M2 (a display above a limit), Mistral's modified MIT condition 2 (monthly revenue).
    """
    return total(_one(term.about(limit), case) for limit in term.value.limits)


def _one(term: Stated[Limit], case: Case) -> Outcome:
    """Above the limit stands what it asks; near it, or on the way to it, is said early."""
    limit = term.value
    concerned = _concerned(limit, case)
    if concerned is False:
        return NOTHING
    count = counted(limit, case.facts.organisation)
    crosses = _crossing(limit, count, case)
    counted_so_far = count.known if count.complete else None
    room = Headroom(term.licence, _metric(limit), limit.limit, counted_so_far, limit.tested, crosses)
    if limit.above == "display":
        return Outcome(headroom=(room,)) + _display(term, count, case)
    if _passed(limit, count):
        findings = _exceeded(term, count, concerned)
    elif not count.complete and concerned is not None:
        findings = (term.question(count.at, f"{_asks(limit)} {term.says}", "blocker"),)
    elif not count.complete:
        findings = (term.question((*count.at, DELIVERY), f"{_asks(limit)} {term.says}", "blocker"),)
    else:
        findings = (*_near(term, count), *_projected(term, count, crosses, case.facts.as_of))
    return Outcome((*findings, *_aggregation(term, count, case)), (), (room,)) + _monitoring(term, count, case)


def _concerned(limit: Limit, case: Case) -> Tri:
    """Whether the limit speaks to this use at all: commercial use only, or only a model offered as a service."""
    if limit.commercial_only and case.facts.use.commercial is False:
        return False
    if limit.offered_as == "model-service":
        # A hosted product may or may not offer the model itself; the safe reading is that it does.
        return overlaps(case.facts.use.delivery, ("hosted-service",))
    return True


def _passed(limit: Limit, count: Count) -> bool:
    return count.known > limit.limit or (limit.beyond == "at-least" and count.known >= limit.limit)


def _exceeded(term: Stated[Limit], count: Count, concerned: Tri) -> tuple[Finding, ...]:
    if concerned is None:
        asks = f"This limit concerns a model offered as a service, and it is not known if you do that. {term.says}"
        return (term.question((DELIVERY,), asks, "blocker"),)
    return (term.finding("threshold.exceeded", "blocker", count.at, REMEDIES[term.value.above]),)


def _display(term: Stated[Limit], count: Count, case: Case) -> Outcome:
    """Above some limits nothing more is owed than a displayed name."""
    name = f"“{term.value.label}”" if term.value.label else "the model's name"
    return duty(
        term, code="attribution.missing", obligation="attribution.display", phase="technical",
        applies=True if _passed(term.value, count) else False if count.complete else None,
        met=case.facts.safeguards.attribution_displayed, where=count.at, at="/safeguards/attribution_displayed",
        says=f"Above {term.value.limit:,} {UNITS[term.value.metric]}, the product has to display {name}.",
        remedy=f"Display {name} prominently in the product's interface.",
    )  # fmt: skip


def counted(limit: Limit, organisation: Organisation) -> Count:
    """Count as the text counts. Unknown parts never lower the number; a stated total never hides listed products."""
    if limit.metric == "annual-revenue-usd":
        revenue = organisation.annual_revenue_usd
        return Count(math.ceil(revenue or 0), revenue is not None, (REVENUE,))
    if limit.metric == "monthly-revenue-usd":
        return _monthly_revenue(limit, organisation)
    if limit.tested == "at-release" and limit.on:
        return _at_release(limit.on, organisation)
    return _product_users(organisation) if limit.counts == "product" else group_users(organisation)


def _monthly_revenue(limit: Limit, organisation: Organisation) -> Count:
    """What a year's revenue proves about a single month.

    A year's total at or below the limit keeps every month of it below; a year above twelve times the limit had such a
    month. Between the two nobody can tell from the year, so the number stays unknown.
    """
    revenue = organisation.annual_revenue_usd
    if revenue is None:
        return Count(0, complete=False, at=(REVENUE,))
    average = math.ceil(revenue / 12)
    if math.ceil(revenue) <= limit.limit or average > limit.limit:
        return Count(average, complete=True, at=(REVENUE,))
    return Count(average, complete=False, at=(REVENUE,))


def group_users(organisation: Organisation) -> Count:
    """Users of the whole group: the stated total or the sum of the products, whichever is larger."""
    products = organisation.products or ()
    listed = sum(product.monthly_active_users or 0 for product in products)
    all_known = bool(products) and all(product.monthly_active_users is not None for product in products)
    stated_total = organisation.monthly_active_users
    return Count(
        max(listed, stated_total or 0),
        stated_total is not None or all_known,
        ("/organisation/monthly_active_users",)
        if stated_total is not None or not products
        else ("/organisation/products",),
    )


def _product_users(organisation: Organisation) -> Count:
    """Users of the largest product that has, or may have, the model in it.

    A stated total of the group counts in full, for nobody said which product it belongs to; and as long as no product
    with the model is listed, its users are not known.
    """
    if not organisation.products or organisation.monthly_active_users is not None:
        return group_users(organisation)
    using = [product for product in organisation.products if product.uses_model is not False]
    return Count(
        max((product.monthly_active_users or 0 for product in using), default=0),
        bool(using) and all(product.monthly_active_users is not None for product in using),
        ("/organisation/products",),
    )


def _at_release(release: date, organisation: Organisation) -> Count:
    """Users on the release date or in the calendar month before it; unknown when the history has no such entry."""
    month_end = release.replace(day=1) - timedelta(days=1)
    history = organisation.monthly_active_users_on or {}
    fitting = [n for day, n in history.items() if n is not None and (day == release or _same_month(day, month_end))]
    return Count(
        max(fitting, default=0), bool(fitting), (f"/organisation/monthly_active_users_on/{release.isoformat()}",)
    )


def _same_month(one: date, other: date) -> bool:
    return (one.year, one.month) == (other.year, other.month)


def _asks(term: Limit) -> str:
    if term.metric == "annual-revenue-usd":
        return "The group's yearly revenue is not known."
    if term.metric == "monthly-revenue-usd":
        return "The revenue of a single month is not known, and the yearly figure does not settle it."
    if term.tested == "at-release" and term.on:
        return f"The group's monthly users just before {term.on.day} {term.on:%B %Y} are not known."
    return "The monthly users are not known."


def _metric(term: Limit) -> str:
    return "mau" if term.metric == "mau" else "revenue"


def _near(term: Stated[Limit], count: Count) -> tuple[Finding, ...]:
    """Eight tenths of a running limit. The guide's script warns only above that line, the contract from it on."""
    part, whole = NEAR
    limit = term.value.limit
    reached = count.known * whole - limit * part
    if term.value.tested != "running" or reached < 0 or (reached == 0 and term.reading == "guide"):
        return ()
    says = f"{count.known:,} of {limit:,}: more than eight tenths of the limit are used."
    remedy = "Start talking to the licensor now, and prepare a model without a limit as a fallback."
    return (term.finding("threshold.near", "caution", count.at, remedy, says),)


def _crossing(term: Limit, count: Count, case: Case) -> date | None:
    """First day of the month in which the limit would be passed at the stated growth; None if not foreseeable."""
    growth = case.facts.organisation.monthly_growth
    if term.tested != "running" or term.metric != "mau" or not count.complete or not growth or growth <= 0:
        return None
    if count.known <= 0 or count.known > term.limit:
        return None
    months = math.floor(math.log(term.limit / count.known) / math.log1p(growth)) + 1
    if months > FAR_MONTHS:
        return None
    year, month = divmod(case.facts.as_of.year * 12 + case.facts.as_of.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _projected(term: Stated[Limit], count: Count, crosses: date | None, as_of: date) -> tuple[Finding, ...]:
    if crosses is None or crosses - as_of > SOON:
        return ()
    says = f"At the stated growth the limit is passed in {crosses:%B %Y}."
    remedy = "Open negotiations with the licensor, or plan the move to a model without a limit, before that month."
    return (term.finding("threshold.projected", "caution", (*count.at, "/organisation/monthly_growth"), remedy, says),)


def _aggregation(term: Stated[Limit], count: Count, case: Case) -> tuple[Finding, ...]:
    """Say that products without the model count too, where the text counts the group."""
    products = case.facts.organisation.products or ()
    if term.value.counts != "group" or term.value.metric != "mau":
        return ()
    if not any(product.uses_model is False for product in products):
        return ()
    says = "Every product of the group counts towards this limit, also those without the model."
    remedy = "Keep the count for the whole group, affiliates included."
    return (term.finding("threshold.aggregation", "caution", ("/organisation/products",), remedy, says),)


def _monitoring(term: Stated[Limit], count: Count, case: Case) -> Outcome:
    """A running limit has to be watched: urgent from half of it on, or when the number is unknown."""
    if term.value.tested != "running" or term.value.metric != "mau":
        return NOTHING
    says = "Measure monthly users against the limit, with an alert at eight tenths of it."
    met, at = case.facts.safeguards.mau_monitoring, "/safeguards/mau_monitoring"
    remedy = "Set up the measurement and name who is alerted."
    if count.complete and count.known * 2 < term.value.limit:
        owed = (term.obligation("user-monitoring", "technical", met, says),)
        early = term.finding("monitoring.missing", "caution", (at,), remedy, says)
        return Outcome(() if met is True else (early,), owed)
    return duty(
        term, code="monitoring.missing", obligation="user-monitoring", phase="technical", applies=True,
        met=met, where=count.at, at=at, says=says, remedy=remedy,
    )  # fmt: skip
