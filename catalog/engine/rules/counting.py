"""The number that is held against a limit of scale: counted as the text counts, never lowered by what is unknown."""

import math
from dataclasses import dataclass
from datetime import date, timedelta

from catalog.engine.answers import Organisation
from catalog.knowledge.terms import Limit

REVENUE, USERS, PRODUCTS = (
    "/organisation/annual_revenue_usd",
    "/organisation/monthly_active_users",
    "/organisation/products",
)
HISTORY = "/organisation/monthly_active_users_on/"


@dataclass(frozen=True)
class Count:
    """A number to hold against a limit. `known` is what is proven; `complete` says whether anything is missing."""

    known: int
    complete: bool
    at: tuple[str, ...]


def counted(limit: Limit, organisation: Organisation) -> Count:
    """Count what a limit counts: users or revenue, of a product or of the whole group, today or at a release.

    Where a text counts the licensee alone, the whole group is counted: the answers do not say which company signs, and
    the larger number is the safe one.
    """
    if limit.metric != "mau":
        return _revenue(limit, organisation)
    if limit.tested == "at-release" and limit.on:
        return _at_release(limit.on, organisation)
    return _product_users(limit, organisation) if limit.counts == "product" else group_users(organisation)


def passed(limit: Limit, number: int) -> bool:
    """Whether a number lies beyond the limit; `at-least` means that the limit itself does."""
    return number > limit.limit or (limit.beyond == "at-least" and number >= limit.limit)


def _revenue(limit: Limit, organisation: Organisation) -> Count:
    """What the group's yearly revenue proves about a year, a single month, or one product.

    A year's total within the limit keeps every month and every product within it. A year above twelve times the limit
    had a month above it. What lies between, and which part of it a product earned, nobody can tell from the year.
    """
    revenue = organisation.annual_revenue_usd
    if revenue is None:
        return Count(0, complete=False, at=(REVENUE,))
    monthly = limit.metric == "monthly-revenue-usd"
    within = not passed(limit, _whole(limit, revenue))
    number = _whole(limit, revenue / 12 if monthly else revenue)
    if within or (limit.counts != "product" and passed(limit, number)):
        return Count(number, complete=True, at=(REVENUE,))
    return Count(0 if limit.counts == "product" else number, complete=False, at=(REVENUE,))


def _whole(limit: Limit, amount: float) -> int:
    """Round so that a fraction of a dollar is on the right side of the limit."""
    return math.floor(amount) if limit.beyond == "at-least" else math.ceil(amount)


def group_users(organisation: Organisation) -> Count:
    """Users of the whole group: the stated total or the sum of the products, whichever is larger."""
    products = organisation.products or ()
    listed = sum(product.monthly_active_users or 0 for product in products)
    all_known = bool(products) and all(product.monthly_active_users is not None for product in products)
    stated_total = organisation.monthly_active_users
    return Count(
        max(listed, stated_total or 0),
        stated_total is not None or all_known,
        (USERS,) if stated_total is not None or not products else (PRODUCTS,),
    )


def _product_users(limit: Limit, organisation: Organisation) -> Count:
    """Users of the largest product that has the model in it; one that only may have it proves nothing by itself.

    A stated total of the group counts in full, for nobody said which product it belongs to; and as long as no product
    with the model is listed, its users are not known.
    """
    if not organisation.products or organisation.monthly_active_users is not None:
        return group_users(organisation)
    using = [product for product in organisation.products if product.uses_model is not False]
    possible = max((product.monthly_active_users or 0 for product in using), default=0)
    all_known = bool(using) and all(product.monthly_active_users is not None for product in using)
    if all_known and not passed(limit, possible):
        return Count(possible, complete=True, at=(PRODUCTS,))
    proven = max((product.monthly_active_users or 0 for product in using if product.uses_model), default=0)
    return Count(proven, complete=all_known and passed(limit, proven), at=(PRODUCTS,))


def _at_release(release: date, organisation: Organisation) -> Count:
    """Users on the release date or in the calendar month before it; unknown when the history has no such entry."""
    month_end = release.replace(day=1) - timedelta(days=1)
    history = organisation.monthly_active_users_on or {}
    fitting = [n for day, n in history.items() if n is not None and (day == release or _same_month(day, month_end))]
    return Count(max(fitting, default=0), bool(fitting), (f"{HISTORY}{release.isoformat()}",))


def _same_month(one: date, other: date) -> bool:
    return (one.year, one.month) == (other.year, other.month)
