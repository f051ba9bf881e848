from collections.abc import Callable
from datetime import date, timedelta

import pytest

from catalog.ambient import current_catalog
from catalog.knowledge.index import Catalogue
from catalog.presenters.readings import Shelf


@pytest.fixture
def catalogue() -> Catalogue:
    return current_catalog()


@pytest.fixture
def shelf(catalogue: Catalogue) -> Shelf:
    """The day the facts describe: nothing is stale yet."""
    return Shelf(catalogue.sources, catalogue.edition.state_of)


@pytest.fixture
def shelf_on(catalogue: Catalogue) -> Callable[[int], Shelf]:
    """The shelf so many days after the day the facts describe."""

    def on(days: int) -> Shelf:
        day: date = catalogue.edition.state_of + timedelta(days=days)
        return Shelf(catalogue.sources, day)

    return on
