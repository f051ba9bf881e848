"""Phase 3: what has to be in place in the product itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.knowledge.facts import Reading
from catalog.presenters.language import told, within
from catalog.presenters.words import STRENGTHS
from wizard.phases.alerts import USER_MONITORING
from wizard.phases.choices import YesNo
from wizard.phases.context import Context
from wizard.phases.fields import Text
from wizard.phases.item import Group, Item, ItemForm, Note, Rule, Values
from wizard.phases.training_data import FINE_TUNING_DATA

PHASE = "technical"


def _yes(name: str) -> Rule:
    return lambda values, _context: values.get(name) == "yes"


class Attribution(ItemForm):
    """Labels, notices and licence copies: asked only where a candidate's licence owes them."""

    OWED = {
        "attribution_displayed": ("attribution", gettext_lazy("Is the attribution displayed?")),
        "notice_file": ("notice", gettext_lazy("Do the notices travel with every copy?")),
        "licence_copy_included": ("licence-copy", gettext_lazy("Does a copy of the licence travel with every copy?")),
    }

    def build(self) -> None:
        for name, (topic, label) in self.OWED.items():
            notes = tuple(_owed(topic, self.context))
            if notes:
                self.ask(name, YesNo(label=label, at=f"/safeguards/{name}"))
                self.groups.append(Group((name,), notes=notes))
        where = Text(
            label=_("Where can it be seen?"), help_text=_("A page, a screen, a file."), required=False, lines=2
        )
        self.groups.append(Group((self.ask("where", where),)))


def _owed(topic: str, context: Context) -> Iterator[Note]:
    """What each licence asks for, in its exact label where it has one."""
    for licence in context.texts:
        term = licence.terms.term(topic)
        for reading in (term.text, term.guide):
            if reading and reading.value.strength != "none":
                label = f"“{reading.value.label}”. " if reading.value.label else ""
                strength = within(STRENGTHS[reading.value.strength])
                yield Note(f"{licence.short}, {strength}", f"{label}{_stated(reading)}")
                break


def _stated(reading: Reading[Any]) -> str:
    """A reading with the place where it stands."""
    return f"{told(reading.says)} ({told(reading.clause)})"


def _must_pass_on(values: Values, context: Context) -> bool:
    """Restrictions travel when something leaves the house in a way that a licence names."""
    triggers = {way for _, value in context.values("propagation") if value.restrictions for way in value.triggers}
    delivery = context.fact("/use/delivery")
    if not triggers:
        return False
    return values.get("publishes_weights") in ("yes", "unknown") or delivery is None or bool(triggers & set(delivery))


class Propagation(ItemForm):
    """What leaves the house, under which name and licence, and whether the restrictions go with it."""

    depends = {
        "published_name": _yes("publishes_weights"),
        "published_licence": _yes("publishes_weights"),
        "restrictions_passed_on": _must_pass_on,
    }
    publishes_weights = YesNo(
        label=gettext_lazy("Will you publish or hand over weights that you changed?"),
        at="/adaptation/publishes_weights",
    )
    published_name = Text(label=gettext_lazy("Under which name?"), required=False, at="/adaptation/published_name")
    published_licence = Text(
        label=gettext_lazy("Under which licence?"),
        help_text=gettext_lazy("Its usual short name, such as Apache-2.0."),
        required=False,
        at="/adaptation/published_licence",
    )
    restrictions_passed_on = YesNo(
        label=gettext_lazy("Do your own terms pass the restrictions on?"),
        help_text=gettext_lazy("To whoever gets the model or, under some licences, uses it through your service."),
        at="/safeguards/restrictions_passed_on",
    )

    def build(self) -> None:
        owed: dict[str, Note] = {}
        for licence in self.context.texts:
            term = licence.terms.propagation
            if term.text.value.restrictions or term.text.value.relicensing != "any":
                owed[licence.id] = Note(licence.short, _stated(term.text))
        self.groups = [Group(tuple(self.fields), notes=tuple(owed.values()))]


class ContentSafety(ItemForm):
    """Filters, a safety layer and people who watch: what exists, and how it works."""

    depends: ClassVar[Mapping[str, Rule]] = {
        "how": lambda values, _context: (
            "yes" in {values.get(name) for name in ("content_filter", "own_safety_layer", "human_oversight")}
        )
    }
    content_filter = YesNo(label=gettext_lazy("Are inputs or outputs filtered?"), at="/safeguards/content_filter")
    own_safety_layer = YesNo(
        label=gettext_lazy("Is there a safety layer of your own?"),
        help_text=gettext_lazy("Limits, checks and tests that do not rest on the model’s own behaviour."),
        at="/safeguards/own_safety_layer",
    )
    human_oversight = YesNo(
        label=gettext_lazy("Can a person step in and overrule it?"), at="/safeguards/human_oversight"
    )
    how = Text(
        label=gettext_lazy("How does it work?"),
        help_text=gettext_lazy("Two or three sentences, with the name of who is responsible."),
        lines=4,
    )


ITEMS = (
    Item(
        "attribution",
        PHASE,
        gettext_lazy("Attribution"),
        gettext_lazy("Are labels, notices and licence copies in place?"),
        gettext_lazy(
            "What each licence asks for stands below in its exact words. A missing label is a duty to do, not a "
            "blocker."
        ),
        Attribution,
        topics=("attribution", "notice", "licence-copy"),
    ),
    USER_MONITORING,
    Item(
        "propagation",
        PHASE,
        gettext_lazy("Propagation"),
        gettext_lazy("What leaves your house, and under which terms?"),
        gettext_lazy("Some licences travel with every copy and every derivative; stripping them off is a breach."),
        Propagation,
        topics=("propagation", "copyleft", "output-naming"),
    ),
    FINE_TUNING_DATA,
    Item(
        "content-safety",
        PHASE,
        gettext_lazy("Content safety"),
        gettext_lazy("What keeps harmful output from people?"),
        gettext_lazy("Some licences ask for it; a permissive one leaves it to you alone."),
        ContentSafety,
        topics=("use-policy", "use-restrictions"),
    ),
)
