"""Phase 2, second part: who asks, how large they are, and how many people use what they make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.knowledge.places import COUNTRIES
from catalog.presenters.language import month as month_words
from catalog.presenters.words import day, listed
from wizard.phases.choices import Choice, Select
from wizard.phases.countries import named
from wizard.phases.fields import Text
from wizard.phases.item import Group, Item, Lines, Note
from wizard.phases.numbers import Count, Percent, grouped
from wizard.phases.rows import RowForm, RowsForm, Table, YesNoCell

PAST = "users_on-"

SIZES = (
    (
        "sme",
        gettext_lazy(
            "Small or medium: under 250 people, and up to 50 million euro turnover or 43 million balance sheet"
        ),
    ),
    (
        "small-mid-cap",
        gettext_lazy(
            "Small mid-cap: under 750 people, and up to 150 million euro turnover or 129 million balance sheet"
        ),
    ),
    ("large", gettext_lazy("Larger")),
)


class ProductForm(RowForm):
    """One row of the table of products."""

    thing = gettext_lazy("product")
    number = "users"
    key = ("name", "entity")
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "name": ("name", "product", "productname", "service", "app", "application"),
        "entity": ("entity", "company", "legalentity", "subsidiary", "affiliate", "organisation", "organization"),
        "users": ("users", "monthlyusers", "monthlyactiveusers", "mau", "activeusers", "usersamonth"),
        "uses_model": ("usesmodel", "usesthemodel", "containsthemodel", "containsmodel", "withmodel", "model"),
    }
    name = Text(label=gettext_lazy("Product"), required=False)
    entity = Text(label=gettext_lazy("Company"), required=False)
    users = Count(
        label=gettext_lazy("Monthly users"), required=False, unit=gettext_lazy("%(number)s users a month"), css="number"
    )
    uses_model = YesNoCell(label=gettext_lazy("Contains the model"))


PRODUCTS = Table(
    name="products",
    row=ProductForm,
    caption=gettext_lazy("Monthly users of every product of the group, latest full month"),
    add=gettext_lazy("Add a product"),
    paste=gettext_lazy(
        "Product, company, monthly users, contains the model; with or without a header, the columns in any order."
    ),
    total=gettext_lazy("Group total"),
)


class Organisation(RowsForm):
    """The group behind the product: seat, size, and its users product by product."""

    table = PRODUCTS

    country = Select(
        label=gettext_lazy("In which country is your organisation seated?"),
        help_text=gettext_lazy(
            "The principal place of business. Some licences give no rights to organisations seated in the EU."
        ),
        choices=[(code, named(name)) for code, name in COUNTRIES.items()],
        at="/organisation/country",
    )
    size = Choice(
        label=gettext_lazy("How large is it?"),
        help_text=gettext_lazy("Parent and subsidiaries together."),
        choices=SIZES,
        at="/organisation/size",
    )
    annual_revenue_usd = Count(
        label=gettext_lazy("Revenue of the whole group last year, in US dollars"),
        required=False,
        unit=gettext_lazy("%(number)s US dollars"),
        at="/organisation/annual_revenue_usd",
    )
    group_total = Count(
        label=gettext_lazy("Monthly users of the whole group"),
        help_text=gettext_lazy("Only if you don’t list the products one by one."),
        required=False,
        unit=gettext_lazy("%(number)s users a month"),
        at="/organisation/monthly_active_users",
    )
    growth = Percent(
        label=gettext_lazy("Growth per month"),
        help_text=gettext_lazy("In per cent. Leave empty if you don’t know; nothing is assumed in your favour."),
        required=False,
        at="/organisation/monthly_growth",
    )

    def build(self) -> None:
        super().build()
        past = tuple(self._ask_history(on, limits) for on, limits in sorted(self._tested_once().items()))
        self.groups = [
            Group(("country", "size", "annual_revenue_usd"), _("The organisation")),
            Group(("group_total", "growth"), _("Users"), notes=tuple(self._limits()), table=True),
            Group(past, _("Users in the past"), _("These limits were tested once, on the day the model came out.")),
        ]

    def _tested_once(self) -> dict[date, dict[str, None]]:
        """The days on which a limit was tested for good, each with the licences whose limit it is."""
        found: dict[date, dict[str, None]] = {}
        for licence, value in self.context.values("threshold"):
            for limit in value.limits:
                if limit.on:
                    found.setdefault(limit.on, {})[licence.short] = None
        return found

    def _ask_history(self, on: date, licences: Iterable[str]) -> str:
        month = on.replace(day=1) - timedelta(days=1)
        label = _("Monthly users of the whole group in %(month)s") % {"month": month_words(month)}
        hint = _("The calendar month before %(day)s, for %(licences)s.")
        help_text = hint % {"day": day(on), "licences": listed(licences)}
        return self.ask(
            f"{PAST}{on.isoformat()}",
            Count(label=label, help_text=help_text, required=False, unit=_("%(number)s users")),
        )

    def _limits(self) -> list[Note]:
        found: dict[str, Note] = {}
        for licence, value in self.context.values("threshold"):
            for limit in value.limits:
                if limit.metric == "mau" and licence.id not in found:
                    words = _("Limit of %(users)s users a month.") % {"users": grouped(limit.limit)}
                    found[licence.id] = Note(licence.short, words)
        return [*found.values(), *self._agreed()]

    def _agreed(self) -> Iterator[Note]:
        words = _("Limit of %(users)s users a month, by your agreement.")
        for licence, limit in self.context.agreed:
            if limit.metric == "mau":
                yield Note(licence.short, words % {"users": grouped(limit.limit)})

    @property
    def total(self) -> int | None:
        """Users of all listed products together; None while no product has a number."""
        counted = [row["users"] for row in self.listed() if "users" in row]
        return sum(counted) if counted else None

    @property
    def total_words(self) -> str:
        """The total as it stands under the table."""
        return "" if self.total is None else grouped(self.total)

    def facts(self) -> dict[str, Any]:
        """State the products and the users of past months beside the rest."""
        stated = super().facts()
        organisation = stated.setdefault("organisation", {})
        if products := self.listed():
            organisation["products"] = [_product_fact(row) for row in products]
        past = {name.removeprefix(PAST): value for name, value in self.values.items() if name.startswith(PAST)}
        if past:
            organisation["monthly_active_users_on"] = past
        return stated if organisation else {}

    def lines(self) -> Lines:
        """One line for each product, then the total."""
        products = [
            (_("Product: %(name)s") % {"name": row.get("name") or _("no name")}, _product_words(row))
            for row in self.listed()
        ]
        total = [(_("All products together"), _users(self.total))] if self.total is not None else []
        return [*super().lines(), *products, *total]


def _product_fact(row: Mapping[str, Any]) -> dict[str, Any]:
    facts = {"name": row.get("name"), "entity": row.get("entity"), "monthly_active_users": row.get("users")}
    facts["uses_model"] = {"yes": True, "no": False}.get(row.get("uses_model", ""))
    return {name: value for name, value in facts.items() if value is not None}


def _product_words(row: Mapping[str, Any]) -> str:
    users = _users(row["users"]) if "users" in row else _("users not known")
    model = {"yes": _("contains the model"), "no": _("without the model")}
    contains = model.get(row.get("uses_model", ""), _("model not known"))
    return ", ".join(part for part in (row.get("entity", ""), users, contains) if part)


def _users(number: int) -> str:
    return _("%(number)s users a month") % {"number": grouped(number)}


ORGANISATION = Item(
    "organisation-users",
    "use-case",
    gettext_lazy("Organisation-wide users"),
    gettext_lazy("How many people use your group’s products?"),
    gettext_lazy(
        "Count every product of every company in the group, with the model in it or not. Each licence counts "
        "differently."
    ),
    Organisation,
    topics=("threshold", "registration", "territory"),
)
