"""The sealed catalogue: what may enter, its hash, its names and its lineage."""

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from catalog.ambient import edition
from catalog.knowledge.entries import Model
from catalog.knowledge.index import Catalogue, open_catalogue
from catalog.knowledge.loading import GUIDE_FILES, GUIDE_FOLDERS, CatalogueProblem, Loaded

if TYPE_CHECKING:
    from tests.catalog.knowledge.conftest import Copy


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return edition()


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


def test_the_hash_does_not_depend_on_the_order_of_files(loaded: Loaded) -> None:
    turned = replace(loaded)
    for folder in ("sources", "licences", "models", *GUIDE_FOLDERS):
        setattr(turned, folder, dict(reversed(getattr(loaded, folder).items())))
    assert Catalogue.from_loaded(turned).sha256 == Catalogue.from_loaded(loaded).sha256


def test_the_hash_does_not_depend_on_the_order_of_keys(copy: "Copy", catalogue: Catalogue) -> None:
    for path in (copy.root / "models").glob("*.yaml"):
        copy.edit(f"models/{path.name}", lambda it: None)  # written back with its keys sorted
    assert open_catalogue(copy.root).sha256 == catalogue.sha256


def test_the_hash_is_over_every_word_of_every_entry(catalogue: Catalogue) -> None:
    assert hashlib.sha256(catalogue.canonical()).hexdigest() == catalogue.sha256
    hashed = json.loads(catalogue.canonical())
    for folder in ("sources", "licences", "models", *GUIDE_FOLDERS):
        entries = getattr(catalogue, folder)
        assert hashed[folder].keys() == entries.keys()
        assert all(hashed[folder][key] == json.loads(it.model_dump_json(by_alias=True)) for key, it in entries.items())
    for name in (*GUIDE_FILES, "triggers", "vocabulary", "edition"):
        assert hashed[name] == json.loads(getattr(catalogue, name).model_dump_json(by_alias=True))


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
