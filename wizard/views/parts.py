"""The parts of an item's page that follow a save, and which of them a page shows already.

A page carries a mark of each part, and sends them with what is saved. The answer draws the parts whose marks are
others: most answers change few of them, and what does not change is not swapped under anybody's cursor. Each opened
page speaks for itself, so two of them may show different things; who sends no marks is sent everything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import blake2s
from typing import Any

from django.utils.translation import get_language


def marked(context: Mapping[str, Any], sent: str = "") -> dict[str, Any]:
    """The marks of the parts that a page's context shows, and the names of those to draw for who has `sent` marks.

    What a part shows has to be told by values alone, of which `repr` leaves nothing out.
    """
    held = {f"{name}:{_mark(shown)}": name for name, shown in _parts(context)}
    known = sent.split()
    return {"held": " ".join(held), "drawn": [name for mark, name in held.items() if mark not in known]}


def _parts(context: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The parts by name, with everything that tells how they look."""
    view, panel, step, effects = context["view"], context["panel"], context["step"], context["effects"]
    tool = context["tool"]
    yield "place", (context["assessment"].name, view.place, panel.open_words)
    yield "tool", tool if tool and not tool.leads else None  # one that leads follows from no answer of its item
    yield "effects", effects.stale if effects else ()
    yield "step", (step, context["back"])
    yield "tasks", context["tasks"]
    yield "panel", (panel, view.id, context["back"], context["may_change"])


def _mark(shown: Any) -> str:
    return blake2s(repr((shown, get_language())).encode(), digest_size=6).hexdigest()
