"""The sealed catalogue: what may enter, its hash, its names and its lineage."""

import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.knowledge.entries import Model
from catalog.knowledge.index import Catalogue, open_catalogue
from catalog.knowledge.loading import CatalogueProblem, Loaded, load

if TYPE_CHECKING:
    from tests.catalog.knowledge.conftest import Copy

ROOT = Path(__file__).parents[3] / "catalog" / "data"
FOLDERS = ("sources", "licences", "models", "situations", "traps")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return open_catalogue(ROOT)


def test_a_file_that_cannot_be_read_closes_the_catalogue_and_is_named(copy: "Copy") -> None:
    copy.write("models/qwen2.5-32b.yaml", "vendor: Nobody\n")
    with pytest.raises(CatalogueProblem) as refused:
        open_catalogue(copy.root)
    assert {problem.file for problem in refused.value.problems} == {"models/qwen2.5-32b.yaml"}


def test_files_that_disagree_close_the_catalogue(copy: "Copy") -> None:
    copy.edit("models/qwq-32b.yaml", lambda it: it.update(base_models=["qwen9"]))
    with pytest.raises(CatalogueProblem, match=r"models/qwq-32b.yaml: base_models: The base model “qwen9”"):
        open_catalogue(copy.root)


@pytest.mark.parametrize(
    ("text", "told"),
    [("asks: [", "law/extra.yaml: file: Not readable as YAML"), ("- a\n", "law/extra.yaml: file: The file is not a")],
)
def test_a_broken_law_document_closes_the_catalogue(copy: "Copy", text: str, told: str) -> None:
    (copy.root / "law").mkdir(exist_ok=True)
    copy.write("law/extra.yaml", text)
    with pytest.raises(CatalogueProblem, match=told):
        open_catalogue(copy.root)


def test_entries_cannot_be_changed_after_sealing(catalogue: Catalogue) -> None:
    with pytest.raises(TypeError):
        catalogue.models["mine"] = catalogue.models["qwen3-32b"]  # type: ignore[index]


# --- the hash ------------------------------------------------------------------------------------------------------


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_the_hash_does_not_depend_on_the_order_of_files(seed: int) -> None:
    loaded = load(ROOT)
    expected = Catalogue.from_loaded(loaded).sha256
    for folder in FOLDERS:
        entries = list(getattr(loaded, folder).items())
        random.Random(seed).shuffle(entries)
        setattr(loaded, folder, dict(entries))
    assert Catalogue.from_loaded(loaded).sha256 == expected


def test_the_hash_does_not_depend_on_the_order_of_keys(copy: "Copy", catalogue: Catalogue) -> None:
    for path in (copy.root / "models").glob("*.yaml"):
        copy.edit(f"models/{path.name}", lambda it: None)  # written back with its keys sorted
    assert open_catalogue(copy.root).sha256 == catalogue.sha256


def test_editing_any_licence_changes_the_hash(loaded: Loaded) -> None:
    seen = {Catalogue.from_loaded(loaded).sha256}
    for licence_id, licence in list(loaded.licences.items()):
        loaded.licences[licence_id] = licence.model_copy(update={"name": f"{licence.name} (amended)"})
        seen.add(Catalogue.from_loaded(loaded).sha256)
        loaded.licences[licence_id] = licence
    assert len(seen) == len(loaded.licences) + 1


def test_one_word_of_one_reading_changes_the_hash(copy: "Copy", catalogue: Catalogue) -> None:
    copy.edit("models/qwq-32b.yaml", lambda it: it["weights_licence"]["text"].update(says="Said in other words."))
    assert open_catalogue(copy.root).sha256 != catalogue.sha256


def test_law_documents_belong_to_the_hash(loaded: Loaded) -> None:
    empty = Catalogue.from_loaded(loaded).sha256
    one = Catalogue.from_loaded(loaded, {"dates": {"AI-4": {"from": "2025-02-02"}}}).sha256
    other = Catalogue.from_loaded(loaded, {"dates": {"AI-4": {"from": "2025-02-03"}}}).sha256
    assert len({empty, one, other}) == 3


# --- names ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "llama-4-maverick",
        "llama-4-maverick-17b-128e",
        "meta-llama/Llama-4-Maverick-17B-128E-Instruct",
        "META-LLAMA/llama-4-maverick-17b-128e",
    ],
)
def test_a_model_answers_to_id_alias_and_repository(catalogue: Catalogue, name: str) -> None:
    model = catalogue.model(name)
    assert model is not None
    assert model.id == "llama-4-maverick"


def test_an_unknown_name_leads_to_nothing(catalogue: Catalogue) -> None:
    assert catalogue.model("gpt-9") is None


# --- lineage -------------------------------------------------------------------------------------------------------


def bound(catalogue: Catalogue, model: Model) -> list[str]:
    return [base.id for base in catalogue.binding_ancestors(model)]


def offspring(catalogue: Catalogue, vendor: str, *bases: str) -> Model:
    return catalogue.models["qwq-32b"].model_copy(update={"id": "offspring", "vendor": vendor, "base_models": bases})


@pytest.mark.parametrize(
    ("model_id", "expected"),
    [
        ("deepseek-r1-distill-llama-8b", ["llama-3.1-8b"]),
        ("deepseek-r1-distill-qwen-32b", ["qwen2.5-32b"]),
        ("deepseek-r1", []),
        ("llama-3.3-70b", []),
    ],
)
def test_a_base_binds_only_when_another_vendor_made_it(
    catalogue: Catalogue, model_id: str, expected: list[str]
) -> None:
    assert bound(catalogue, catalogue.models[model_id]) == expected


def test_a_vendors_newer_terms_replace_its_older_ones_for_those_who_build_on_them(catalogue: Catalogue) -> None:
    assert bound(catalogue, catalogue.models["deepseek-r1-distill-llama-70b"]) == ["llama-3.3-70b"]


def test_what_bound_a_base_from_outside_binds_its_owners_next_model_too(catalogue: Catalogue) -> None:
    child = offspring(catalogue, "DeepSeek", "deepseek-r1-distill-llama-70b")
    assert bound(catalogue, child) == ["llama-3.3-70b"]


def test_a_vendor_is_not_bound_by_its_own_work_come_back(catalogue: Catalogue) -> None:
    child = offspring(catalogue, "Meta", "deepseek-r1-distill-llama-8b")
    assert bound(catalogue, child) == ["deepseek-r1-distill-llama-8b"]


def test_nearest_bases_come_first_and_each_once(catalogue: Catalogue) -> None:
    child = offspring(catalogue, "Acme", "deepseek-r1-distill-qwen-32b", "qwen2.5-32b", "mistral-7b")
    assert bound(catalogue, child) == ["deepseek-r1-distill-qwen-32b", "qwen2.5-32b", "mistral-7b"]
