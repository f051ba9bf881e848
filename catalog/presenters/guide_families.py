"""The families of licences explained: RAIL and its letters, who forbids what, enforcement, and two tables on limits.

Which licence restricts a behaviour is computed from that licence's own list of uses, never from its family's habit.
"""

from dataclasses import dataclass

from django.urls import reverse

from catalog.knowledge.entries import Licence
from catalog.knowledge.guidance import CountingLine, LicenceFamily, QwenRow
from catalog.knowledge.index import Catalogue
from catalog.knowledge.rail import RailCategory
from catalog.knowledge.sentences import for_translation
from catalog.presenters import words
from catalog.presenters.guide import (
    ACCORD,
    ACCORD_CSS,
    GUIDE,
    RULING,
    VERIFIED,
    RuledView,
    about_links,
    in_order,
    ruled_view,
    said_view,
)
from catalog.presenters.language import Spoken, told
from catalog.presenters.language import gettext as _
from catalog.presenters.licence import Link, licence_link, model_link
from catalog.presenters.readings import ReadingView, Shelf

EFFECTS = for_translation(
    {"prohibited": ("Prohibited", "blocked"), "limited": ("Limited", "conditions"), "": ("Absent", "absent")}
)
COUNTS = Spoken({True: "Counts", False: "Does not count"})
TEXT_COUNTS = Spoken({"yes": "Counts", "no": "Does not count", "unstated": "Not stated"})
POSITIONS = Spoken({"prefix": "Before RAIL", "suffix": "After RAIL"})


@dataclass(frozen=True)
class FamilyView:
    """One family: what it lets you do, what to watch, both voices, its models, and how many licences belong to it."""

    ruled: RuledView
    lets: tuple[str, ...]
    watch: tuple[str, ...]
    models: tuple[Link, ...]
    licences: Link


@dataclass(frozen=True)
class AspectView:
    """One point on which RAIL-M and RAIL-S are compared: what the guide says of each, and our ruling on both."""

    title: str
    m: str
    s: str
    ruling: ReadingView
    accord: str
    accord_css: str


@dataclass(frozen=True)
class LetterView:
    """One element of a RAIL name, where it stands in the name, and what it means."""

    letter: str
    position: str
    title: str
    meaning: ReadingView


@dataclass(frozen=True)
class Effect:
    """What one licence's list says of one category: the word, its shape, and the items of the list."""

    category: str
    word: str
    css: str
    items: str


@dataclass(frozen=True)
class RestrictingLicence:
    """One licence with a list of uses, and its effect in each category."""

    licence: Link
    effects: tuple[Effect, ...]


@dataclass(frozen=True)
class RailView:
    """All that is told about RAIL."""

    title: str
    aspects: tuple[AspectView, ...]
    letters: tuple[LetterView, ...]
    categories: tuple[RuledView, ...]
    licences: tuple[RestrictingLicence, ...]
    without: str


@dataclass(frozen=True)
class CaseView:
    """One case of enforcement: guide, ruling, what could be verified, and what it concerns."""

    ruled: RuledView
    readings: tuple[ReadingView, ...]


@dataclass(frozen=True)
class CountView:
    """Whether one kind of user counts: by the guide, and by the text."""

    ruled: RuledView
    guide: str
    text: str
    same: bool


@dataclass(frozen=True)
class QwenView:
    """One row of the guide's Qwen table, beside the licence that each model's text names."""

    ruled: RuledView
    guide: Link
    limit: str
    models: tuple[tuple[Link, Link], ...]


def family_list(catalogue: Catalogue, shelf: Shelf) -> tuple[FamilyView, ...]:
    """Show the families in the order of the guide."""
    return tuple(_family(family, catalogue, shelf) for family in in_order(catalogue.families))


def rail_view(catalogue: Catalogue, shelf: Shelf) -> RailView:
    """Show what is told about RAIL, with the table of behaviours computed from the lists of the texts."""
    rail = catalogue.rail
    listed = [it for it in catalogue.licences.values() if it.terms.use_restrictions.text.value.items]
    others = len(catalogue.licences) - len(listed)
    return RailView(
        title=told(rail.title),
        aspects=tuple(
            AspectView(
                told(it.title),
                told(it.m.says),
                told(it.s.says),
                said_view(RULING, it.ruling, shelf),
                ACCORD[it.agreement],
                ACCORD_CSS[it.agreement],
            )
            for it in rail.aspects
        ),
        letters=tuple(
            LetterView(it.id, POSITIONS[it.position], told(it.title), said_view(it.title, it.meaning, shelf))
            for it in rail.naming
        ),
        categories=tuple(ruled_view(it.id, it.title, it, shelf) for it in rail.categories),
        licences=tuple(_restricting(licence, catalogue) for licence in sorted(listed, key=_by_family)),
        without=_("The other %(others)s of the catalogue list no forbidden use.")
        % {"others": words.counted(others, "licence", "licences")},
    )


def case_list(catalogue: Catalogue, shelf: Shelf) -> tuple[CaseView, ...]:
    """Show the two cases of enforcement that the guide tells."""
    found = []
    for case in in_order(catalogue.enforcement):
        ruled = ruled_view(case.id, case.title, case, shelf, about=about_links(case.about, catalogue))
        found.append(CaseView(ruled, (*ruled.readings, said_view(VERIFIED, case.verified, shelf))))
    return tuple(found)


def counting_list(catalogue: Catalogue, shelf: Shelf) -> tuple[CountView, ...]:
    """Show line by line what counts towards the limit of Llama."""
    return tuple(_count(line, shelf) for line in catalogue.counting.lines)


def counting_licences(catalogue: Catalogue) -> tuple[Link, ...]:
    """The licences to which the lines apply, at their limit."""
    links = (licence_link(name, catalogue) for name in catalogue.counting.licences)
    return tuple(Link(link.label, f"{link.href}#threshold") for link in links)


def qwen_list(catalogue: Catalogue, shelf: Shelf) -> tuple[QwenView, ...]:
    """Show the guide's table of Qwen models beside the licences of their texts."""
    return tuple(_qwen(row, place, catalogue, shelf) for place, row in enumerate(catalogue.qwen.rows, start=1))


def _family(family: LicenceFamily, catalogue: Catalogue, shelf: Shelf) -> FamilyView:
    number = sum(licence.family == family.id for licence in catalogue.licences.values())
    label = words.counted(number, "licence", "licences")
    return FamilyView(
        ruled=ruled_view(family.id, family.title, family, shelf),
        lets=tuple(map(told, family.lets)),
        watch=tuple(map(told, family.watch)),
        models=tuple(model_link(catalogue.models[name]) for name in family.models),
        licences=Link(
            _("%(label)s of this family in the matrix") % {"label": label},
            f"{reverse('catalog:licences')}?family={family.id}",
        ),
    )


def _by_family(licence: Licence) -> tuple[bool, str, str]:
    return (licence.family != "responsible-ai", licence.family, licence.short.casefold())


def _restricting(licence: Licence, catalogue: Catalogue) -> RestrictingLicence:
    link = Link(licence.short, f"{reverse('catalog:licence', args=[licence.id])}#list-of-uses")
    return RestrictingLicence(link, tuple(_effect(licence, category) for category in catalogue.rail.categories))


def _effect(licence: Licence, category: RailCategory) -> Effect:
    """The strictest effect of the items that name the category's activities or domains."""
    named = [
        item
        for item in licence.terms.use_restrictions.text.value.items
        if any(
            set(when.activities) & set(category.activities) or set(when.domains) & set(category.domains)
            for when in item.when
        )
    ]
    effect = next((it for it in ("prohibited", "limited") if any(item.effect == it for item in named)), "")
    word, css = told(EFFECTS[effect][0]), EFFECTS[effect][1]
    places = words.listed(item.item for item in named if item.effect == effect) if named else ""
    return Effect(told(category.title), word, css, places)


def _count(line: CountingLine, shelf: Shelf) -> CountView:
    guide, text = COUNTS[line.guide_counts], TEXT_COUNTS[line.text_counts]
    return CountView(ruled_view(line.id, line.title, line, shelf), guide, text, guide == text)


def _qwen(row: QwenRow, place: int, catalogue: Catalogue, shelf: Shelf) -> QwenView:
    models = (catalogue.models[name] for name in row.models)
    limit = (
        _("%(guide_limit)s monthly users") % {"guide_limit": words.amount(row.guide_limit)}
        if row.guide_limit
        else _("no limit")
    )
    return QwenView(
        ruled=ruled_view(f"qwen-{place}", row.name, row, shelf),
        guide=licence_link(row.guide_licence, catalogue, told(GUIDE)),
        limit=limit,
        models=tuple((model_link(it), licence_link(it.weights_licence.text.value, catalogue)) for it in models),
    )
