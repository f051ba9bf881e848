"""What changed between two editions is told in words."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any, get_args

import pytest

from catalog import ambient
from catalog.knowledge.entries import Licence, Model
from catalog.knowledge.index import Catalogue, sealed
from catalog.knowledge.vocabulary import CLOSED, Vocabulary
from catalog.presenters.change_words import CODES, LAW_DOCUMENTS, LISTS, PARTS
from catalog.presenters.changes import Change, changes, terms_changed
from tests.support.languages import spoken


def edited(catalogue: Catalogue, licence_id: str, topic: str, **reading: Any) -> Catalogue:
    """The catalogue with parts of one text reading replaced."""
    licence = catalogue.licences[licence_id]
    name = topic.replace("-", "_")
    term = licence.terms.term(topic)
    term = term.model_copy(update={"text": term.text.model_copy(update=reading)})
    licence = licence.model_copy(update={"terms": licence.terms.model_copy(update={name: term})})
    licences = sealed({**catalogue.licences, licence_id: licence})
    return replace(catalogue, licences=licences, sha256="0" * 64)


def told(found: tuple[Change, ...]) -> list[str]:
    return [str(change) for change in found]


def test_the_same_edition_has_no_changes(catalogue: Catalogue) -> None:
    assert changes(catalogue, catalogue) == ()


def test_a_changed_term_names_licence_topic_and_both_values(catalogue: Catalogue) -> None:
    value = catalogue.licences["gemma-terms"].terms.output_training.text.value
    new = edited(catalogue, "gemma-terms", "output-training", value=value.model_copy(update={"forbids": "any-model"}))
    (change,) = changes(catalogue, new)
    assert change.matters
    assert str(change) == (
        "Gemma Terms: training on outputs, the licence text: was “Any model may be trained; distillation allowed”, "
        "now “No model may be trained; distillation allowed”"
    )


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        ({"says": "Another sentence for it."}, "now “Another sentence for it.”"),
        ({"clause": "9(z)"}, "now “9(z)”"),
        ({"read_on": date(2026, 12, 1)}, "read again on 1 December 2026"),
    ],
)
def test_words_places_and_days_are_told_as_not_mattering(
    catalogue: Catalogue, reading: dict[str, Any], expected: str
) -> None:
    (change,) = changes(catalogue, edited(catalogue, "MIT", "distribution", **reading))
    assert not change.matters
    assert expected in change.says


def test_a_lost_confidence_matters(catalogue: Catalogue) -> None:
    (change,) = changes(catalogue, edited(catalogue, "MIT", "distribution", confidence="knowledge"))
    assert change.matters


def test_entries_that_came_and_went_are_told(catalogue: Catalogue) -> None:
    fewer = {key: it for key, it in catalogue.models.items() if key != "qwen3-8b"}
    new = replace(catalogue, models=sealed(fewer), sha256="0" * 64)
    assert told(changes(catalogue, new)) == ["Qwen3-8B: removed"]
    assert told(changes(new, catalogue)) == ["Qwen3-8B: added"]


def test_a_date_of_the_law_that_moved_is_told(catalogue: Catalogue) -> None:
    dates = {**catalogue.law_documents["dates"]}
    dates["D-GPAI"] = {**dates["D-GPAI"], "day": "2027-08-02"}
    documents = sealed({**catalogue.law_documents, "dates": dates})
    (change,) = changes(catalogue, replace(catalogue, law_documents=documents, sha256="0" * 64))
    assert str(change) == "dates, D-GPAI: day: was “2025-08-02”, now “2027-08-02”"


def test_two_versions_of_a_licence_are_compared_the_same_way(catalogue: Catalogue) -> None:
    found = list(terms_changed(catalogue.licences["llama-3-community"], catalogue.licences["llama-3.1-community"]))
    assert any("training on outputs, the licence text: was “No language model" in str(it) for it in found)


def test_the_first_two_editions_differ_in_what_was_added(catalogue: Catalogue) -> None:
    first = ambient.edition_of("2026.11.1")
    assert first is not None
    found = told(changes(first, catalogue))
    assert any(line.endswith(": added") for line in found)
    assert not any(line.endswith(": removed") for line in found)


def smaller(held: Any) -> Any:
    """A part of the catalogue with something taken away."""
    if isinstance(held, Vocabulary):
        return held.model_copy(update={"domains": smaller(held.domains)})
    return dict(list(held.items())[1:]) if isinstance(held, Mapping) else None


@pytest.mark.parametrize("part", sorted({it.name for it in fields(Catalogue)} - {"edition", "sha256"}))
def test_no_part_of_an_edition_changes_in_silence(catalogue: Catalogue, part: str) -> None:
    new = replace(catalogue, **{part: smaller(getattr(catalogue, part))}, sha256="0" * 64)
    assert changes(catalogue, new)
    assert all(line.endswith(": removed") for line in told(changes(catalogue, new)))


def test_another_label_of_a_word_is_told_as_not_mattering(catalogue: Catalogue) -> None:
    domains = catalogue.vocabulary.domains
    label = {"retail": domains["retail"].model_copy(update={"label": "Shops"})}
    vocabulary = catalogue.vocabulary.model_copy(update={"domains": {**domains, **label}})
    (change,) = changes(catalogue, replace(catalogue, vocabulary=vocabulary, sha256="0" * 64))
    assert not change.matters
    assert str(change) == "retail: domains: changed"


def test_words_that_suggest_an_answer_are_told_by_what_came_and_went(catalogue: Catalogue) -> None:
    triggers = catalogue.triggers
    assert triggers is not None
    (first, *rest) = triggers.domains["retail"]
    other = first.model_copy(update={"needs": ((*first.needs[0][1:], "bazaar"),)})
    changed = triggers.model_copy(update={"domains": {**triggers.domains, "retail": (other, *rest)}})
    (change,) = changes(catalogue, replace(catalogue, triggers=changed, sha256="0" * 64))
    assert not change.matters
    assert change.says == f"also “bazaar”; no longer “{first.needs[0][0]}”"


def test_words_that_are_only_put_together_otherwise_have_changed(catalogue: Catalogue) -> None:
    triggers = catalogue.triggers
    assert triggers is not None
    turned = tuple(reversed(triggers.domains["retail"]))
    changed = triggers.model_copy(
        update={
            "domains": {**triggers.domains, "retail": turned},
            "negation": triggers.negation.model_copy(update={"reach": 3}),
        }
    )
    found = changes(catalogue, replace(catalogue, triggers=changed, sha256="0" * 64))
    assert [(it.what, it.says) for it in found] == [("domains, retail", "changed"), ("what negates them", "changed")]


def test_what_changed_is_said_in_the_readers_language(catalogue: Catalogue) -> None:
    fewer = {key: it for key, it in catalogue.models.items() if key != "qwen3-8b"}
    triggers = catalogue.triggers
    assert triggers is not None
    shorter = triggers.model_copy(update={"domains": {**triggers.domains, "retail": triggers.domains["retail"][1:]}})
    new = replace(catalogue, models=sealed(fewer), triggers=shorter, sha256="0" * 64)
    with spoken():
        found = told(changes(catalogue, new))
    assert found[0] == "Qwen3-8B: ⟦removed⟧"
    assert found[1].startswith("⟦Words that suggest answers⟧: ⟦domains⟧, retail: ⟦no longer ⟧“")


def test_codes_that_read_as_words_have_their_word(catalogue: Catalogue) -> None:
    shown = [Licence.model_fields[name] for name in ("family", "osaid")]
    shown += [Model.model_fields[name] for name in ("osaid", "training_summary_public")]
    codes = {code for field in shown for code in get_args(field.annotation)}
    assert codes <= set(CODES)
    assert set(LISTS) == set(CLOSED)
    assert set(LAW_DOCUMENTS) == set(catalogue.law_documents)


def test_every_part_of_a_provision_of_the_law_has_its_word(catalogue: Catalogue) -> None:
    single = {"shape", "guide", "review"}
    provisions = [
        provision
        for name, document in catalogue.law_documents.items()
        if name not in single
        for provision in document.values()
        if isinstance(provision, Mapping)
    ]
    assert {part for provision in provisions for part in provision} <= set(PARTS)
