"""Phase 2, second part: who asks, how large they are, and how many people use what they make."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict

from catalog.knowledge.places import COUNTRIES
from catalog.presenters.words import day
from wizard.phases.choices import Choice, Select, YesNo
from wizard.phases.fields import Text
from wizard.phases.item import Group, Item, ItemForm, Lines, Note
from wizard.phases.numbers import Count, Percent, grouped

PREFIX = "products"
ROWS = f"{PREFIX}-rows"
FOCUS = f"{PREFIX}-focus"
MOST_ROWS = 200
PAST = "users_on-"

SIZES = (
    ("sme", "Small or medium: under 250 people, and up to 50 million euro turnover or 43 million balance sheet"),
    (
        "small-mid-cap",
        "Small mid-cap: under 750 people, and up to 150 million euro turnover or 129 million balance sheet",
    ),
    ("large", "Larger"),
)


class ProductForm(forms.Form):
    """One row of the table of products."""

    use_required_attribute = False
    name = Text(label="Product", required=False)
    entity = Text(label="Company", required=False)
    users = Count(label="Monthly users", required=False, unit="users a month", css="number")
    uses_model = YesNo(label="Contains the model", widget=forms.Select(), required=False)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, prefix: str, initial: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, prefix=prefix, initial=dict(initial or {}))
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label}, product {self.place}"

    @property
    def place(self) -> int:
        """The number of the row, from one."""
        return int(str(self.prefix).rsplit("-", 1)[1]) + 1

    def is_blank(self) -> bool:
        """Whether nothing was entered: such a row is left out without a word."""
        typed = (self.data.get(self.add_prefix(name), "") for name in ("name", "entity", "users"))
        return not any(value.strip() for value in typed)

    def row(self) -> dict[str, Any]:
        """The row as it is kept; what is empty is left out."""
        cells = {name: self.fields[name].stored(self.cleaned_data.get(name)) for name in self.fields}  # type: ignore[attr-defined]
        return {name: value for name, value in cells.items() if value is not None}


def with_row_added(data: QueryDict) -> QueryDict:
    """Return what was typed, with one more empty row in the table."""
    changed = data.copy()
    changed[ROWS] = changed[FOCUS] = str(min(_rows(data) + 1, MOST_ROWS))
    return changed


def with_row_removed(data: QueryDict, place: int) -> QueryDict:
    """Return what was typed without the row at `place`, counted from zero; the rows below move up."""
    changed = data.copy()
    count = _rows(data)
    for row in range(place, count):
        for name in ProductForm.base_fields:
            below = data.get(f"{PREFIX}-{row + 1}-{name}", "") if row + 1 < count else ""
            changed[f"{PREFIX}-{row}-{name}"] = below
    changed[ROWS] = str(max(count - 1, 0))
    changed[FOCUS] = str(place)
    return changed


def _rows(data: Mapping[str, Any]) -> int:
    return _whole(data, ROWS, 1)


def _whole(data: Mapping[str, Any], name: str, otherwise: int) -> int:
    """A number that our own page put into the form; anything else was not sent by it."""
    sent = str(data.get(name, ""))
    return min(int(sent), MOST_ROWS) if sent.isascii() and sent.isdigit() and len(sent) < 6 else otherwise


class Organisation(ItemForm):
    """The group behind the product: seat, size, and its users product by product."""

    country = Select(
        label="In which country is your organisation seated?",
        help_text="The principal place of business. Some licences give no rights to organisations seated in the EU.",
        choices=list(COUNTRIES.items()),
        at="/organisation/country",
    )
    size = Choice(
        label="How large is it?", help_text="Parent and subsidiaries together.", choices=SIZES, at="/organisation/size"
    )
    annual_revenue_usd = Count(
        label="Revenue of the whole group last year, in US dollars",
        required=False,
        unit="US dollars",
        at="/organisation/annual_revenue_usd",
    )
    group_total = Count(
        label="Monthly users of the whole group",
        help_text="Only if you don’t list the products one by one.",
        required=False,
        unit="users a month",
        at="/organisation/monthly_active_users",
    )
    growth = Percent(
        label="Growth per month",
        help_text="In per cent. Leave empty if you don’t know; nothing is assumed in your favour.",
        required=False,
        at="/organisation/monthly_growth",
    )

    def build(self) -> None:
        self.rows = self._product_rows()
        past = tuple(self._ask_history(day) for day in self._release_days())
        self.groups = [
            Group(("country", "size", "annual_revenue_usd"), "The organisation"),
            Group(("group_total", "growth"), "Users", notes=tuple(self._limits()), table=True),
            Group(past, "Users in the past", "These limits were tested once, on the day the model came out."),
        ]

    def _release_days(self) -> list[date]:
        limits = (limit for _, value in self.context.values("threshold") for limit in value.limits)
        return sorted({limit.on for limit in limits if limit.on})

    def _ask_history(self, on: date) -> str:
        month = on.replace(day=1) - timedelta(days=1)
        label = f"Monthly users of the whole group in {month:%B %Y}"
        field = Count(label=label, help_text=f"The calendar month before {day(on)}.", required=False, unit="users")
        return self.ask(f"{PAST}{on.isoformat()}", field)

    def _limits(self) -> list[Note]:
        found: dict[str, Note] = {}
        for licence, value in self.context.values("threshold"):
            for limit in value.limits:
                if limit.metric == "mau" and licence.id not in found:
                    found[licence.id] = Note(licence.short, f"Limit of {grouped(limit.limit)} users a month.")
        return list(found.values())

    def _product_rows(self) -> list[ProductForm]:
        if self.is_bound:
            rows = [ProductForm(self.data, prefix=f"{PREFIX}-{row}") for row in range(_rows(self.data))]
            if rows and FOCUS in self.data:
                rows[min(_whole(self.data, FOCUS, 0), len(rows) - 1)].fields["name"].widget.attrs["autofocus"] = True
            return rows
        kept = self.kept.get(PREFIX) or [{}]
        return [ProductForm(prefix=f"{PREFIX}-{row}", initial=values) for row, values in enumerate(kept)]

    def _products(self) -> list[dict[str, Any]]:
        if not self.is_bound:
            return list(self.kept.get(PREFIX, ()))
        return [row.row() for row in self.rows if not row.is_blank() and row.is_valid()]

    def clean(self) -> dict[str, Any]:
        """A refused row refuses the form; its own errors stand at its cells."""
        for row in self.rows:
            if row.is_blank() or row.is_valid():
                continue
            for name, errors in row.errors.items():
                for error in errors:
                    self.add_error(None, f"Product {row.place}, {row.fields[name].label}: {error}")
        return super().clean() or {}

    @property
    def total(self) -> int | None:
        """Users of all listed products together; None while no product has a number."""
        counted = [row["users"] for row in self._products() if "users" in row]
        return sum(counted) if counted else None

    @property
    def total_words(self) -> str:
        """The total as it stands under the table."""
        return "" if self.total is None else grouped(self.total)

    def collected(self) -> dict[str, Any]:
        """Keep the accepted rows beside the other answers."""
        kept = {name: value for name, value in super().collected().items() if name != PREFIX}
        products = self._products()
        return {**kept, PREFIX: products} if products else kept

    def facts(self) -> dict[str, Any]:
        """State the products and the users of past months beside the rest."""
        stated = super().facts()
        organisation = stated.setdefault("organisation", {})
        if products := self._products():
            organisation["products"] = [_product_fact(row) for row in products]
        past = {name.removeprefix(PAST): value for name, value in self.values.items() if name.startswith(PAST)}
        if past:
            organisation["monthly_active_users_on"] = past
        return stated if organisation else {}

    def lines(self) -> Lines:
        """One line for each product, then the total."""
        products = [(f"Product: {row.get('name', 'no name')}", _product_words(row)) for row in self._products()]
        total = [("All products together", f"{self.total_words} users a month")] if self.total is not None else []
        return [*super().lines(), *products, *total]


def _product_fact(row: Mapping[str, Any]) -> dict[str, Any]:
    facts = {"name": row.get("name"), "entity": row.get("entity"), "monthly_active_users": row.get("users")}
    facts["uses_model"] = {"yes": True, "no": False}.get(row.get("uses_model", ""))
    return {name: value for name, value in facts.items() if value is not None}


def _product_words(row: Mapping[str, Any]) -> str:
    users = f"{grouped(row['users'])} users a month" if "users" in row else "users not known"
    model = {"yes": "contains the model", "no": "without the model"}.get(row.get("uses_model", ""), "model not known")
    return ", ".join(part for part in (row.get("entity", ""), users, model) if part)


ORGANISATION = Item(
    "organisation-users",
    "use-case",
    "Organisation-wide users",
    "How many people use your group’s products?",
    "Count every product of every company in the group, with the model in it or not. Each licence counts differently.",
    Organisation,
    topics=("threshold", "registration", "territory"),
)
