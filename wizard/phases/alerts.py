"""Phase 3, user monitoring: the limits that go on counting, and who is told at which step on the way to one."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.knowledge.entries import Licence
from catalog.knowledge.terms import Limit
from catalog.presenters.words import listed
from wizard.phases.choices import Choice, YesNo
from wizard.phases.context import Context
from wizard.phases.fields import Text
from wizard.phases.item import Group, Item, ItemForm, Values
from wizard.phases.numbers import grouped

STEPS = (50, 75, 80, 90)
"""Per cent of a limit at which somebody is told."""
FREQUENCIES = (
    ("daily", gettext_lazy("Every day")),
    ("weekly", gettext_lazy("Every week")),
    ("monthly", gettext_lazy("Every month")),
)


def has_limit(context: Context) -> bool:
    """Whether a candidate's licence, by any reading, or an agreement on it has a limit of scale."""
    return context.any_value("threshold", lambda value: bool(value.limits)) or any(context.agreed)


def watched_limits(context: Context) -> Iterator[tuple[Licence, Limit]]:
    """Every limit that goes on counting, by any reading or by an agreement, each once; the smallest first.

    Entries that stand for the same text count as one.
    """
    found: dict[tuple[str, str, int], tuple[Licence, Limit]] = {}
    for licence, value in context.values("threshold"):
        for limit in value.limits:
            if limit.tested == "running":
                found.setdefault((licence.spdx, limit.metric, limit.limit), (licence, limit))
    for licence, limit in context.agreed:
        found.setdefault((licence.spdx, limit.metric, limit.limit), (licence, limit))
    yield from sorted(found.values(), key=lambda pair: (pair[1].limit, pair[0].short))


def share_of(limit: Limit, step: int) -> int:
    """The number at which a step lies, rounded up: from there on it is reached."""
    return -(-limit.limit * step // 100)


def _is_measured(values: Values, _context: Context) -> bool:
    return bool(values.get("mau_monitoring") == "yes")


class UserMonitoring(ItemForm):
    """Whether users are counted against the limits, from which source, how often, and who hears of it at each step."""

    mau_monitoring = YesNo(
        label=gettext_lazy("Are monthly users measured against the limits?"), at="/safeguards/mau_monitoring"
    )
    measured_where = Text(
        label=gettext_lazy("From which source does the number come?"),
        help_text=gettext_lazy("The system, the report, the query."),
    )
    how_often = Choice(label=gettext_lazy("How often is it read?"), choices=FREQUENCIES, unsure=False)

    def build(self) -> None:
        asked = tuple(self._ask_step(step) for step in STEPS)
        self.rules = dict.fromkeys(("measured_where", "how_often", *asked), _is_measured)
        self.groups = [
            Group(("mau_monitoring", "measured_where", "how_often"), _("The measurement")),
            Group(asked, _("Alert steps"), _("A name, a team or an address. 80 % leaves time to negotiate.")),
        ]

    def _ask_step(self, step: int) -> str:
        first = step == STEPS[0]
        words = _("Who is told at %(share)s?") if first else _("Who else at %(share)s?")
        numbers = {grouped(share_of(limit, step)): None for _licence, limit in watched_limits(self.context)}
        hint = _("From %(numbers)s on.") % {"numbers": listed(numbers)} if numbers else ""
        return self.ask(f"told_{step}", Text(label=words % {"share": f"{step} %"}, help_text=hint, required=first))


USER_MONITORING = Item(
    "user-monitoring",
    "technical",
    gettext_lazy("User monitoring"),
    gettext_lazy("Who notices when the users approach a limit?"),
    gettext_lazy("A limit that nobody watches is found by the licensor."),
    UserMonitoring,
    topics=("threshold",),
    applies=has_limit,
)
