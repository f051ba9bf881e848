"""What the author disputes of what the catalogue says: for the decision's page, and for the reviewer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from wizard.models import Answer, Snapshot
from wizard.presenters.findings import Link
from wizard.presenters.lists import state_words
from wizard.presenters.standing import Standing


@dataclass(frozen=True)
class Contested:
    """One disputed point: what it is, the reason that was given, and the question it was disputed at."""

    point: str
    why: str
    item: Link


@dataclass(frozen=True)
class DisputesView:
    """The disputed points of one assessment that was handed over; `about` says its author and state."""

    assessment: Link
    about: str
    points: tuple[Contested, ...]


def contested(reference: str, stand: Standing, answers: Mapping[str, Answer]) -> tuple[Contested, ...]:
    """Everything that the answers dispute. What was left open, or does not apply, disputes nothing."""
    return tuple(
        Contested(point, why, Link(asked.item.label, reverse("wizard:item", args=[reference, asked.item.id])))
        for asked in stand.walk.asked.values()
        if asked.applies and (answer := answers.get(asked.item.id)) and not answer.unknown
        for point, why in asked.form.contested()
    )


def frozen(answers: Iterable[Mapping[str, Any]]) -> tuple[Contested, ...]:
    """The same of a snapshot; one that was taken before points could be disputed has none."""
    return tuple(
        Contested(point, why, Link(answer["title"])) for answer in answers for point, why in answer.get("contested", ())
    )


def disputes(snapshots: Iterable[Snapshot]) -> tuple[DisputesView, ...]:
    """What several assessments dispute, each with its points; one whose snapshot disputes nothing is left out."""
    found = ((one.assessment, frozen(one.data["answers"])) for one in snapshots)
    return tuple(
        DisputesView(
            assessment=Link(about.name, reverse("wizard:review", args=[about.reference]) + "#contested"),
            about=f"{about.reference}. {about.author.full_name}. {state_words(about)}",
            points=points,
        )
        for about, points in found
        if points
    )
