"""Numbers that were counted again and again: what one is, which holds, and how they take the place of answers.

Counting them against a limit is the engine's. Here they only become facts, as the contract tells them: products with
their users, a total, a revenue, a growth.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from catalog.engine.answers import Organisation, Product
from catalog.engine.rules.counting import group_users
from catalog.knowledge.sentences import for_translation, sentence
from wizard.process.canonical import canonical_json, sha256_of
from wizard.process.refusal import Refused

MAU, REVENUE = "mau", "revenue"
METRICS = (MAU, REVENUE)
MOST = 100_000_000_000_000
LONGEST = 200
EARLIEST = date(1990, 1, 1)
YEAR = timedelta(days=365)
APART = timedelta(days=28)
"""Two numbers that lie closer together tell nothing of growth."""
DAYS_A_MONTH = 30.4375
LEAST, FASTEST = -0.99, 10.0


@dataclass(frozen=True)
class Reading:
    """One number on one day: monthly users, or yearly revenue in US dollars.

    Without a company and a product it is that of the whole group.
    """

    entity: str
    product: str
    metric: str
    on: date
    value: int

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes two numbers those of the same thing, however it was spelt."""
        return (self.metric, folded(self.entity), folded(self.product))

    @property
    def of_group(self) -> bool:
        """Whether it is a number of the whole group."""
        return not self.entity and not self.product


def folded(name: str) -> str:
    """A name without regard to capitals and blanks."""
    return " ".join(name.casefold().split())


def check(reading: Reading, today: date) -> None:
    """Raise Refused, with the field and the remedy, for a number that cannot be one."""
    problem = next((words for wrong, words in _problems(reading, today) if wrong), None)
    if problem is not None:
        raise Refused(problem)


def _problems(it: Reading, today: date) -> Iterable[tuple[bool, str]]:
    users = it.metric == MAU
    return (
        (it.metric not in METRICS, for_translation("What was counted is not known: choose users or revenue.")),
        (max(len(it.entity), len(it.product)) > LONGEST, _too_long()),
        (it.on > today, for_translation("The day lies in the future: enter the day on which it was counted.")),
        (it.on < EARLIEST, for_translation("The day is too long ago: enter one from 1990 on.")),
        (it.value < 0, for_translation("The number is negative: enter zero or more.")),
        (it.value > MOST, sentence("The number is too large: enter at most {most}.", most=MOST)),
        (
            users and bool(it.entity) and not it.product,
            for_translation("The product is missing: name it, or leave the company empty too for the whole group."),
        ),
        (
            not users and bool(it.product),
            for_translation("Revenue is told for a company or for the whole group: leave the product empty."),
        ),
    )


def _too_long() -> str:
    return sentence("The name of a company or product is too long: shorten it to {most} characters.", most=LONGEST)


def sha256_of_numbers(numbers: Iterable[Reading]) -> str:
    """What the audit log keeps of numbers that were entered together: which ones, and in which order."""
    told = [[it.entity, it.product, it.metric, it.on.isoformat(), it.value] for it in numbers]
    return sha256_of(canonical_json({"numbers": told}))


def newest(readings: Iterable[Reading]) -> dict[tuple[str, str, str], Reading]:
    """The latest number of each thing, by its key. Of each thing there is one number a day."""
    found: dict[tuple[str, str, str], Reading] = {}
    for it in sorted(readings, key=lambda it: it.on):
        found[it.key] = it
    return found


def until(readings: Iterable[Reading], day: date) -> dict[tuple[str, str, str], Reading]:
    """What was known of each thing on a day."""
    return newest(it for it in readings if it.on <= day)


def group_total(latest: Iterable[Reading]) -> int | None:
    """Monthly users of the whole group, affiliates included, counted as the engine counts them; None without any."""
    users = [it for it in latest if it.metric == MAU]
    listed = tuple(
        Product(name=it.product or None, entity=it.entity or None, monthly_active_users=it.value)
        for it in users
        if not it.of_group
    )
    stated = next((it.value for it in users if it.of_group), None)
    count = group_users(Organisation(products=listed or None, monthly_active_users=stated))
    return count.known if count.complete else None


def group_revenue(latest: Iterable[Reading]) -> int | None:
    """Yearly revenue of the group: what was told of it or the sum of its companies, whichever is larger."""
    told = [it for it in latest if it.metric == REVENUE]
    whole = max((it.value for it in told if it.of_group), default=0)
    return max(whole, sum(it.value for it in told if not it.of_group)) if told else None


def measured_growth(readings: Sequence[Reading]) -> float | None:
    """Growth a month of the users over the last year, as a fraction; None where the numbers do not tell it.

    Compared is what was counted at both ends: a product that was counted later is no growth. Where both the products
    and the group's total tell a growth, the faster one is returned.
    """
    users = [it for it in readings if it.metric == MAU]
    parts = ([it for it in users if not it.of_group], [it for it in users if it.of_group])
    rates = [rate for part in parts if (rate := _growth(part)) is not None]
    return max(rates, default=None)


def _growth(readings: Sequence[Reading]) -> float | None:
    firsts: dict[tuple[str, str, str], date] = {}
    for it in readings:
        firsts[it.key] = min(it.on, firsts.get(it.key, it.on))
    last = max((it.on for it in readings), default=EARLIEST)
    compared = {key: first for key, first in firsts.items() if first <= last - APART}
    if not compared:
        return None
    begin = max(last - YEAR, *compared.values())
    before = sum(it.value for key, it in until(readings, begin).items() if key in compared)
    after = sum(it.value for key, it in until(readings, last).items() if key in compared)
    if before <= 0 or after <= 0:
        return None
    months = (last - begin).days / DAYS_A_MONTH
    rate = math.expm1(math.log(after / before) / months)
    return min(max(round(rate, 4), LEAST), FASTEST)


def facts_with(facts: Mapping[str, Any], readings: Sequence[Reading]) -> dict[str, Any]:
    """The facts of an approval with the newest numbers in place of those that were answered.

    A number counted before the day of the answers never lowers them. Where numbers of users count, the facts hold for
    the day of the newest one: a projection begins where it was counted, not today. Growth is the faster of the stated
    and the measured one.
    """
    if not readings:
        return dict(facts)
    answered = date.fromisoformat(facts["as_of"])
    stated = facts.get("organisation") or {}
    latest = newest(readings)
    users = [it for it in latest.values() if it.metric == MAU]
    counted = _users(stated, users, answered)
    organisation = {
        **stated,
        **counted,
        **_revenue(stated, list(latest.values()), answered),
        **_history(stated, readings),
    }
    growths = [rate for rate in (stated.get("monthly_growth"), measured_growth(readings)) if rate is not None]
    if growths:
        organisation["monthly_growth"] = max(growths)
    as_answered = all(stated.get(name) == value for name, value in counted.items())
    day = answered if as_answered else max(it.on for it in users)
    return {**facts, "organisation": organisation, "as_of": day.isoformat()}


def _users(stated: Mapping[str, Any], latest: Sequence[Reading], answered: date) -> dict[str, Any]:
    whole = next((it for it in latest if it.of_group), None)
    parts = [it for it in latest if not it.of_group]
    found: dict[str, Any] = {}
    if whole is not None:
        found["monthly_active_users"] = _later(stated.get("monthly_active_users"), [whole], answered)
    if not parts:
        return found
    products, told = [], set[tuple[str, str, str]]()
    for product in stated.get("products") or ():
        of_it = _about(product, parts)
        told |= {it.key for it in of_it}
        number = _later(product.get("monthly_active_users"), of_it, answered)
        products.append({**product, "monthly_active_users": number} if of_it else product)
    # A product that the answers do not name belongs to the group all the same; if the model is in it, nobody said.
    products += [
        {"name": it.product, **({"entity": it.entity} if it.entity else {}), "monthly_active_users": it.value}
        for it in parts
        if it.key not in told
    ]
    return {**found, "products": products}


def _about(product: Mapping[str, Any], parts: Sequence[Reading]) -> list[Reading]:
    """The numbers of a product: of that name and company, or of that name where one side names no company."""
    name, entity = folded(product.get("name") or ""), folded(product.get("entity") or "")
    alike = [it for it in parts if name and folded(it.product) == name]
    exact = [it for it in alike if folded(it.entity) == entity]
    return exact or [it for it in alike if not entity or not it.entity]


def _later(stated: int | None, readings: Sequence[Reading], answered: date) -> int:
    """The sum of these numbers; not below the answer where one of them is older than it."""
    number = sum(it.value for it in readings)
    older = any(it.on < answered for it in readings)
    return max(number, stated or 0) if older else number


def _revenue(stated: Mapping[str, Any], latest: Sequence[Reading], answered: date) -> dict[str, Any]:
    told = [it for it in latest if it.metric == REVENUE]
    number = group_revenue(told)
    if number is None:
        return {}
    before = stated.get("annual_revenue_usd") or 0
    settled = any(it.of_group and it.on >= answered for it in told)
    return {"annual_revenue_usd": number if settled else max(number, before)}


def _history(stated: Mapping[str, Any], readings: Sequence[Reading]) -> dict[str, Any]:
    """Totals of the group by day, for limits that were tested once. Of two numbers of a day the larger one counts."""
    history = dict(stated.get("monthly_active_users_on") or {})
    for it in readings:
        if it.of_group and it.metric == MAU:
            history[it.on.isoformat()] = max(it.value, history.get(it.on.isoformat()) or 0)
    return {"monthly_active_users_on": history} if history else {}
