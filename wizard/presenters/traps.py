"""The traps that the answers walk into: which models they catch, the way out, and how they really work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from catalog.presenters.language import told
from catalog.presenters.words import counted, listed
from wizard.presenters.findings import Words

MOST_NAMES = 3


@dataclass(frozen=True)
class TrapView:
    """One trap. `fix` is what to do here; `ruling` how the trap works by the texts, which differ from the guide."""

    title: str
    models: str
    fix: str
    ruling: str
    href: str


def trap_views(evaluation: Mapping[str, Any], words: Words) -> tuple[TrapView, ...]:
    """Every trap of the evaluation, in the guide's order."""
    return tuple(_trap(trap, words) for trap in evaluation["traps"])


def _trap(trap: Mapping[str, Any], words: Words) -> TrapView:
    """The evaluation tells way out and ruling in one; the ruling of this edition, if it ends with it, stands apart."""
    known = words.catalogue.traps.get(trap["trap"])
    says, ruling = told(trap["says"]), told(known.ruling.says) if known else ""
    if not says.endswith(ruling):
        ruling = ""
    names = [words.model(model) for model in trap["models"]]
    return TrapView(
        title=told(known.title) if known else trap["trap"],
        models=listed(names) if len(names) <= MOST_NAMES else counted(len(names), "model", "models"),
        fix=says.removesuffix(ruling).strip(),
        ruling=ruling,
        href=f"{reverse('catalog:traps')}#{trap['trap']}" if known else "",
    )
