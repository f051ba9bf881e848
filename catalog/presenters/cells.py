"""The columns of the licence matrix: which topics a cell stands for, its few words, and how it filters and sorts.

A cell states what one voice says. Where the guide is silent on a topic, nothing is borrowed from the text.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from catalog.knowledge.entries import Licence
from catalog.knowledge.facts import ReadingName, Term
from catalog.knowledge.sentences import for_translation
from catalog.knowledge.terms import Grant, Limit, OutputNaming, OutputTraining
from catalog.presenters import values, words
from catalog.presenters.language import Spoken, told
from catalog.presenters.language import gettext as _

V = TypeVar("V")
COUNTED = Spoken({"group": "of the group", "licensee": "of the licensee", "product": "of the product"})
AT_RELEASE = Spoken({"at-release": " at release", "running": ""})
NONE_LISTED = for_translation("None listed")
_NOTHING = for_translation(("Unrestricted", "No limit", "Free", "Full", "None listed"))
OPENNESS, UNREAD = "openness", "unread"
Says = Callable[[Licence, ReadingName], str]
Keys = Callable[[Licence], tuple[str, ...]]


@dataclass(frozen=True)
class Column:
    """A column of the matrix.

    `name` is its name in the address and the place on the licence's page that a cell leads to. `covers` are the topics
    whose readings a cell opens. `keys` are those of `choices` that hold for a licence by its text: a filter looks for
    one of them, and sorting follows the first. `wide` columns need room; `lesser` ones a small screen can do without.
    """

    name: str
    english: str
    covers: tuple[str, ...]
    short: Says
    keys: Keys
    choices: Mapping[str, str]
    wide: bool = False
    lesser: bool = False

    @property
    def label(self) -> str:
        """The head of the column in the reader's language."""
        return told(self.english)

    def text(self, licence: Licence) -> str:
        """The text's few words. What nobody has read is told as such, and never as the word for nothing."""
        unread = self.unread(licence)
        if self.name in unread:
            return _("Not read")
        said = self.short(licence, "text")
        return _("Not read in full") if unread and said in map(told, _NOTHING) else said

    def unread(self, licence: Licence) -> tuple[str, ...]:
        """Of the topics that a cell tells of, those on which nobody has read the text."""
        return tuple(it for it in self.covers if it != "termination" and licence.terms.term(it).text.unread)

    def held(self, licence: Licence) -> tuple[str, ...]:
        """The choices that hold for a licence by its text."""
        return (UNREAD,) if self.text(licence) in (_("Not read"), _("Not read in full")) else self.keys(licence)

    @property
    def offered(self) -> Mapping[str, str]:
        """What a filter offers: the choices, and the licences on which nobody has read this."""
        return {**self.choices, UNREAD: _("Not read")} if self.covers else self.choices

    def guide(self, licence: Licence) -> str:
        """The guide's few words; its sentence where they would hide what it says. Empty where it is silent."""
        if self.name == OPENNESS:
            return ""
        said = self.short(licence, "guide")
        reading = licence.terms.term(self.name).guide
        return told(reading.says) if reading and said in (told(NONE_LISTED), words.LEVELS["conditional"]) else said

    def disputed(self, licence: Licence) -> bool:
        """Whether text and guide differ on any topic of this column."""
        return any(licence.terms.term(topic).disputed for topic in self.covers)

    def order(self, licence: Licence) -> tuple[int, str]:
        """Sort key: the place of the first choice that holds, then the words of the cell."""
        places = [list(self.offered).index(key) for key in self.held(licence)]
        return (min(places, default=len(self.offered)), self.text(licence).casefold())


def _value(term: Term[V], name: ReadingName) -> V | None:
    reading = term.reading(name)
    return None if reading is None or reading.unread else reading.value


def _grant(grant: Grant | None, parts: list[str], free: str) -> str:
    """Say a right in short: refused, free, or free with the conditions that can be named."""
    if grant is not None and grant.level == "forbidden":
        return words.LEVELS["forbidden"]
    if parts:
        return words.sentence(", ".join(parts))
    return free if grant is None or grant.level == "allowed" else words.LEVELS["conditional"]


def _limit(value: Limit) -> str:
    """Say a limit in short."""
    if value.above == "display":
        return _("its name displayed above %(size)s") % {"size": _size(value)}
    if values.at_any_size(value):
        return _("a licence for model services") if value.offered_as == "model-service" else _("a licence at any size")
    start = _("up to %(size)s") if value.beyond == "more-than" else _("below %(size)s")
    return f"{start} {COUNTED[value.counts]}{AT_RELEASE[value.tested]}" % {"size": _size(value)}


def _size(value: Limit) -> str:
    size = words.amount(value.limit)
    period = {"annual-revenue-usd": _("a year"), "monthly-revenue-usd": _("a month")}
    return (
        _("%(size)s users") % {"size": size}
        if value.metric == "mau"
        else _("US$ %(size)s %(metric)s") % {"size": size, "metric": period[value.metric]}
    )


def commercial(licence: Licence, name: ReadingName) -> str:
    """Commercial use with the kind of what narrows it; the columns beside it say how."""
    terms, parts = licence.terms, []
    if (threshold := _value(terms.threshold, name)) and any(it.above != "display" for it in threshold.limits):
        parts.append(_("up to a size"))
    if (registration := _value(terms.registration, name)) and registration.needed != "never":
        parts.append(_("after registration"))
    if (territory := _value(terms.territory, name)) and (territory.excluded_seats or territory.excluded_markets):
        parts.append(_("not everywhere"))
    return _grant(_value(terms.commercial_use, name), parts, _("Unrestricted"))


def threshold(licence: Licence, name: ReadingName) -> str:
    """Every limit of scale. The guide is silent where it has no reading."""
    value = _value(licence.terms.threshold, name)
    return "" if value is None else words.sentence(", ".join(_limit(limit) for limit in value.limits)) or _("No limit")


def outputs(licence: Licence, name: ReadingName) -> str:
    """What may be done with outputs: training, distillation, naming, and whose licence the trained model bears."""
    terms, parts = licence.terms, []
    training, naming = _value(terms.output_training, name), _value(terms.output_naming, name)
    derivative = _value(terms.output_derivative, name)
    if training:
        parts += _training(training)
    if naming and naming.duty != "none":
        parts.append(_naming(naming))
    if derivative and derivative.derivative:
        parts.append(_("a distilled model falls under the licence"))
    spoken = training or naming or derivative
    return words.sentence("; ".join(parts)) or (_("Free") if spoken else "")


def _training(value: OutputTraining) -> list[str]:
    spoken = {
        "other-llm": [_("no training of other language models")],
        "other-model": [_("no training of models outside the family")],
        "general-model": [_("no training of general-purpose models")],
        "competing": [_("no training of competing models")],
        "commercial-model": [_("no training of commercial models")],
        "any-model": [_("no training of any model")],
    }.get(value.forbids, [])
    return spoken if spoken or value.distillation == "free" else [_("no distillation")]


def _naming(value: OutputNaming) -> str:
    return (
        _("named “%(label)s…”") % {"label": value.label}
        if value.duty == "name-prefix"
        else _("shows “%(label)s”") % {"label": value.label}
    )


def territory(licence: Licence, name: ReadingName) -> str:
    """Where and for which purposes there are rights at all."""
    where, what = _value(licence.terms.territory, name), _value(licence.terms.field, name)
    parts = []
    if where and where.excluded_seats:
        images = _(" for models with images") if where.only_multimodal else ""
        parts.append(
            _("none%(images)s at seats in %(excluded_seats)s")
            % {"images": images, "excluded_seats": words.places(where.excluded_seats)}
        )
    if where and where.excluded_markets:
        parts.append(_("not in %(excluded_markets)s") % {"excluded_markets": words.places(where.excluded_markets)})
    if what and what.purposes != "any":
        parts.append(words.PURPOSES[what.purposes].lower())
    if what and what.excludes_competitors:
        parts.append(_("not for competitors"))
    return words.sentence(", ".join(parts)) or (_("No limit") if where or what else "")


def modification(licence: Licence, name: ReadingName) -> str:
    """Whether the model may be changed."""
    return _grant(_value(licence.terms.modification, name), [], _("Full"))


def distribution(licence: Licence, name: ReadingName) -> str:
    """Passing on, with the duties that travel along."""
    terms, parts = licence.terms, []
    passing = _value(terms.propagation, name)
    copyleft = _value(terms.copyleft, name)
    if passing and passing.restrictions:
        hosting = _(", hosting counts") if "hosted-service" in passing.triggers else ""
        parts.append(_("restrictions travel along%(hosting)s") % {"hosting": hosting})
    if (passing and passing.relicensing == "same-licence") or (copyleft and copyleft.kind != "none"):
        network = _(", network use too") if copyleft and copyleft.kind == "network" else ""
        parts.append(
            _("same licence, with source%(network)s") % {"network": network} if copyleft else _("same licence")
        )
    duties = (terms.licence_copy, terms.notice, terms.attribution)
    for label, term in zip((_("licence copy"), _("notices"), _("attribution")), duties, strict=True):
        duty = _value(term, name)
        if duty and duty.strength == "required":
            parts.append(f"“{duty.label}”" if term is terms.attribution and duty.label else label)
    return _grant(_value(terms.distribution, name), parts, _("Full"))


def uses(licence: Licence, name: ReadingName) -> str:
    """Restrictions on use: how many, and whether a policy stands beside them."""
    terms, parts = licence.terms, []
    if (restrictions := _value(terms.use_restrictions, name)) and restrictions.items:
        parts.append(values.in_words(restrictions))
    if (policy := _value(terms.use_policy, name)) and policy.name:
        parts.append(_("use policy"))
    return words.sentence(", ".join(parts)) or told(NONE_LISTED)


def patent(licence: Licence, name: ReadingName) -> str:
    """Whether patents are granted."""
    value = _value(licence.terms.patent, name)
    return values.in_words(value) if value else ""


def gotchas(licence: Licence, name: ReadingName) -> str:
    """The sentence itself: it carries no value."""
    reading = licence.terms.gotchas.reading(name)
    return told(reading.says) if reading else ""


def openness(licence: Licence, name: ReadingName) -> str:
    """The AI Act's conditions E1 to E4 in one line; the guide has none."""
    if name == "guide":
        return ""
    found = openness_by_state(licence)
    if not found["no"] and not found["review"]:
        return _("All four met")
    parts = [_("%(found)s not met") % {"found": words.listed(found["no"])}] if found["no"] else []
    parts += [_("%(found)s for a lawyer") % {"found": words.listed(found["review"])}] if found["review"] else []
    return "; ".join(parts)


def openness_by_state(licence: Licence) -> Mapping[str, list[str]]:
    """Which of E1 to E4 are met (`yes`), not met (`no`) or for a lawyer to settle (`review`)."""
    found: dict[str, list[str]] = {"yes": [], "review": [], "no": []}
    for name in words.OPENNESS:
        found[getattr(licence.openness, name).met].append(name)
    return found


def _level(topic: str) -> Keys:
    return lambda licence: (licence.terms.term(topic).text.value.level,)


def _restricted(licence: Licence) -> tuple[str, ...]:
    return ("none",) if uses(licence, "text") == told(NONE_LISTED) else ("some",)


def _limits(licence: Licence) -> tuple[str, ...]:
    metrics = {limit.metric for limit in licence.terms.threshold.text.value.limits}
    kinds = {"users" if metric == "mau" else "revenue" for metric in metrics}
    return tuple(sorted(kinds, reverse=True)) or ("none",)


def _outputs(licence: Licence) -> tuple[str, ...]:
    training = licence.terms.output_training.text.value
    held = {
        "named": licence.terms.output_naming.text.value.duty != "none",
        "derivative": licence.terms.output_derivative.text.value.derivative,
        "forbidden": training.forbids != "none" or training.distillation == "forbidden",
    }
    return tuple(key for key, holds in held.items() if holds) or ("free",)


def _places(licence: Licence) -> tuple[str, ...]:
    where, what = licence.terms.territory.text.value, licence.terms.field.text.value
    held = {
        "seats": bool(where.excluded_seats),
        "markets": bool(where.excluded_markets),
        "purposes": what.purposes != "any" or what.excludes_competitors,
    }
    return tuple(key for key, holds in held.items() if holds) or ("none",)


def _patent_grant(licence: Licence) -> tuple[str, ...]:
    return (licence.terms.patent.text.value.grant,)


def _open(licence: Licence) -> tuple[str, ...]:
    found = openness_by_state(licence)
    return ("no",) if found["no"] else ("review",) if found["review"] else ("yes",)


def _nothing(_: Licence) -> tuple[str, ...]:
    return ()


PASSING = ("distribution", "propagation", "copyleft", "licence-copy", "notice", "attribution")
OUTPUT_TOPICS = ("output-training", "output-naming", "output-derivative")

COLUMNS = for_translation(
    (
        Column(
            "commercial-use",
            "Commercial use",
            ("commercial-use", "registration"),
            commercial,
            _level("commercial-use"),
            words.LEVELS,
        ),
        Column("threshold", "Limit of scale", ("threshold",), threshold, _limits, words.LIMITS),
        Column("output-training", "Outputs", OUTPUT_TOPICS, outputs, _outputs, words.OUTPUTS),
        Column("territory", "Place and field", ("territory", "field"), territory, _places, words.PLACES),
        Column(
            "modification",
            "Modification",
            ("modification",),
            modification,
            _level("modification"),
            words.LEVELS,
            lesser=True,
        ),
        Column(
            "distribution", "Distribution", PASSING, distribution, _level("distribution"), words.LEVELS, lesser=True
        ),
        Column(
            "use-restrictions", "Use restrictions", ("use-restrictions", "use-policy"), uses, _restricted, words.SOME
        ),
        Column("patent", "Patent grant", ("patent", "termination"), patent, _patent_grant, words.PATENTS, lesser=True),
        Column(OPENNESS, "AI Act openness", (), openness, _open, words.OPEN, lesser=True),
        Column("gotchas", "What to watch for", ("gotchas",), gotchas, _nothing, {}, wide=True, lesser=True),
    )
)
BY_NAME = {column.name: column for column in COLUMNS}
