"""Papers are written in the language of whoever downloads them; what a licence asks to be shown is not translated."""

from __future__ import annotations

import re

import pytest

from catalog.ambient import current_catalog
from tests.support.languages import catalogue_names, names_of, spoken
from wizard.interchange.owed import papers
from wizard.interchange.package import contents

MODELS = ("llama-4-maverick", "deepseek-r1-distill-llama-70b", "mistral-large-2")
# Names of files and addresses, and then what is no word of a language.
_PLACES = re.compile(r"`[^`]*`|<[^>]*>|[^\s<(\[]*/\S*")
_CODES = re.compile(r"\S*[\d_]\S*|\bNOTICE\b")


@pytest.mark.parametrize("model_id", MODELS)
def test_every_word_of_the_papers_can_be_translated(model_id: str) -> None:
    catalogue = current_catalog()
    model = catalogue.models[model_id]
    with spoken():
        files = contents(papers(model, catalogue.in_force(model), catalogue, {}), "Kiosk-1")
    names = names_of(catalogue_names())
    for name, text in files.items():
        left = re.sub(r"⟦[^⟦⟧]*⟧", " ", " ".join(text.replace("\\", "").split()))
        words = re.findall(r"[^\W\d_]{2,}", _CODES.sub(" ", names.sub(" ", _PLACES.sub(" ", left))))
        assert not words, (name, words)


def test_the_label_that_a_licence_asks_for_stays_as_it_is() -> None:
    catalogue = current_catalog()
    model = catalogue.models["llama-4-maverick"]
    with spoken():
        files = contents(papers(model, catalogue.in_force(model), catalogue, {}), None)
    assert "\nBuilt with Llama\n" in files["NOTICE.txt"]
    assert "\n**Built with Llama**\n" in files["MODEL-CARD.md"]
