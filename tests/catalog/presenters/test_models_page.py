import pytest

from catalog.ambient import current_law
from catalog.knowledge.index import Catalogue
from catalog.knowledge.overlay import NO_OVERLAY, Overlay, Position
from catalog.presenters.models_page import NOT_PINNED, ModelPage, model_page
from catalog.presenters.readings import Shelf


def page(catalogue: Catalogue, shelf: Shelf, model: str, own: Overlay = NO_OVERLAY) -> ModelPage:
    return model_page(catalogue.models[model], catalogue, shelf, current_law().compute, own)


def test_a_licence_inherited_from_another_vendor_is_in_force(catalogue: Catalogue, shelf: Shelf) -> None:
    shown = page(catalogue, shelf, "deepseek-r1-distill-llama-70b")
    assert [link.href for link in shown.parts[0].licences] == ["/licences/MIT/", "/licences/llama-3.3-community/"]
    assert shown.parts[0].licences[1].note == "inherited from Llama 3.3 70B Instruct"


def test_weights_code_and_outputs_are_told_apart(catalogue: Catalogue, shelf: Shelf) -> None:
    weights, code, outputs = page(catalogue, shelf, "deepseek-v3").parts
    assert [link.href for link in weights.licences] == ["/licences/deepseek-license-1.0/"]
    assert [link.href for link in code.licences] == ["/licences/MIT/"]
    assert outputs.says.startswith("DeepSeek License 1.0: any model may be trained")


@pytest.mark.parametrize(
    ("model", "told"),
    [
        ("deepseek-v3", "allowed; a model trained on them to do the same falls under this licence."),
        ("deepseek-r1-distill-llama-70b", "a published model made with them: its name must begin with “Llama”."),
        ("jamba-1.5-large", "Jamba Open Model: not read; what a model made with them owes has not been read in full."),
    ],
)
def test_what_a_model_made_with_outputs_owes_stands_beside_what_may_be_trained(
    catalogue: Catalogue, shelf: Shelf, model: str, told: str
) -> None:
    assert told in page(catalogue, shelf, model).parts[2].says


def test_a_revision_that_nobody_pinned_is_said_plainly(catalogue: Catalogue, shelf: Shelf) -> None:
    facts = {link.note: link.label for link in page(catalogue, shelf, "deepseek-v3").facts}
    assert facts["Revision"] == NOT_PINNED


def test_two_entries_for_the_same_text_are_no_difference(catalogue: Catalogue, shelf: Shelf) -> None:
    assert page(catalogue, shelf, "deepseek-r1").note == ""
    assert page(catalogue, shelf, "deepseek-v3").note


def test_the_reading_that_the_organisation_adopted_is_shown_with_who_when_and_why(
    catalogue: Catalogue, shelf: Shelf
) -> None:
    adopted = Position(
        licence="deepseek-license-1.0",
        topic="model-licence",
        reading="text",
        reason="The README of the weights is plain.",
        adopted_by="Lena Hart",
        adopted_on=shelf.today,
    )
    shown = page(catalogue, shelf, "deepseek-v3", Overlay(positions=(adopted,), key="one"))
    text, guide = shown.readings
    assert text.applies == "Adopted by Lena Hart on 23 November 2026: The README of the weights is plain."
    assert (guide.applies, shown.note, shown.disputed) == ("", "", True)


def test_compute_has_its_basis_and_the_guides_figure_beside_it(catalogue: Catalogue, shelf: Shelf) -> None:
    compute = page(catalogue, shelf, "mistral-large-2").compute
    assert compute.flop == "2.13 × 10²⁵ FLOP"
    assert compute.basis.startswith("Estimated by Epoch AI")
    assert compute.guide == "about 1 × 10²⁴ FLOP"


def test_siblings_carry_the_same_text_and_those_of_the_vendor_come_first(catalogue: Catalogue, shelf: Shelf) -> None:
    found = page(catalogue, shelf, "qwen3-8b").siblings
    assert found is not None
    assert found.licence.href == "/licences/Apache-2.0/"
    notes = [link.note for link in found.models]
    assert notes == sorted(notes, key=bool)
    assert "qwen3-8b" not in str(found.models)
    assert found.everything.href == "/models/?licence=Apache-2.0"


def test_disagreements_about_this_very_model_are_shown_the_gravest_first(catalogue: Catalogue, shelf: Shelf) -> None:
    ranks = {"Critical": 0, "High": 1, "Medium": 2, "Low": 3}
    for model in catalogue.models:
        shown = page(catalogue, shelf, model).disagreements
        assert {point.id for point in shown} == {
            name for name, point in catalogue.disagreements.items() if model in point.about.models
        }
        severities = [ranks[point.severity] for point in shown]
        assert severities == sorted(severities)
