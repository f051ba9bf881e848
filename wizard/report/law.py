"""What the EU AI Act makes of the product, as an argument: what it is, who you are, what follows, what is open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from catalog.presenters.duties import act_duties
from catalog.presenters.language import Spoken
from catalog.presenters.language import gettext as _
from catalog.presenters.words import day
from wizard.report.inputs import Labels
from wizard.report.plans import NO_PLAN, PlanView

_BASES = Spoken({"L": "the Act", "G": "a guideline of the Commission", "D": "a draft guideline", "R": "our reading"})
_STATUSES = Spoken({"in-force": "in force since {day}", "upcoming": "from {day}", "legacy": "shielded until {day}"})


@dataclass(frozen=True)
class LawDuty:
    """One obligation of the Act, from when it binds, what rests on it, what breaking it can cost, who sees to it."""

    article: str
    says: str
    status: str
    kind: str
    basis: str
    penalty: str
    plan: PlanView


@dataclass(frozen=True)
class LawView:
    """The argument in five steps. `penalties` explains each tier once, in money where the evaluation told it."""

    classes: tuple[str, ...]
    roles: tuple[str, ...]
    duties: tuple[LawDuty, ...]
    penalties: tuple[str, ...]
    assumed: tuple[str, ...]
    review: tuple[str, ...]


def law(evaluation: Mapping[str, Any], labels: Labels, planned: Mapping[str, PlanView]) -> LawView:
    """Put the `eu_ai_act` part of an evaluation into words."""
    act = evaluation["eu_ai_act"]
    tiers = list(dict.fromkeys(duty["penalty"] for duty in act["obligations"] if duty["penalty"]))
    marks = {tier: str(number) for number, tier in enumerate(tiers, start=1)}
    fines = {fine["tier"]: fine["says"] for fine in act.get("penalties", ())}
    return LawView(
        classes=tuple(labels.outcomes.get(code, code) for code in act["outcomes"]),
        roles=tuple(labels.roles.get(code, code) for code in act["roles"]),
        duties=tuple(
            _duty(owed.duty, labels, marks, planned.get(owed.key, NO_PLAN)) for owed in act_duties(evaluation)
        ),
        penalties=tuple(labels.say(fines.get(tier, "")) or labels.penalties.get(tier, tier) for tier in tiers),
        assumed=tuple(labels.questions.get(name, name) for name in act["assumed"]),
        review=tuple(map(labels.say, act["review"])),
    )


def _duty(duty: Mapping[str, Any], labels: Labels, marks: Mapping[str, str], plan: PlanView) -> LawDuty:
    article = str(duty["article"])
    since = day(date.fromisoformat(duty["applies_from"])) if duty["applies_from"] else ""
    return LawDuty(
        article=_("Article %(number)s") % {"number": article} if article[:1].isdigit() else article,
        says=labels.say(duty["says"]),
        status=_STATUSES[duty["status"]].format(day=since).strip(),
        kind=duty["status"],
        basis=_BASES.get(duty["tag"], duty["tag"]),
        penalty=marks.get(duty["penalty"], ""),
        plan=plan,
    )
