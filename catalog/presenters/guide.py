"""What the guide says beside our ruling: statements with their provenance, and links to what they concern."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.urls import reverse

from catalog.knowledge.facts import Said
from catalog.knowledge.guidance import About, ChecklistItem, Ruled
from catalog.knowledge.index import Catalogue
from catalog.knowledge.sentences import for_translation
from catalog.presenters import words
from catalog.presenters.language import Spoken, told
from catalog.presenters.language import gettext as _
from catalog.presenters.licence import Link, licence_link, model_link
from catalog.presenters.readings import ReadingView, Shelf, warning

V = TypeVar("V")

GUIDE, RULING, VERIFIED = for_translation(("The guide", "Our ruling", "What could be verified"))
ACCORD = Spoken({"agrees": "The sources agree", "partly": "Right in part", "differs": "The sources say otherwise"})
ACCORD_CSS = {"agrees": "met", "partly": "contested", "differs": "contested"}
PHASES = Spoken(
    {
        "identification": "Identify the licence",
        "use-case": "Hold the use against it",
        "technical": "Build what it asks for",
        "monitoring": "Watch what can change",
    }
)


@dataclass(frozen=True)
class RuledView:
    """One point with the guide's statement and ours, how far they agree, and what they concern."""

    id: str
    title: str
    readings: tuple[ReadingView, ...]
    accord: str
    accord_css: str
    about: tuple[Link, ...] = ()


@dataclass(frozen=True)
class TrapView:
    """One trap: what happens, what the guide advises, and both voices on it."""

    ruled: RuledView
    scenario: str
    fix: str


@dataclass(frozen=True)
class AnswerView:
    """One question with both answers, and in a sentence where they differ."""

    ruled: RuledView
    differ: str


@dataclass(frozen=True)
class TaskView:
    """One item of the checklist: its number, name and reason, and both voices on it."""

    number: int
    ruled: RuledView
    why: str


@dataclass(frozen=True)
class PhaseView:
    """One phase of the checklist with its items."""

    id: str
    title: str
    tasks: tuple[TaskView, ...]


def said_view(title: str, said: Said, shelf: Shelf, *, applies: str = "") -> ReadingView:
    """Show one statement with its source, clause, date and confidence, as readings of a licence are shown."""
    source = shelf.sources[said.source]
    spoken, css = warning(said.confidence, said.read_on, shelf.today)
    return ReadingView(
        name="guide" if source.kind == "guide" else "text",
        title=told(title),
        value="",
        says=told(said.says),
        clause=_place(said.clause, source.kind),
        source=source.title,
        url=str(source.url),
        basis=f"{words.CONFIDENCE[said.confidence]}, {words.day(said.read_on)}:",
        warning=spoken,
        warning_class=css,
        applies=applies,
    )


def ruled_view(
    entry_id: str, title: str, ruled: Ruled, shelf: Shelf, *, about: tuple[Link, ...] = (), applies: str | None = None
) -> RuledView:
    """Show a point on which guide and ruling both speak. The ruling applies; the guide's own page is its source."""
    readings = (
        said_view(GUIDE, ruled.guide, shelf),
        said_view(RULING, ruled.ruling, shelf, applies=_("Applies") if applies is None else applies),
    )
    return RuledView(entry_id, told(title), readings, ACCORD[ruled.agreement], ACCORD_CSS[ruled.agreement], about)


def about_links(about: About, catalogue: Catalogue) -> tuple[Link, ...]:
    """Lead to everything a statement concerns: licences (at the topic, where there is one), models, the Act."""
    topic = about.topics[0] if about.topics else ""
    licences = (_at(licence_link(name, catalogue), topic) for name in about.licences)
    models = (model_link(catalogue.models[name]) for name in about.models)
    act = (Link(article(place), reverse("catalog:ai_act")) for place in about.articles)
    return (*licences, *models, *act)


def article(place: str) -> str:
    """A place in the AI Act as one cites it: “Article 53(2)”; “Annex III” and “recital 97” keep their names."""
    if not place[:1].isdigit():
        return told(place)
    if ", " in place or " to " in place:
        return _("Articles %(places)s") % {"places": told(place)}
    return _("Article %(place)s") % {"place": told(place)}


def in_order(entries: Mapping[str, V]) -> list[V]:
    """Return the entries in the order of the guide."""
    return sorted(entries.values(), key=lambda entry: entry.place)  # type: ignore[attr-defined]


def trap_list(catalogue: Catalogue, shelf: Shelf) -> tuple[TrapView, ...]:
    """Show the five traps."""
    return tuple(
        TrapView(ruled_view(trap.id, trap.title, trap, shelf), told(trap.scenario), told(trap.fix))
        for trap in in_order(catalogue.traps)
    )


def answer_list(catalogue: Catalogue, shelf: Shelf) -> tuple[AnswerView, ...]:
    """Show the five questions and answers."""
    return tuple(
        AnswerView(ruled_view(it.id, it.title, it, shelf, about=about_links(it.about, catalogue)), told(it.differ))
        for it in in_order(catalogue.faq)
    )


def practice_list(catalogue: Catalogue, shelf: Shelf) -> tuple[RuledView, ...]:
    """Show the best practices."""
    return tuple(ruled_view(it.id, it.title, it, shelf) for it in in_order(catalogue.practices))


def checklist(catalogue: Catalogue, shelf: Shelf) -> tuple[PhaseView, ...]:
    """Show the twenty items by phase, numbered through."""
    phases = list(PHASES)
    ordered = sorted(catalogue.checklist.values(), key=lambda item: (phases.index(item.phase), item.place))
    tasks = [
        (
            item.phase,
            TaskView(number, ruled_view(item.id, item.title, item, shelf, about=_topics(item.about)), told(item.why)),
        )
        for number, item in enumerate(ordered, start=1)
    ]
    return tuple(
        PhaseView(phase, title, tuple(task for at, task in tasks if at == phase)) for phase, title in PHASES.items()
    )


def contents(entries: Iterable[RuledView]) -> tuple[Link, ...]:
    """The entries of a long page, as links within it."""
    return tuple(Link(told(entry.title), f"#{entry.id}") for entry in entries)


def _task(item: ChecklistItem, number: int, shelf: Shelf) -> TaskView:
    return TaskView(number, ruled_view(item.id, item.title, item, shelf, about=_topics(item.about)), told(item.why))


def _topics(about: About) -> tuple[Link, ...]:
    """What an item of the checklist is about: columns of the matrix, and articles of the Act."""
    topics = (Link(words.TOPICS[topic], reverse("catalog:licences")) for topic in about.topics)
    return (*topics, *(Link(article(place), reverse("catalog:ai_act")) for place in about.articles))


def _at(link: Link, topic: str) -> Link:
    return Link(link.label, f"{link.href}#{topic}", link.note) if topic else link


def _place(clause: str, kind: str) -> str:
    return article(clause) if kind == "law" else words.clause_words(clause)
