"""Phase 3: what has to be in place in the product itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from wizard.phases.choices import YesNo
from wizard.phases.context import Context
from wizard.phases.fields import Text
from wizard.phases.item import Group, Item, ItemForm, Note, Rule, Values
from wizard.phases.numbers import Percent, grouped

PHASE = "technical"


def _yes(name: str) -> Rule:
    return lambda values, _context: values.get(name) == "yes"


class Attribution(ItemForm):
    """Labels, notices and licence copies: asked only where a candidate's licence owes them."""

    OWED = {
        "attribution_displayed": ("attribution", "Is the attribution displayed?"),
        "notice_file": ("notice", "Do the notices travel with every copy?"),
        "licence_copy_included": ("licence-copy", "Does a copy of the licence travel with every copy?"),
    }

    def build(self) -> None:
        for name, (topic, label) in self.OWED.items():
            notes = tuple(_owed(topic, self.context))
            if notes:
                self.ask(name, YesNo(label=label, at=f"/safeguards/{name}"))
                self.groups.append(Group((name,), notes=notes))
        where = Text(label="Where can it be seen?", help_text="A page, a screen, a file.", required=False, lines=2)
        self.groups.append(Group((self.ask("where", where),)))


def _owed(topic: str, context: Context) -> Iterator[Note]:
    """What each licence asks for, in its exact label where it has one."""
    for licence in context.texts:
        term = licence.terms.term(topic)
        for reading in (term.text, term.guide):
            if reading and reading.value.strength != "none":
                label = f"“{reading.value.label}”. " if reading.value.label else ""
                yield Note(f"{licence.short}, {reading.value.strength}", f"{label}{reading.says} ({reading.clause})")
                break


class UserMonitoring(ItemForm):
    """Whether users are counted against the limits, where, and who hears of it."""

    depends = dict.fromkeys(("measured_where", "alerted", "alert_at"), _yes("mau_monitoring"))
    mau_monitoring = YesNo(label="Are monthly users measured against the limits?", at="/safeguards/mau_monitoring")
    measured_where = Text(label="Where are they measured?", help_text="The system, the report, the query.")
    alerted = Text(label="Who is told when a limit comes near?")
    alert_at = Percent(
        label="At which share of the limit?", help_text="80 % leaves time to negotiate.", initial=0.8, most=100
    )

    def build(self) -> None:
        notes = {
            (licence.id, limit.limit): Note(licence.short, f"Limit of {grouped(limit.limit)}.")
            for licence, value in self.context.values("threshold")
            for limit in value.limits
        }
        self.groups = [Group(tuple(self.fields), notes=tuple(notes.values()))]


def has_limit(context: Context) -> bool:
    """Whether a candidate's licence, by any reading, has a limit of scale."""
    return context.any_value("threshold", lambda value: bool(value.limits))


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
        label="Will you publish or hand over weights that you changed?", at="/adaptation/publishes_weights"
    )
    published_name = Text(label="Under which name?", required=False, at="/adaptation/published_name")
    published_licence = Text(
        label="Under which licence?",
        help_text="Its usual short name, such as Apache-2.0.",
        required=False,
        at="/adaptation/published_licence",
    )
    restrictions_passed_on = YesNo(
        label="Do your own terms pass the restrictions on?",
        help_text="To whoever gets the model or, under some licences, uses it through your service.",
        at="/safeguards/restrictions_passed_on",
    )

    def build(self) -> None:
        owed: dict[str, Note] = {}
        for licence in self.context.texts:
            term = licence.terms.propagation
            if term.text.value.restrictions or term.text.value.relicensing != "any":
                owed[licence.id] = Note(licence.short, f"{term.text.says} ({term.text.clause})")
        self.groups = [Group(tuple(self.fields), notes=tuple(owed.values()))]


class FineTuningData(ItemForm):
    """Where the training data of a change came from, and where that is written down."""

    depends = {"recorded_where": _yes("fine_tuning_data_recorded")}
    fine_tuning_data_recorded = YesNo(
        label="Are the sources of your training data recorded?", at="/safeguards/fine_tuning_data_recorded"
    )
    recorded_where = Text(label="Where is the record?")
    sources = Text(
        label="What are the sources?",
        help_text="Kind, origin, licence or legal basis; one to a line.",
        required=False,
        lines=4,
    )


def changes_weights(context: Context) -> bool:
    """Fine-tuning data matters unless it is settled that nothing is tuned."""
    return context.fact("/adaptation/fine_tunes") is not False


class ContentSafety(ItemForm):
    """Filters, a safety layer and people who watch: what exists, and how it works."""

    depends: ClassVar[Mapping[str, Rule]] = {
        "how": lambda values, _context: (
            "yes" in {values.get(name) for name in ("content_filter", "own_safety_layer", "human_oversight")}
        )
    }
    content_filter = YesNo(label="Are inputs or outputs filtered?", at="/safeguards/content_filter")
    own_safety_layer = YesNo(
        label="Is there a safety layer of your own?",
        help_text="Limits, checks and tests that do not rest on the model’s own behaviour.",
        at="/safeguards/own_safety_layer",
    )
    human_oversight = YesNo(label="Can a person step in and overrule it?", at="/safeguards/human_oversight")
    how = Text(
        label="How does it work?", help_text="Two or three sentences, with the name of who is responsible.", lines=4
    )


ITEMS = (
    Item(
        "attribution",
        PHASE,
        "Attribution",
        "Are labels, notices and licence copies in place?",
        "What each licence asks for stands below in its exact words. A missing label is a duty to do, not a blocker.",
        Attribution,
        topics=("attribution", "notice", "licence-copy"),
    ),
    Item(
        "user-monitoring",
        PHASE,
        "User monitoring",
        "Who notices when the users approach a limit?",
        "A limit that nobody watches is found by the licensor.",
        UserMonitoring,
        topics=("threshold",),
        applies=has_limit,
    ),
    Item(
        "propagation",
        PHASE,
        "Propagation",
        "What leaves your house, and under which terms?",
        "Some licences travel with every copy and every derivative; stripping them off is a breach.",
        Propagation,
        topics=("propagation", "copyleft", "output-naming"),
    ),
    Item(
        "fine-tuning-data",
        PHASE,
        "Fine-tuning data",
        "Where does your training data come from?",
        "A record made now costs an hour; one made for an authority costs a month.",
        FineTuningData,
        articles=("53(1)(c)", "53(1)(d)"),
        applies=changes_weights,
    ),
    Item(
        "content-safety",
        PHASE,
        "Content safety",
        "What keeps harmful output from people?",
        "Some licences ask for it; a permissive one leaves it to you alone.",
        ContentSafety,
        topics=("use-policy", "use-restrictions"),
    ),
)
