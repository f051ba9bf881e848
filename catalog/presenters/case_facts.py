"""The facts of a published case in words: each answer with the question that it answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from catalog.engine.law import Law
from catalog.knowledge.cases import PublishedCase
from catalog.knowledge.index import Catalogue
from catalog.knowledge.places import COUNTRIES
from catalog.presenters import words
from catalog.presenters.case_words import FACTS, LAW_CONTEXT, LAW_FACTS, READINGS, VALUES
from catalog.presenters.language import gettext as _
from catalog.presenters.language import told
from catalog.presenters.licence import Link, licence_link, model_link

USERS_ON = "/organisation/monthly_active_users_on"


@dataclass(frozen=True)
class Line:
    """One statement: what it is about, and what is said of it, with links where something leads somewhere."""

    label: str
    parts: tuple[Link, ...]


@dataclass(frozen=True)
class Lexicon:
    """What the words of a case are taken from."""

    catalogue: Catalogue
    law: Law

    def model(self, name: str) -> Link:
        """A model of the catalogue by its name; one of the organisation’s own by its id."""
        found = self.catalogue.model(name)
        return model_link(found) if found else Link(name, "")

    def licence(self, name: str) -> Link:
        """A licence by its short name; a text that stands for none as it is written."""
        return licence_link(name, self.catalogue) if name in self.catalogue.licences else Link(name, "")

    def value(self, value: object) -> str:
        """Write an answer as a person would: yes, no, not known, labels for codes, lists joined."""
        if value is None or isinstance(value, bool):
            return {True: _("Yes"), False: _("No"), None: _("Not known")}[value]
        if isinstance(value, list | tuple):
            return words.listed(self.value(item) for item in value) if value else _("None")
        if isinstance(value, int | float):
            return f"{value:,.0f}" if value < 10**15 else words.flop(value)
        return words.day(value) if isinstance(value, date) else self._label(str(value))

    def _label(self, code: str) -> str:
        known = self.catalogue.vocabulary
        for listed in (known.domains, known.activities, known.delivery, known.modalities):
            if code in listed:
                return told(listed[code].label)
        if code == "EU":
            return _("The European Union")
        return COUNTRIES.get(code) or VALUES.get(code) or self.licence(code).label


def plain(label: str, text: str) -> Line:
    """One statement without links."""
    return Line(label, (Link(text, ""),))


def engine_facts(case: PublishedCase, lexicon: Lexicon) -> Iterator[Line]:
    """The facts of a case on licences, in the order of the document."""
    for name, given in case.own_models.items():
        yield _own_model(name, given, lexicon)
    for part, stated in case.facts.items():
        match part:
            case "candidates":
                yield Line(FACTS["/candidates"], tuple(lexicon.model(name) for name in stated))
            case "eu_ai_act":
                yield from law_answers(stated, lexicon)
            case "positions":
                yield from (_position(it, lexicon) for it in stated)
            case "agreements":
                yield from (_agreement(it, lexicon) for it in stated)
            case "reading":
                yield plain(FACTS["/reading"], READINGS[stated])
            case "as_of":
                yield plain(FACTS["/as_of"], words.day(_day(stated)))
            case _:
                yield from _leaves(part, stated, lexicon)


def law_facts(case: PublishedCase, lexicon: Lexicon) -> Iterator[Line]:
    """The facts of a case on the AI Act: the answers, then what is known from elsewhere."""
    if case.as_of:
        yield plain(FACTS["/as_of"], words.day(case.as_of))
    yield from law_answers(case.facts, lexicon)
    for name, stated in case.context.items():
        if name == "hints":
            yield from (plain(LAW_CONTEXT[name], question_words(key, lexicon.law)) for key in stated)
        else:
            yield plain(LAW_CONTEXT[name], lexicon.value(stated))


def law_answers(stated: Mapping[str, Any], lexicon: Lexicon) -> Iterator[Line]:
    """Answers to the questions of the AI Act."""
    for key, value in stated.items():
        yield plain(question_words(key, lexicon.law), _law_value(key, value, lexicon))


def question_words(key: str, law: Law) -> str:
    """The question behind an answer on the AI Act, by the key of the answer or the id of the question."""
    return LAW_FACTS.get(key) or told(law.questions[key].asks)


def _law_value(key: str, value: object, lexicon: Lexicon) -> str:
    options = lexicon.law.questions[key].options if key in lexicon.law.questions else {}
    if isinstance(value, str) and value in options:
        return told(options[value].says)
    if isinstance(value, list) and value:
        return " ".join(told(options[name].says) for name in value)
    return lexicon.value(value)


def _leaves(part: str, stated: Mapping[str, Any], lexicon: Lexicon) -> Iterator[Line]:
    for name, value in stated.items():
        at = f"/{part}/{name}"
        if at == USERS_ON and value:
            yield from (
                plain(_("Users counted for %(day)s") % {"day": words.day(_day(on))}, lexicon.value(it))
                for on, it in value.items()
            )
        elif at == "/organisation/products" and value:
            yield from (_product(it, lexicon) for it in value)
        elif at == "/organisation/monthly_growth" and value is not None:
            yield plain(FACTS[at], f"{value * 100:g} %")
        elif at in ("/use/description", "/adaptation/published_name") and value is not None:
            yield plain(FACTS[at], f"“{value}”")
        else:
            yield plain(FACTS[at], lexicon.value(value))


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def _product(product: Mapping[str, Any], lexicon: Lexicon) -> Line:
    has = {True: _("with the model"), False: _("without the model"), None: _("nobody said whether with the model")}
    users = product.get("monthly_active_users")
    count = _("users not known") if users is None else _("%(value)s users") % {"value": lexicon.value(users)}
    name = product.get("name") or _("A product")
    return plain(_("Product"), f"{name}: {count}, {has[product.get('uses_model')]}")


def _own_model(name: str, given: Mapping[str, Any], lexicon: Lexicon) -> Line:
    bases = given.get("base_models", ())
    derived = (Link(_("derived from"), ""), *(lexicon.model(base) for base in bases)) if bases else ()
    return Line(_("The organisation’s own model"), (Link(name, ""), lexicon.licence(given["licence"]), *derived))


def _position(position: Mapping[str, Any], lexicon: Lexicon) -> Line:
    topic = words.TOPICS[position["topic"]]
    reading = READINGS[position["reading"]].lower()
    return Line(
        _("Legal position"),
        (
            lexicon.licence(position["licence"]),
            Link(_("%(topic)s: %(reading)s counts") % {"topic": topic, "reading": reading}, ""),
        ),
    )


def _agreement(agreement: Mapping[str, Any], lexicon: Lexicon) -> Line:
    covers = words.listed(words.TOPICS[topic].lower() for topic in agreement["covers"]) or "nothing"
    until = agreement.get("until")
    ends = _("until %(day)s") % {"day": words.day(_day(until))} if until else _("without an end date")
    limit = agreement.get("limit")
    size = words.agreed_limit(limit["metric"], limit["at_most"], limit.get("counts", "group")) if limit else ""
    covered = _("covers %(covers)s, %(size)s, %(ends)s") if size else _("covers %(covers)s, %(ends)s")
    return Line(
        _("Agreement"),
        (
            lexicon.licence(agreement["licence"]),
            Link(covered % {"covers": covers, "size": size, "ends": ends}, ""),
        ),
    )
