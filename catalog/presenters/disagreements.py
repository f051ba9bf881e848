"""Every point where the guide and its sources differ, the gravest first, filtered by the address."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from catalog.knowledge.guidance import Disagreement
from catalog.knowledge.index import Catalogue
from catalog.knowledge.sentences import for_translation
from catalog.presenters import words
from catalog.presenters.guide import GUIDE, RULING, about_links, said_view
from catalog.presenters.language import Spoken, told
from catalog.presenters.language import gettext as _
from catalog.presenters.licence import Link
from catalog.presenters.matrix import Choice, Filter
from catalog.presenters.readings import ReadingView, Shelf

SEVERITIES = for_translation(
    {
        "critical": ("Critical", "Who relied on the guide may be in breach, or under a duty nobody named."),
        "high": ("High", "Wrong enough to choose the wrong model, or to miss a duty."),
        "medium": ("Medium", "Wrong in a part that can matter."),
        "low": ("Low", "Worth knowing, and of little consequence."),
    }
)
SEVERITY_CSS = {"critical": "blocked", "high": "conditions", "medium": "undecided", "low": "absent"}
DIRECTIONS = Spoken(
    {
        "understates": "The guide asks too little",
        "overstates": "The guide asks too much",
        "wrong": "The guide states a wrong fact",
    }
)
KINDS = Spoken({"licence": "Licences", "model": "Models", "law": "AI Act"})
NAMES = ("severity", "direction", "kind")


@dataclass(frozen=True)
class DisagreementView:
    """One disagreement: both voices, in which direction the guide errs, what follows, and what it concerns."""

    id: str
    title: str
    severity: str
    severity_css: str
    directions: str
    kind: str
    readings: tuple[ReadingView, ...]
    consequence: str
    about: tuple[Link, ...]


@dataclass(frozen=True)
class SeverityGroup:
    """The disagreements of one severity, with what the word means."""

    id: str
    label: str
    means: str
    entries: tuple[DisagreementView, ...]


@dataclass(frozen=True)
class DisagreementPage:
    """The list with its filters and their result in words."""

    filters: tuple[Filter, ...]
    groups: tuple[SeverityGroup, ...]
    count: str
    filtered: bool


def disagreement_page(catalogue: Catalogue, shelf: Shelf, wanted: Mapping[str, str]) -> DisagreementPage:
    """Show the disagreements that fit `wanted` (severity, direction, kind); a value that no filter has is ignored."""
    choices = {"severity": {key: told(it[0]) for key, it in SEVERITIES.items()}, "direction": DIRECTIONS, "kind": KINDS}
    used = {name: wanted[name] for name in NAMES if wanted.get(name) in choices[name]}
    fitting = [it for it in catalogue.disagreements.values() if _fits(it, used)]
    groups = tuple(
        SeverityGroup(severity, told(label), told(means), _gravest_first(entries, catalogue, shelf))
        for severity, (label, means) in SEVERITIES.items()
        if (entries := [it for it in fitting if it.severity == severity])
    )
    labels = {"severity": _("Severity"), "direction": _("Direction"), "kind": _("What it concerns")}
    filters = tuple(
        Filter(name, labels[name], tuple(Choice(key, it, used.get(name) == key) for key, it in choices[name].items()))
        for name in NAMES
    )
    total = len(catalogue.disagreements)
    count = words.counted(len(fitting), "point", "points") + (_(" of %(total)s") % {"total": total} if used else "")
    return DisagreementPage(filters, groups, count, bool(used))


def about_licence(licence_id: str, catalogue: Catalogue, shelf: Shelf) -> tuple[DisagreementView, ...]:
    """The disagreements on one licence, the gravest first."""
    return _gravest_first(
        (it for it in catalogue.disagreements.values() if licence_id in it.about.licences), catalogue, shelf
    )


def on_topics(
    topics: Iterable[str], licences: Iterable[str], catalogue: Catalogue, shelf: Shelf
) -> tuple[DisagreementView, ...]:
    """The disagreements on any of these topics of any of these licences, the gravest first."""
    asked, bound = set(topics), set(licences)
    found = (
        it for it in catalogue.disagreements.values() if asked & {*it.about.topics} and bound & {*it.about.licences}
    )
    return _gravest_first(found, catalogue, shelf)


def about_model(model_id: str, catalogue: Catalogue, shelf: Shelf) -> tuple[DisagreementView, ...]:
    """The disagreements on one model, the gravest first."""
    return _gravest_first(
        (it for it in catalogue.disagreements.values() if model_id in it.about.models), catalogue, shelf
    )


def about_law(catalogue: Catalogue, shelf: Shelf) -> tuple[DisagreementView, ...]:
    """The disagreements on the AI Act, the gravest first."""
    return _gravest_first((it for it in catalogue.disagreements.values() if kind_of(it) == "law"), catalogue, shelf)


def kind_of(disagreement: Disagreement) -> str:
    """What a disagreement is about first of all: a licence, a model, or the law."""
    about = disagreement.about
    return "licence" if about.licences or about.topics else "model" if about.models else "law"


def _gravest_first(found: Iterable[Disagreement], catalogue: Catalogue, shelf: Shelf) -> tuple[DisagreementView, ...]:
    order = list(SEVERITIES)
    ordered = sorted(found, key=lambda it: (order.index(it.severity), it.title.casefold()))
    return tuple(_view(it, catalogue, shelf) for it in ordered)


def _fits(disagreement: Disagreement, used: Mapping[str, str]) -> bool:
    tests: Mapping[str, Callable[[str], bool]] = {
        "severity": lambda value: disagreement.severity == value,
        "direction": lambda value: value in disagreement.directions,
        "kind": lambda value: kind_of(disagreement) == value,
    }
    return all(tests[name](value) for name, value in used.items())


def _view(disagreement: Disagreement, catalogue: Catalogue, shelf: Shelf) -> DisagreementView:
    return DisagreementView(
        id=disagreement.id,
        title=told(disagreement.title),
        severity=told(SEVERITIES[disagreement.severity][0]),
        severity_css=SEVERITY_CSS[disagreement.severity],
        directions=". ".join(DIRECTIONS[name] for name in disagreement.directions),
        kind=KINDS[kind_of(disagreement)],
        readings=(
            said_view(GUIDE, disagreement.guide, shelf),
            said_view(RULING, disagreement.ruling, shelf, applies=_("Applies")),
        ),
        consequence=told(disagreement.consequence),
        about=about_links(disagreement.about, catalogue),
    )
