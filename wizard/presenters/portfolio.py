"""The register as a whole: narrowed and sorted as the address says, and drawn by licence, risk and date."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalog.engine.risk import RISKS as RISK_ORDER
from catalog.presenters.language import month
from wizard.presenters.register import RISKS, STANDINGS, EntryRow
from wizard.process.register import Standing

WIDTH, ROW, LABEL, COUNT = 340, 26, 130, 28
LONGEST_LABEL = 17
"""Letters of a label that fit beside its bar."""
MONTHS = 12
SORTS: Mapping[str, Callable[[EntryRow], object]] = {
    "needs": lambda row: (row.over, not row.needs, row.until_on or date.max),
    "until": lambda row: (row.over, row.until_on or date.max),
    "model": lambda row: (row.over, row.model.casefold()),
    "product": lambda row: (row.over, row.product.label.casefold()),
}
SORT_WORDS = {
    "needs": gettext_lazy("By need"),
    "until": gettext_lazy("By end of approval"),
    "model": gettext_lazy("By model"),
    "product": gettext_lazy("By product"),
}


@dataclass(frozen=True)
class Asked:
    """What the address asks for; empty texts narrow nothing."""

    q: str = ""
    licence: str = ""
    risk: str = ""
    standing: str = ""
    sort: str = "needs"


@dataclass(frozen=True)
class Bar:
    """One bar: its label as far as it fits, the whole of it, its count, and where it stands."""

    label: str
    whole: str
    count: int
    y: int
    text_y: int
    width: int
    count_x: int


@dataclass(frozen=True)
class Chart:
    """Bars below each other with a title; `bars` in words is its table."""

    key: str
    title: str
    desc: str
    height: int
    bars: tuple[Bar, ...]

    @property
    def view(self) -> str:
        """The box of the drawing."""
        return f"0 0 {WIDTH} {self.height}"


def narrowed(rows: Iterable[EntryRow], asked: Asked) -> list[EntryRow]:
    """The rows that fit, in the order asked for. Without a standing, what has ended is left out."""
    words = asked.q.casefold().split()
    fitting = [
        row
        for row in rows
        if all(word in _searched(row) for word in words)
        and asked.licence in ("", *row.licences)
        and asked.risk in ("", row.risk)
        and (row.standing == asked.standing if asked.standing else not row.over)
    ]
    return sorted(fitting, key=SORTS[asked.sort])  # type: ignore[arg-type]


def plain(row: EntryRow, evidence: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """An entry for programs: codes, an ISO date, and lists. `evidence` shows that its duties are fulfilled."""
    return {
        "id": row.id,
        "model": row.model,
        "product": row.product.label,
        "licences": list(row.licences),
        "verdict": row.verdict,
        "risk": row.risk,
        "standing": row.standing,
        "approved_until": row.until_on.isoformat() if row.until_on else "",
        "owner": row.owner,
        "places": list(row.places),
        "needs": list(row.needs),
        "evidence": list(evidence),
    }


def as_csv(entries: Sequence[Mapping[str, Any]]) -> str:
    """What `plain` makes of the entries, as a table; lists are joined by semicolons."""
    text = io.StringIO()
    writer = csv.writer(text)
    if entries:
        writer.writerow(entries[0])
    writer.writerows([_cell(value) for value in entry.values()] for entry in entries)
    return text.getvalue()


def _cell(value: Any) -> Any:
    """A value of the table; what a spreadsheet would take for a formula is marked as text."""
    told = "; ".join(map(_listed, value)) if isinstance(value, list) else value
    return f"'{told}" if isinstance(told, str) and told.startswith(("=", "+", "-", "@")) else told


def _listed(value: str | Mapping[str, str]) -> str:
    """One of a list; what has parts is told with their names."""
    return value if isinstance(value, str) else ", ".join(f"{key}: {part}" for key, part in value.items() if part)


def _searched(row: EntryRow) -> str:
    return " ".join((row.model, row.product.label, row.owner, *row.places)).casefold()


def choices(rows: Sequence[EntryRow]) -> dict[str, list[tuple[str, str]]]:
    """What each filter offers: only what some entry has."""
    return {
        "licence": [(name, name) for name in sorted({name for row in rows for name in row.licences})],
        "risk": [(name, RISKS[name]) for name in RISK_ORDER if any(row.risk == name for row in rows)],
        "standing": [(one.value, STANDINGS[one]) for one in Standing if any(row.standing == one for row in rows)],
        "sort": [(name, str(words)) for name, words in SORT_WORDS.items()],
    }


def charts(rows: Sequence[EntryRow], today: date) -> tuple[Chart, ...]:
    """The standing entries by licence, by risk, and by the month in which their approval ends."""
    standing = [row for row in rows if not row.over]
    licences = Counter(name for row in standing for name in row.licences)
    risks = Counter(row.risk for row in standing)
    return (
        _chart("by-licence", _("By licence"), [(name, n) for name, n in licences.most_common()]),
        _chart("by-risk", _("By risk"), [(RISKS[name], risks[name]) for name in reversed(RISK_ORDER) if risks[name]]),
        _chart("by-date", _("By the end of the approval"), _by_month(standing, today)),
    )


def _by_month(rows: Iterable[EntryRow], today: date) -> list[tuple[str, int]]:
    ends = [row.until_on for row in rows if row.until_on and row.standing == Standing.IN_FORCE]
    ahead = [(end.year - today.year) * MONTHS + end.month - today.month for end in ends]
    counted = Counter(ahead)
    months = [
        (month(date(today.year + (today.month - 1 + n) // MONTHS, (today.month - 1 + n) % MONTHS + 1, 1)), counted[n])
        for n in range(MONTHS)
        if counted[n]
    ]
    later = sum(n >= MONTHS for n in ahead)
    none = sum(row.standing != Standing.IN_FORCE for row in rows)
    return [
        *([(_("Not in force"), none)] if none else []),
        *months,
        *([(_("Later"), later)] if later else []),
    ]


def _chart(key: str, title: str, counted: Sequence[tuple[str, int]]) -> Chart:
    most = max((count for _label, count in counted), default=1)
    room = WIDTH - LABEL - COUNT
    bars = tuple(
        Bar(
            label=label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1].rstrip() + "…",
            whole=label,
            count=count,
            y=number * ROW + 4,
            text_y=number * ROW + ROW // 2 + 5,
            width=max(2, round(room * count / most)),
            count_x=LABEL + max(2, round(room * count / most)) + 6,
        )
        for number, (label, count) in enumerate(counted)
    )
    said = "; ".join(
        ngettext("%(label)s: %(n)d entry", "%(label)s: %(n)d entries", count) % {"label": label, "n": count}
        for label, count in counted
    )
    return Chart(key, title, said, max(ROW, len(bars) * ROW), bars)
