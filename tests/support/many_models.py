"""A catalogue with thousands of models, for tests and measurements of what grows with it.

The models are made up and come in as the organisation's own, through the same checks as any entry.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import cycle

from catalog import ambient
from catalog.knowledge.entries import Compute, Model
from catalog.knowledge.index import Catalogue
from catalog.knowledge.overlay import Overlay

VENDORS = 60
FIRST_RELEASE = date(2021, 1, 1)


def made_up(catalogue: Catalogue, count: int) -> dict[str, Model]:
    """Return so many models after the pattern of those in a catalogue: every third is built on one of them."""
    made: dict[str, Model] = {}
    for number, pattern in zip(range(count), cycle(catalogue.models.values()), strict=False):
        name = f"Made Up {number:05}"
        update = {
            "id": f"made-up-{number:05}",
            "name": name,
            "vendor": f"Vendor {number % VENDORS:02}",
            "hf_repo": f"vendor-{number % VENDORS:02}/{name.replace(' ', '-')}",
            "released": FIRST_RELEASE + timedelta(days=number % 2000),
            "base_models": (pattern.id,) if number % 3 == 0 else (),
            "compute": Compute(flop=1e22 * (1 + number), basis="6ND-estimate", source="Made up for a measurement."),
            "aliases": (),
            "guide_flop": "",
        }
        made[f"made-up-{number:05}"] = pattern.model_copy(update=update)
    return made


@contextmanager
def many_models(count: int) -> Iterator[Catalogue]:
    """Let the whole product work with the edition and `count` made-up models until the end of the block."""
    own = Overlay(models=made_up(ambient.edition(), count), key=f"{count} made-up models")
    before = ambient._provide
    ambient.register_overlay(lambda: own)
    try:
        yield ambient.current_catalog()
    finally:
        ambient.register_overlay(before)
