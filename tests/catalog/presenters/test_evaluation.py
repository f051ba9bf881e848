"""An evaluation's parts in words."""

import pytest

from catalog import ambient
from catalog.presenters.evaluation import outcome_words


@pytest.mark.parametrize(
    ("code", "part"),
    [
        ("HR-A3:4a", "Recruiting or selecting people"),
        ("PROHIBITED:P-f", "emotions at work"),
        ("HR-A1A", "Annex I"),
        ("NOT-KNOWN", "NOT-KNOWN"),
    ],
)
def test_an_outcome_names_the_entry_by_which_it_was_reached(code: str, part: str) -> None:
    assert part.casefold() in outcome_words(code, ambient.current_law()).casefold()
