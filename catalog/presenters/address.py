"""What the address of the matrix asks for: search, filters, order, columns, situation and picked licences.

Everything that a person chooses stands in the address, so that a view can be kept, sent and opened again. What an
address says and no list offers is left out, but for filters: a filter that nothing fits shows nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from catalog.presenters.cells import BY_NAME, COLUMNS

LONGEST = 200
MOST_PICKED = 8
VERDICT = "verdict"
FILTERS = ("family", *(column.name for column in COLUMNS if column.choices), "guide")
SITUATION = (
    "users",
    "seat",
    "market",
    "commercial",
    "hosted",
    "weights",
    "outputs",
    "domain",
    "activity",
    "automated",
    "likeness",
)


@dataclass(frozen=True)
class Address:
    """The parts of an address of the matrix. `columns` empty: all of them. `descending` turns the order round."""

    query: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    situation: tuple[tuple[str, str], ...] = ()
    order: str = ""
    descending: bool = False
    columns: tuple[str, ...] = ()
    picked: tuple[str, ...] = ()

    @classmethod
    def read(cls, params: Mapping[str, Sequence[str]]) -> "Address":
        """Read the parameters of an address, each with all its values."""
        order = _first(params, "sort")
        name = order.removeprefix("-")
        columns = tuple(column.name for column in COLUMNS if column.name in params.get("columns", ()))
        return cls(
            query=_first(params, "q"),
            filters=_given(params, FILTERS),
            situation=_given(params, SITUATION),
            order=name if name in BY_NAME or name in ("name", VERDICT) else "",
            descending=order.startswith("-"),
            columns=columns if len(columns) < len(COLUMNS) else (),
            picked=tuple(dict.fromkeys(_clean(params.get("id", ()))))[:MOST_PICKED],
        )

    def parameters(self) -> list[tuple[str, str]]:
        """Return the parameters in one order, so that equal addresses are written alike."""
        return [
            *([("q", self.query)] if self.query else []),
            *self.filters,
            *self.situation,
            *([("sort", self.order_written())] if self.order else []),
            *(("columns", name) for name in self.columns),
            *(("id", name) for name in self.picked),
        ]

    def written(self) -> str:
        """Return the address after the path: empty, or from the question mark on."""
        parameters = self.parameters()
        return f"?{urlencode(parameters)}" if parameters else ""

    def order_written(self) -> str:
        """Return the order as the address has it: with a minus sign where it is turned round."""
        return f"-{self.order}" if self.descending else self.order

    def sorted_by(self, name: str) -> "Address":
        """Return the address in this order, turned round where it is in this order already."""
        return replace(self, order=name, descending=self.order == name and not self.descending)

    def differs_by_typing_only(self, other: "Address") -> bool:
        """Whether somebody merely typed on or picked rows: such a step is no page of its own in the history."""
        return self != other and self.without_typing() == other.without_typing()

    def without_typing(self) -> "Address":
        """Return the address without what is typed or picked."""
        chosen = tuple(part for part in self.situation if part[0] != "users")
        return replace(self, query="", situation=chosen, picked=())


def _first(params: Mapping[str, Sequence[str]], name: str) -> str:
    return next(iter(_clean(params.get(name, ()))), "")


def _given(params: Mapping[str, Sequence[str]], names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name in names if (value := _first(params, name)))


def _clean(values: Iterable[str]) -> list[str]:
    """Trim, cut what nobody types, and leave out what is empty."""
    return [value.strip()[:LONGEST] for value in values if value.strip()]
