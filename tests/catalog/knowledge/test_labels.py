import pytest

from catalog.ambient import edition
from catalog.knowledge.index import Catalogue
from catalog.knowledge.labels import label_warnings


@pytest.fixture
def catalogue() -> Catalogue:
    return edition()


def kinds(catalogue: Catalogue, model: str) -> list[tuple[str, str]]:
    return [(it.kind, it.licence) for it in label_warnings(catalogue.models[model], catalogue)]


def relabelled(catalogue: Catalogue, model: str, licence: str, name: str) -> list[tuple[str, str]]:
    """What the label hides when a model carries another licence and another name."""
    found = catalogue.models[model]
    term = found.weights_licence
    text = term.text.model_copy(update={"value": licence})
    update = {"weights_licence": term.model_copy(update={"text": text}), "name": name, "hf_repo": None}
    return [(it.kind, it.licence) for it in label_warnings(found.model_copy(update=update), catalogue)]


def test_a_permissive_label_over_a_base_with_other_terms_is_told(catalogue: Catalogue) -> None:
    found = kinds(catalogue, "deepseek-r1-distill-llama-70b")
    assert ("stripped", "llama-3.3-community") in found


def test_a_name_without_the_prefix_that_the_base_asks_for_is_told(catalogue: Catalogue) -> None:
    assert ("name-prefix", "llama-3.3-community") in kinds(catalogue, "deepseek-r1-distill-llama-70b")
    model = catalogue.models["deepseek-r1-distill-llama-70b"]
    assert {it.prefix for it in label_warnings(model, catalogue) if it.kind == "name-prefix"} == {"Llama"}


@pytest.mark.parametrize("name", ["Llama 3.3 of ours", "LLaMA-3.3-ours", "llama_3"])
def test_a_fitting_name_is_no_matter_how_it_is_written(catalogue: Catalogue, name: str) -> None:
    found = relabelled(catalogue, "deepseek-r1-distill-llama-70b", "llama-3.3-community", name)
    assert found == []


def test_a_label_of_another_version_than_the_base_carries_is_told(catalogue: Catalogue) -> None:
    found = relabelled(catalogue, "deepseek-r1-distill-llama-70b", "llama-3.1-community", "Llama of ours")
    assert found == [("mislabelled", "llama-3.3-community")]


def test_a_permissive_base_hides_nothing(catalogue: Catalogue) -> None:
    assert kinds(catalogue, "deepseek-r1-distill-qwen-32b") == []


def test_a_vendor_that_relicensed_its_own_work_hides_nothing(catalogue: Catalogue) -> None:
    assert kinds(catalogue, "deepseek-v3-0324") == []


def test_nothing_inherited_is_nothing_hidden(catalogue: Catalogue) -> None:
    for model in catalogue.models.values():
        if not catalogue.binding_ancestors(model):
            assert label_warnings(model, catalogue) == ()
