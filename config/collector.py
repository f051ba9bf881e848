"""How Python's garbage collector is set for a server: what is loaded at the start stays, and is not looked at again."""

from __future__ import annotations

import gc

from catalog.ambient import current_law, edition

# An evaluation makes tens of thousands of objects, and none that only the collector could free. By default it would
# look through the young ones after every 700.
THRESHOLDS = (100_000, 20, 20)


def settle() -> None:
    """Load the edition and its law, and keep the collector from walking through what lives as long as the process.

    Raises catalog.knowledge.loading.CatalogueProblem where the edition is not sound: better now than at a request.
    """
    edition()
    current_law()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
