"""Facts that say which missing answers a rule looked at, and that take an answer in the place of one.

A rule is tried with answers that nobody gave yet. What it never reads cannot change what it says, so the search for the
questions that decide follows the reads of the rules themselves and keeps no second list of what depends on what.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from pydantic import BaseModel

from catalog.engine.answers import Facts, Organisation, Product
from catalog.engine.rules.counting import HISTORY, PRODUCTS

NUMBERS = ("products", "monthly_active_users", "monthly_active_users_on", "annual_revenue_usd")


class _Section:
    """One section of the facts, such as `use`."""

    __slots__ = ("_name", "_part", "_watch")

    def __init__(self, name: str, part: BaseModel, watch: "Watch") -> None:
        self._name, self._part, self._watch = name, part, watch

    def __getattr__(self, leaf: str) -> Any:
        value = getattr(self._part, leaf)
        return self._watch.answered(self._name, leaf, value)


class Watch:
    """Facts with some missing answers given. `reads` lists the answers that are missing still, in the order of reading.

    `numbers` are the pointers of the numbers that limits of scale miss, if they do: users may be told as a total, as a
    list of products or for one month, and a limit needs one of these. `known` takes all that is read of the facts as
    they are, missing or not.
    """

    def __init__(
        self, facts: Facts, given: Mapping[str, Any], known: dict[str, Any], numbers: Sequence[str] = ()
    ) -> None:
        self._facts, self._given, self._known, self._numbers = facts, given, known, numbers
        self.reads: list[str] = []

    @property
    def facts(self) -> Facts:
        """The facts as rules take them."""
        return cast("Facts", self)

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._facts, name)
        if isinstance(value, BaseModel):
            return _Section(name, value, self)
        self._known[name] = value
        return value

    def answered(self, section: str, leaf: str, value: Any) -> Any:
        """Return the answer as it stands or as it was given; note the reading of one that is missing."""
        at = f"/{section}/{leaf}"
        self._known[at] = value
        if section == "organisation" and leaf in NUMBERS:
            return self._counted(leaf, value)
        if value is not None:
            return value
        if at not in self._given:
            self.reads.append(at)
        return self._given.get(at)

    def _counted(self, leaf: str, value: Any) -> Any:
        """Return a number as it stands, or as the numbers that were given make it."""
        if not self._numbers:
            return value
        organisation = self._facts.organisation
        self._known |= {f"/organisation/{name}": getattr(organisation, name) for name in NUMBERS}
        for at in self._numbers:
            if at in self._given:
                organisation = with_number(organisation, at, self._given[at])
            else:
                self.reads.append(at)
        return getattr(organisation, leaf)


def with_number(organisation: Organisation, at: str, number: int) -> Organisation:
    """Return the organisation with a missing number of users, or revenue, given at its pointer."""
    if at.startswith(HISTORY):
        history = {**(organisation.monthly_active_users_on or {}), date.fromisoformat(at.removeprefix(HISTORY)): number}
        return organisation.model_copy(update={"monthly_active_users_on": history})
    if at == PRODUCTS:
        return organisation.model_copy(update={"products": _completed(organisation.products or (), number)})
    return organisation.model_copy(update={at.rpartition("/")[2]: number})


def _completed(products: tuple[Product, ...], number: int) -> tuple[Product, ...]:
    """Give every product without a number this one. Where no product has the model, one that has it joins."""
    listed = tuple(
        product.model_copy(update={"monthly_active_users": number}) if product.monthly_active_users is None else product
        for product in products
    )
    if any(product.uses_model is not False for product in products):
        return listed
    return (*listed, Product(monthly_active_users=number, uses_model=True))
