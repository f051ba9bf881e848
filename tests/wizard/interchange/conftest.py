"""The real catalogue, and the papers of its models."""

from __future__ import annotations

import pytest


@pytest.fixture
def catalogue():
    from catalog.ambient import current_catalog

    return current_catalog()


@pytest.fixture
def papers_of(catalogue):
    """Make the papers of a model under every licence that either reading or its lineage names."""
    from wizard.interchange.owed import READINGS, papers

    def make(name, positions=None):
        model = catalogue.model(name)
        lineage = (model, *catalogue.binding_ancestors(model))
        named = (it.weights_licence.reading(reading) for it in lineage for reading in READINGS)
        return papers(model, dict.fromkeys(it.value for it in named if it), catalogue, positions or {})

    return make
