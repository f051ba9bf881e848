"""The guide's five situations beside our ruling."""

from dataclasses import dataclass

from django.urls import reverse

from catalog.knowledge.guidance import Advice, Situation
from catalog.knowledge.index import Catalogue
from catalog.presenters import words
from catalog.presenters.licence import Link, model_link


@dataclass(frozen=True)
class AdviceView:
    """What one voice advises: its sentence, models and families to prefer, families to avoid and why."""

    title: str
    says: str
    prefer: tuple[Link, ...]
    avoid: tuple[Link, ...]
    avoid_says: str
    applies: bool


@dataclass(frozen=True)
class SituationView:
    """One situation with both voices, the guide first as it was the question, our ruling second."""

    id: str
    title: str
    voices: tuple[AdviceView, ...]


def situation_list(catalogue: Catalogue) -> tuple[SituationView, ...]:
    """Show all situations in the order of the guide."""
    ordered = sorted(catalogue.situations.values(), key=lambda situation: situation.place)
    return tuple(_view(situation, catalogue) for situation in ordered)


def _view(situation: Situation, catalogue: Catalogue) -> SituationView:
    voices = (("The guide", situation.guide, False), ("Our ruling, after the texts", situation.ruling, True))
    return SituationView(
        situation.id,
        situation.title,
        tuple(_advice(title, advice, catalogue, applies=applies) for title, advice, applies in voices),
    )


def _advice(title: str, advice: Advice, catalogue: Catalogue, *, applies: bool) -> AdviceView:
    models = tuple(model_link(catalogue.models[name]) for name in advice.prefer)
    return AdviceView(
        title=title,
        says=advice.says,
        prefer=models + _families(advice.prefer_families),
        avoid=_families(advice.avoid_families),
        avoid_says=advice.avoid_says,
        applies=applies,
    )


def _families(families: tuple[str, ...]) -> tuple[Link, ...]:
    return tuple(
        Link(f"Licences: {words.FAMILIES[it]}", f"{reverse('catalog:licences')}?family={it}") for it in families
    )
