"""One licence: what it is, how open it is under the AI Act, and every topic with its readings."""

from dataclasses import dataclass

from django.urls import reverse

from catalog.knowledge.entries import Licence, Model
from catalog.knowledge.facts import ReadingName
from catalog.knowledge.index import Catalogue
from catalog.knowledge.overlay import Overlay
from catalog.knowledge.sentences import for_translation
from catalog.knowledge.terms import MATRIX_TOPICS, TOPICS, Restrictions
from catalog.presenters import words
from catalog.presenters.language import gettext as _
from catalog.presenters.language import ngettext, told
from catalog.presenters.matrix import speaks
from catalog.presenters.opened import Condition, conditions
from catalog.presenters.readings import BOTH, Shelf, TermView, settled_view

SUBJECTS = for_translation(
    (
        ("In short", ("gotchas",)),
        ("Rights", ("commercial-use", "modification", "distribution", "patent", "termination")),
        ("Scale, place and field", ("threshold", "registration", "territory", "field")),
        ("Uses", ("use-restrictions", "use-policy", "content-filter")),
        ("Outputs", ("output-training", "output-naming", "output-derivative")),
        ("Duties", ("attribution", "notice", "licence-copy", "propagation", "copyleft")),
    )
)


@dataclass(frozen=True)
class Link:
    """A link with its words; an empty address is plain text."""

    label: str
    href: str
    note: str = ""


@dataclass(frozen=True)
class RestrictionView:
    """One item of a list of uses."""

    item: str
    effect: str
    css: str
    says: str
    concerns: str
    remedy: str


@dataclass(frozen=True)
class RestrictionList:
    """The list of one reading."""

    title: str
    items: tuple[RestrictionView, ...]


@dataclass(frozen=True)
class Subject:
    """A group of topics, and those of them on which text and guide are silent."""

    label: str
    anchor: str
    terms: tuple[TermView, ...]
    silent: tuple[TermView, ...]


@dataclass(frozen=True)
class LicencePage:
    """Everything the page of one licence shows."""

    id: str
    name: str
    family: str
    summary: str
    facts: tuple[Link, ...]
    text_url: str
    disputed: str
    openness: tuple[Condition, ...]
    subjects: tuple[Subject, ...]
    restrictions: tuple[RestrictionList, ...]


def licence_page(licence: Licence, catalogue: Catalogue, shelf: Shelf, overlay: Overlay) -> LicencePage:
    """Show one licence of the catalogue."""
    return LicencePage(
        id=licence.id,
        name=licence.name,
        family=words.FAMILIES[licence.family],
        summary=_summary(licence),
        facts=_facts(licence, catalogue),
        text_url=str(licence.url),
        disputed=_disputed(licence),
        openness=conditions(licence),
        subjects=tuple(_subject(licence, shelf, overlay, label, topics) for label, topics in SUBJECTS),
        restrictions=tuple(filter(lambda it: it.items, (_restrictions(licence, name, catalogue) for name in BOTH))),
    )


def licence_link(licence_id: str, catalogue: Catalogue, note: str = "") -> Link:
    """Link to a licence by its short name."""
    return Link(catalogue.licences[licence_id].short, reverse("catalog:licence", args=[licence_id]), note)


def model_link(model: Model, note: str = "") -> Link:
    """Link to a model by its name."""
    return Link(model.name, reverse("catalog:model", args=[model.id]), note)


def _summary(licence: Licence) -> str:
    quiet = [topic for _, topics in SUBJECTS for topic in topics if not speaks(licence, topic)]
    unread = sum(licence.terms.term(topic).text.unread for topic in quiet)
    spoken = _("Text or guide speak on %(stated)s of %(value)s topics") % {
        "stated": len(TOPICS) - len(quiet),
        "value": len(TOPICS),
    }
    if unread:
        missing = ngettext("%(n)s topic has not been read.", "%(n)s topics have not been read.", unread) % {"n": unread}
        return f"{spoken}. {missing}"
    return (
        _("%(spoken)s; on the others the text was searched and is silent.") % {"spoken": spoken}
        if quiet
        else f"{spoken}."
    )


def _facts(licence: Licence, catalogue: Catalogue) -> tuple[Link, ...]:
    facts = [
        Link(licence.steward, "", _("Steward")),
        Link(licence.version, "", _("Version")),
        Link(words.day(licence.released), "", _("Published")),
        Link(licence.spdx, "", _("SPDX identifier")),
        Link(_("Approved") if licence.osi_approved else _("Not approved"), "", _("Open Source Initiative")),
        Link(words.OSAID[licence.osaid], "", _("Open Source AI Definition")),
        Link(_guide_row(licence), "", _("Row of the guide")),
        Link(", ".join(licence.hub_tags), "", _("Called on model cards")),
    ]
    if licence.predecessor:
        facts.append(licence_link(licence.predecessor, catalogue, _("Replaces")))
    if licence.successor:
        facts.append(licence_link(licence.successor, catalogue, _("Replaced by")))
    return tuple(fact for fact in facts if fact.label)


def _guide_row(licence: Licence) -> str:
    return f"{licence.guide_row.place}, {licence.guide_row.name}" if licence.guide_row else ""


def _disputed(licence: Licence) -> str:
    topics = [topic for _, group in SUBJECTS for topic in group if licence.terms.term(topic).disputed]
    if not topics:
        return ""
    named = words.listed(words.TOPICS[topic].lower() for topic in topics)
    return _("Text and guide differ on %(n)s: %(named)s.") % {
        "n": words.counted(len(topics), "topic", "topics"),
        "named": named,
    }


def _subject(licence: Licence, shelf: Shelf, overlay: Overlay, label: str, topics: tuple[str, ...]) -> Subject:
    terms = {
        topic: settled_view(topic, licence.terms.term(topic), shelf, overlay.position(licence.id, topic))
        for topic in topics
    }
    spoken = tuple(term for topic, term in terms.items() if speaks(licence, topic) or _always(topic))
    return Subject(
        label=told(label),
        anchor=label.lower().replace(" ", "-"),
        terms=spoken,
        silent=tuple(term for term in terms.values() if term not in spoken),
    )


def _always(topic: str) -> bool:
    """Rights and the plain sentence are shown in full even where the value is the ordinary one."""
    return topic in MATRIX_TOPICS and topic != "use-restrictions"


def _restrictions(licence: Licence, name: ReadingName, catalogue: Catalogue) -> RestrictionList:
    reading = licence.terms.use_restrictions.reading(name)
    value = reading.value if reading else Restrictions()
    return RestrictionList(
        words.READINGS[name],
        tuple(
            RestrictionView(
                item=it.item,
                effect=words.EFFECTS[it.effect],
                css="blocked" if it.effect == "prohibited" else "conditions",
                says=told(it.says),
                concerns="; ".join(words.condition(when, catalogue.vocabulary) for when in it.when),
                remedy=told(it.remedy),
            )
            for it in value.items
        ),
    )
