"""The guide's five situations beside our ruling: what each prefers and avoids, and where they part ways."""

from dataclasses import dataclass

from django.urls import reverse

from catalog.knowledge.guidance import Advice, Situation
from catalog.knowledge.index import Catalogue
from catalog.presenters import words
from catalog.presenters.guide import GUIDE, RULING, in_order, said_view
from catalog.presenters.language import gettext as _
from catalog.presenters.language import told
from catalog.presenters.licence import Link, model_link
from catalog.presenters.readings import ReadingView, Shelf


@dataclass(frozen=True)
class AdviceView:
    """What one voice advises: its sentence with provenance, what to prefer, what to avoid and why."""

    reading: ReadingView
    prefer: tuple[Link, ...]
    avoid: tuple[Link, ...]
    avoid_says: str


@dataclass(frozen=True)
class SituationView:
    """One situation with both voices, and the models on which they part ways, each in a sentence."""

    id: str
    title: str
    voices: tuple[AdviceView, ...]
    conflicts: tuple[str, ...]


def situation_list(catalogue: Catalogue, shelf: Shelf) -> tuple[SituationView, ...]:
    """Show all situations in the order of the guide."""
    return tuple(_view(situation, catalogue, shelf) for situation in in_order(catalogue.situations))


def _view(situation: Situation, catalogue: Catalogue, shelf: Shelf) -> SituationView:
    voices = (_advice(GUIDE, situation.guide, catalogue, shelf), _advice(RULING, situation.ruling, catalogue, shelf))
    return SituationView(situation.id, told(situation.title), voices, _conflicts(situation, catalogue))


def _conflicts(situation: Situation, catalogue: Catalogue) -> tuple[str, ...]:
    """Say what the guide recommends and we do not, and what the guide avoids and we do not."""
    guide, ruling = situation.guide, situation.ruling
    dropped = [catalogue.models[name].name for name in guide.prefer if name not in ruling.prefer]
    shunned = [words.FAMILIES[name] for name in guide.avoid_families if name in ruling.prefer_families]
    trusted = [words.FAMILIES[name] for name in guide.prefer_families if name in ruling.avoid_families]
    spoken = []
    if dropped:
        spoken.append(_("The guide recommends %(dropped)s; our ruling does not.") % {"dropped": words.listed(dropped)})
    if shunned:
        spoken.append(
            _("The guide avoids licences called “%(shunned)s”; our ruling prefers them.")
            % {"shunned": words.listed(shunned)}
        )
    if trusted:
        spoken.append(
            _("The guide prefers licences called “%(trusted)s”; our ruling avoids them.")
            % {"trusted": words.listed(trusted)}
        )
    return tuple(spoken)


def _advice(title: str, advice: Advice, catalogue: Catalogue, shelf: Shelf) -> AdviceView:
    models = tuple(model_link(catalogue.models[name]) for name in advice.prefer)
    return AdviceView(
        reading=said_view(title, advice, shelf, applies=_("Applies") if title == RULING else ""),
        prefer=models + _families(advice.prefer_families),
        avoid=_families(advice.avoid_families),
        avoid_says=told(advice.avoid_says),
    )


def _families(families: tuple[str, ...]) -> tuple[Link, ...]:
    return tuple(
        Link(_("Licences: %(it)s") % {"it": words.FAMILIES[it]}, f"{reverse('catalog:licences')}?family={it}")
        for it in families
    )
