"""Phase 1, third item: what each licence restricts, drawn up line by line for a person to confirm or dispute."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.knowledge.entries import Licence
from catalog.knowledge.facts import Reading
from catalog.knowledge.index import Catalogue
from catalog.knowledge.terms import Territory
from catalog.presenters.language import told
from catalog.presenters.words import CONFIDENCE, EFFECTS, TOPICS, clause_words
from wizard.phases.choices import Choice, YesNo
from wizard.phases.context import Context
from wizard.phases.fields import Text
from wizard.phases.item import Group, Item, Note, Rule
from wizard.phases.marks import HOW, Line, MarkedForm, Marks

# Beside the list of uses: the topics that can restrict, limit or oblige, and whether a value does.
TELLING: dict[str, Callable[[Any], bool]] = {
    "commercial-use": lambda value: value.level != "allowed",
    "modification": lambda value: value.level != "allowed",
    "distribution": lambda value: value.level != "allowed",
    "threshold": lambda value: bool(value.limits),
    "registration": lambda value: value.needed != "never",
    "output-training": lambda value: value.forbids != "none" or value.distillation != "free",
    "output-naming": lambda value: value.duty != "none",
    "output-derivative": lambda value: value.derivative,
    "territory": lambda value: value != Territory(),
    "field": lambda value: value.purposes != "any" or value.excludes_competitors,
    "attribution": lambda value: value.strength != "none",
    "notice": lambda value: value.strength != "none",
    "licence-copy": lambda value: value.strength != "none",
    "content-filter": lambda value: value.strength != "none",
    "propagation": lambda value: value.restrictions or value.relicensing != "any",
    "copyleft": lambda value: value.kind != "none",
    "termination": lambda value: value.suits == "all-rights" or value.revocable or value.changeable,
}
SHAPES = {"prohibited": "blocked", "limited": "conditions"}
VERIFIED = ("read", "excerpt")


class RestrictionList(MarkedForm):
    """The list of restrictions, limits and duties of each licence; a person confirms it, or disputes single lines."""

    def build(self) -> None:
        for licence in self.context.texts:
            names = (
                self.ask(
                    f"marks-{licence.id}",
                    Marks(
                        label=_("What it restricts"),
                        draw=partial(drawn_up, licence, self.context.catalogue),
                    ),
                ),
                self.ask(f"agreed-{licence.id}", Choice(label=_("Is the list complete?"), choices=COMPLETE)),
                self.ask(
                    f"reason-{licence.id}",
                    Text(label=_("What is missing"), help_text=_("Name the clause if you can."), lines=3),
                    when=_lacking(f"agreed-{licence.id}"),
                ),
            )
            hint = "" if self.groups or self.unhidden else str(HOW)
            self.groups.append(Group(names, licence.name, hint=hint, about=licence.short))
        if policies := use_policies(self.context):
            question = YesNo(
                label=_("Has somebody read the use policies?"),
                help_text=_("They are part of the deal, and some may change without a new licence."),
                at="/safeguards/use_policy_reviewed",
            )
            self.groups.append(Group((self.ask("use_policy_reviewed", question),), _("Use policies"), notes=policies))

    def contested(self) -> list[tuple[str, str]]:
        """Disputed lines, and what a person misses in a list."""
        lacking = [
            (_("%(licence)s: something is missing") % {"licence": licence.short}, self.values[name])
            for licence in self.context.texts
            if (name := f"reason-{licence.id}") in self.values
        ]
        return [*super().contested(), *lacking]


COMPLETE = [
    ("yes", gettext_lazy("Yes, apart from what I dispute above")),
    ("no", gettext_lazy("No, something is missing")),
]


def _lacking(agreed: str) -> Rule:
    return lambda values, _context: values.get(agreed) == "no"


def drawn_up(licence: Licence, catalogue: Catalogue) -> tuple[Line, ...]:
    """What the text of a licence restricts, limits or asks for, with clause and source, as far as it was read."""
    return (*_topics(licence, catalogue), *_uses(licence, catalogue))


def _uses(licence: Licence, catalogue: Catalogue) -> Iterator[Line]:
    """The items of the list of uses. An item that stands there twice has two lines."""
    term = licence.terms.use_restrictions
    seen: dict[str, int] = {}
    for item in term.text.value.items:
        name = f"use-{item.item}-{item.effect}"
        seen[name] = seen.get(name, 0) + 1
        yield Line(
            key=name if seen[name] == 1 else f"{name}-{seen[name]}",
            called=_("Use, item %(item)s") % {"item": item.item},
            says=told(item.says),
            place=_("item %(item)s") % {"item": item.item},
            href=_address(term.text, catalogue),
            effect=EFFECTS[item.effect],
            css=SHAPES[item.effect],
            doubt=_doubt(term.text),
        )


def _topics(licence: Licence, catalogue: Catalogue) -> Iterator[Line]:
    for topic, tells in TELLING.items():
        term = licence.terms.term(topic)
        also = term.guide if term.guide and term.disputed else None
        if tells(term.text.value) or (also and tells(also.value)):
            yield Line(
                key=topic,
                called=TOPICS[topic],
                says=told(term.text.says),
                place=clause_words(term.text.clause),
                href=_address(term.text, catalogue),
                also=told(also.says) if also else "",
                doubt=_doubt(term.text),
            )


def _address(reading: Reading[Any], catalogue: Catalogue) -> str:
    return str(catalogue.sources[reading.source].url)


def _doubt(reading: Reading[Any]) -> str:
    return "" if reading.confidence in VERIFIED else CONFIDENCE[reading.confidence]


def use_policies(context: Context) -> tuple[Note, ...]:
    """The use policies that come with the candidates’ licences."""
    found = {value.name: str(value.url or "") for _licence, value in context.values("use-policy") if value.name}
    return tuple(Note(name, _("Read it in full."), href) for name, href in found.items())


RESTRICTIONS = Item(
    "restrictions",
    "identification",
    gettext_lazy("Restrictions"),
    gettext_lazy("Is this list of restrictions complete and right?"),
    gettext_lazy(
        "We drew it up from the texts. Confirm it, or dispute it with a reason; a reviewer will look at both."
    ),
    RestrictionList,
    topics=("use-restrictions", "use-policy"),
)
