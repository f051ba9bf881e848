"""The families of the candidates' licences explained: what each lets you do, and what to watch."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from catalog.presenters.language import told
from wizard.models import Assessment
from wizard.presenters.findings import Link
from wizard.presenters.standing import Standing


@dataclass(frozen=True)
class FamilyView:
    """One family: the licences of the candidates that we put into it, and what follows from belonging to it."""

    id: str
    title: str
    licences: str
    lets: tuple[str, ...]
    watch: tuple[str, ...]


@dataclass(frozen=True)
class Families:
    """The families that the candidates bring, and the others, to compare with."""

    brought: tuple[FamilyView, ...]
    others: tuple[FamilyView, ...]
    more: Link


def families(_assessment: Assessment, stand: Standing) -> Families:
    """Explain the proposed families first; the rest is folded away."""
    in_order = sorted(stand.context.catalogue.families.values(), key=lambda family: family.place)
    views = []
    for family in in_order:
        named = ", ".join(it.short for it in stand.context.texts if it.family == family.id)
        lets, watch = (tuple(map(told, lines)) for lines in (family.lets, family.watch))
        views.append(FamilyView(family.id, told(family.title), named, lets, watch))
    return Families(
        brought=tuple(view for view in views if view.licences),
        others=tuple(view for view in views if not view.licences),
        more=Link("", reverse("catalog:families")),
    )
