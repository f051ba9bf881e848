"""The limits of the approvals in force on a page: what counts, how near that is, and when to talk to the licensor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.ambient import current_catalog
from catalog.knowledge.facts import ReadingName
from catalog.knowledge.terms import Limit
from catalog.presenters.language import Spoken
from catalog.presenters.language import month as month_words
from catalog.presenters.words import amount, day
from wizard.models import LimitAlert
from wizard.phases.context import READINGS
from wizard.presenters.findings import Link
from wizard.presenters.growth import Growth, growth, limit_row
from wizard.presenters.sheets import Cell, Sheet
from wizard.process.limits import SHARE_OF_TALKS, Room, Step, months_before, reached, talks_from
from wizard.process.readings import MAU, Reading, group_total, measured_growth, newest, until
from wizard.queries.numbers import Watched

MONTHS_BACK = 12
FULL = 100
STEPS = Spoken(
    {
        Step.HALF: "50 % reached",
        Step.CROSSING: "Passed within a year by projection",
        Step.THREE_QUARTERS: "75 % reached",
        Step.EIGHTY: "80 % reached",
        Step.TALKS: "Time to begin talks",
        Step.NINETY: "90 % reached",
        Step.FULL: "The limit is reached",
    }
)


@dataclass(frozen=True)
class ApprovalPage:
    """What is shown of one approval. `says` tells on which growth the projection rests."""

    limits: Sheet
    growth: Growth
    says: str
    months: Sheet
    counted: Sheet
    alerts: Sheet


def limits_sheet(watched: Iterable[Watched], today: date, *, alone: bool = False) -> Sheet:
    """Every limit of these approvals, the nearest first, what is settled last. `alone`: of one approval, not named."""
    rows = [(one, room) for one in watched for room in one.rooms]
    rows.sort(key=lambda row: (row[1].settled, -(row[1].share or 0), row[0].snapshot.assessment_id))
    first = () if alone else (_("Approval"),)
    return Sheet(
        caption=_("Limits, the nearest first"),
        columns=(*first, _("Limit"), _("Counted"), _("With the growth"), _("Talks with the licensor")),
        rows=tuple((*(() if alone else (_approval(one),)), *_cells(one, room, today)) for one, room in rows),
        empty=_("No licence in force has a limit on users or revenue, so numbers decide nothing."),
    )


def unusable(watched: Iterable[Watched]) -> list[str]:
    """The approvals whose limits cannot be counted, by name."""
    return [one.snapshot.assessment.name for one in watched if not one.usable]


def approval_page(one: Watched, numbers: Sequence[Reading], alerts: Iterable[LimitAlert], today: date) -> ApprovalPage:
    """All that is told of one approval: its limits, their history and projection, what counts, and who was told."""
    facts = one.facts.get("organisation") or {}
    begins = date.fromisoformat(one.facts["as_of"])
    past = _past(numbers, begins)
    rate = facts.get("monthly_growth")
    shown = growth([_headroom(room) for room in one.rooms], _names(), rate, begins, past)
    return ApprovalPage(
        limits=limits_sheet((one,), today, alone=True),
        growth=shown,
        says=_growth_words(rate, measured_growth(numbers)),
        months=_months(past, shown),
        counted=_counted(facts),
        alerts=_alerts(alerts),
    )


def _names() -> Mapping[str, str]:
    return {licence.id: licence.short for licence in current_catalog().licences.values()}


def _headroom(room: Room) -> dict[str, Any]:
    return {
        "licence": room.licence,
        "metric": room.metric,
        "limit": room.limit,
        "counted": room.counted,
        "type": "at-release" if room.settled else "running",
        "crosses_on": room.crosses_on.isoformat() if room.crosses_on else None,
        **({"agreement": room.agreement} if room.agreement else {}),
    }


def _approval(one: Watched) -> Cell:
    assessment = one.snapshot.assessment
    address = reverse("wizard:numbers_of", args=[assessment.reference])
    return Cell(assessment.name, assessment.reference, (Link(_("History and projection"), address),))


def _cells(one: Watched, room: Room, today: date) -> tuple[Cell, ...]:
    rate = (one.facts.get("organisation") or {}).get("monthly_growth")
    told = limit_row(_headroom(room), _names(), rate)
    share = _("%(share)s %% of the limit") % {"share": amount(room.share)} if room.share is not None else ""
    near = bool(reached(room, today))
    return (
        Cell(told.limit, told.licence, (_origin(room),)),
        Cell(told.counted, share, state="unmet" if near and not room.settled else ""),
        Cell(told.outlook, _by_agreement(room) or _by_the_text(room)),
        _talks(room, today),
    )


def _origin(room: Room) -> Link:
    """Where the limit is written down: in a clause of the licence, or in an agreement that the organisation holds."""
    if room.agreement:
        return Link(_("Agreement"), reverse("wizard:knowledge") + "#agreement")
    return Link(_("Clause"), reverse("catalog:licence", args=[room.licence]) + "#threshold")


def _by_agreement(room: Room) -> str:
    """Whose numbers an agreement counts, and when it ends; empty for a licence's own limit."""
    if not room.agreement:
        return ""
    counts, until = room.agreement
    whole = _("The agreement counts the whole group.")
    each = _("The agreement counts each product that contains the model.")
    ends = _("It ends on %(day)s.") % {"day": day(until)} if until else ""
    return " ".join(filter(None, (each if counts == "product" else whole, ends)))


def _talks(room: Room, today: date) -> Cell:
    if room.settled:
        return Cell(_("None: the limit is settled."))
    if room.counted is None:
        return Cell(_("Open until the number is known."))
    display = _only_display(room)
    if Step.TALKS in reached(room, today):
        return Cell(_("Prepare the display now.") if display else _("Begin now."), state="unmet")
    begin = talks_from(room)
    share = {"number": amount(-(-room.limit * SHARE_OF_TALKS // FULL)), "share": SHARE_OF_TALKS}
    if begin is None:
        return Cell(_("At %(number)s, which is %(share)s %% of the limit") % share)
    words = _("Prepare the display from %(month)s on") if display else _("Begin in %(month)s")
    sooner = _("or at %(number)s (%(share)s %%), if that is sooner")
    return Cell(words % {"month": month_words(begin)}, sooner % share)


def _by_the_text(room: Room) -> str:
    """That the text settles a limit which only the guide's reading goes on counting."""
    once = next((it.on for it in _said(room, ("text",)) if it.tested == "at-release" and it.on), None)
    if room.settled or once is None:
        return ""
    words = _("By the guide’s reading. The text tests it once, for the month before %(day)s; growth changes nothing.")
    return words % {"day": day(once)}


def _only_display(room: Room) -> bool:
    """Whether nothing but a displayed name is owed above the limit, so that there is nothing to negotiate."""
    return {it.above for it in _said(room, READINGS)} == {"display"}


def _said(room: Room, readings: Iterable[ReadingName]) -> list[Limit]:
    """The limit as the readings of its licence state it; none do where an agreement sets it."""
    licence = None if room.agreement else current_catalog().licences.get(room.licence)
    found = [licence.terms.threshold.reading(name) for name in readings] if licence else []
    limits = [limit for reading in found if reading for limit in reading.value.limits]
    return [it for it in limits if it.limit == room.limit and (it.metric == MAU) == (room.metric == MAU)]


def _past(numbers: Sequence[Reading], begins: date) -> list[tuple[date, int]]:
    """The group's users as they were known at the end of each month, up to a year back, the oldest first."""
    ends = [months_before(begins, back) - timedelta(days=1) for back in range(MONTHS_BACK - 1, -1, -1)]
    found = [(end, total) for end in ends if (total := group_total(until(numbers, end).values())) is not None]
    now = group_total(newest(numbers).values())
    return [*found, (begins, now)] if now is not None else []


def _growth_words(rate: float | None, measured: float | None) -> str:
    if rate is None:
        return _("No growth is known: enter numbers that lie at least four weeks apart, or state it in the assessment.")
    words = {"rate": f"{rate:.1%}".replace("%", " %")}
    if measured is not None and rate == measured:
        return _("The projection goes on with %(rate)s a month, as measured over the last year.") % words
    return _("The projection goes on with %(rate)s a month, as stated in the assessment.") % words


def _months(past: Sequence[tuple[date, int]], shown: Growth) -> Sheet:
    """The drawing in numbers: what was counted, month by month, and the projection of each number that counts."""
    ahead = list(zip(*shown.rows, strict=True))[1:]
    starts = " / ".join(row[0] for row in shown.rows)
    # Two numbers of one month are those of its end and of the day of the answers: the later one stands.
    by_month = {(one.year, one.month): (one, users) for one, users in past}
    rows = [(Cell(month_words(one)), Cell(amount(users)), Cell(_("counted"))) for one, users in by_month.values()]
    rows += [
        (Cell(month), Cell(" / ".join(users)), Cell(_("projected from %(users)s") % {"users": starts}))
        for month, users in zip(shown.months[1:], ahead, strict=False)
    ]
    return Sheet(_("The drawing in numbers"), (_("Month"), _("Users a month"), _("How")), tuple(rows))


def _counted(facts: Mapping[str, Any]) -> Sheet:
    contains = {True: _("Yes"), False: _("No"), None: _("Not known")}
    rows = [
        (
            Cell(product.get("name") or _("no name"), product.get("entity") or ""),
            Cell(_number(product.get("monthly_active_users"))),
            Cell(contains[product.get("uses_model")]),
        )
        for product in facts.get("products") or ()
    ]
    if facts.get("monthly_active_users") is not None:
        rows.append((Cell(_("The whole group, as told")), Cell(_number(facts["monthly_active_users"])), Cell("")))
    return Sheet(
        _("What is counted: the answers, with the newest numbers in their place"),
        (_("Product"), _("Users a month"), _("Contains the model")),
        tuple(rows),
        _("Neither the assessment nor the numbers tell how many users there are."),
    )


def _number(users: int | None) -> str:
    return _("Not known") if users is None else amount(users)


def _alerts(alerts: Iterable[LimitAlert]) -> Sheet:
    names = _names()
    return Sheet(
        _("What was told, the latest first"),
        (_("Step"), _("Limit"), _("Counted then"), _("Told on")),
        tuple(
            (
                Cell(STEPS[Step(it.step)]),
                Cell(amount(it.threshold), names.get(it.licence, it.licence)),
                Cell(amount(it.counted)),
                Cell(day(it.raised_at.date())),
            )
            for it in alerts
        ),
        _("No step is reached yet."),
    )
