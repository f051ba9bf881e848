"""The bills of materials of a decision: the guide's YAML, and CycloneDX."""

from __future__ import annotations

import json
from datetime import date

import pytest
import yaml

from catalog.engine.evaluate import evaluate
from wizard.interchange.bill import bill_of
from wizard.interchange.bill_products import products_of_cyclonedx
from wizard.interchange.cyclonedx import InvalidBill, check, expression, model_bill
from wizard.interchange.lbom import licence_bill

GUIDES_KEYS = [
    "id",
    "license",
    "source",
    "commercial_use",
    "restrictions",
    "mau_threshold",
    "last_reviewed",
    "deployed_in",
]  # fmt: skip


@pytest.fixture
def account(catalogue):
    """Make the reviewed account of a product with some candidates."""
    from catalog.ambient import current_law

    def make(*candidates, **facts):
        stated = {"schema": "facts/1", "as_of": "2026-11-23", "candidates": list(candidates), **facts}
        evaluation = evaluate(stated, catalogue, current_law(), date(2026, 11, 23)).as_json()
        return {
            "reference": "CW-2026-0042",
            "revision": 2,
            "product": "Shop: “assistant” # 1",
            "description": "Answers questions.",
            "organisation": "Acme GmbH",
            "facts": stated,
            "evaluation": evaluation,
            "edition": evaluation["edition"],
            "engine": evaluation["engine"],
            "bill": json.loads(json.dumps(bill_of(stated, evaluation, catalogue))),
            "sha256": "5e" * 32,
            "taken_at": "2026-11-23T10:05:00+01:00",
        }

    return make


def models_of(account):
    return {entry["id"]: entry for entry in yaml.safe_load(licence_bill(account))["models"]}


def test_the_yaml_has_the_guides_shape(account):
    found = models_of(account("deepseek-r1", "llama-4-maverick", organisation={"country": "DE"}))
    assert [list(entry) for entry in found.values()] == [GUIDES_KEYS, GUIDES_KEYS]
    assert found["deepseek-r1"] == {
        "id": "deepseek-r1",
        "license": "MIT",
        "source": "https://huggingface.co/deepseek-ai/DeepSeek-R1",
        "commercial_use": True,
        "restrictions": "none",
        "mau_threshold": None,
        "last_reviewed": "2026-11-23",
        "deployed_in": found["deepseek-r1"]["deployed_in"],
    }
    llama = found["llama-4-maverick"]
    assert (llama["license"], llama["mau_threshold"]) == ("Llama 4 Community License Agreement", 700_000_000)
    assert any("language model outside the Llama family" in says for says in llama["restrictions"])


def test_only_a_model_that_may_be_used_is_deployed(account):
    reviewed = account("deepseek-r1", "llama-4-maverick", organisation={"country": "DE"})
    verdicts = {result["model"]: result["verdict"] for result in reviewed["evaluation"]["models"]}
    assert verdicts["llama-4-maverick"] == "blocked"
    reviewed["evaluation"]["models"][[*verdicts].index("deepseek-r1")]["verdict"] = "conditions"
    found = models_of(reviewed)
    assert found["deepseek-r1"]["deployed_in"] == ["Shop: “assistant” # 1"]
    assert found["llama-4-maverick"]["deployed_in"] == []


def test_the_licence_of_a_base_model_is_in_force_and_an_adopted_reading_counts_alone(account):
    inherited = models_of(account("deepseek-r1-distill-llama-70b"))["deepseek-r1-distill-llama-70b"]
    assert "MIT AND Llama 3" in inherited["license"]
    both = account("llama-4-maverick")
    position = {"licence": "llama-4-community", "topic": "commercial-use", "reading": "guide"}
    guides = account("llama-4-maverick", positions=[position])
    withheld = "withheld from EU-seated licensees"
    assert any(withheld in says for says in models_of(both)["llama-4-maverick"]["restrictions"])
    assert not any(withheld in says for says in models_of(guides)["llama-4-maverick"]["restrictions"])


def test_the_limit_of_an_agreement_stands_for_the_licences_own_until_it_is_passed(account):
    limit = {"metric": "mau", "at_most": 300_000_000, "counts": "group"}
    agreed = [{"licence": "qwen-license-2024", "covers": ["threshold"], "limit": limit}]
    for users, named in ((200_000_000, 300_000_000), (400_000_000, 100_000_000)):
        found = account("qwen2.5-72b", agreements=agreed, organisation={"monthly_active_users": users})
        assert models_of(found)["qwen2.5-72b"]["mau_threshold"] == named


def test_cyclonedx_keeps_declared_and_concluded_licences_apart(account):
    bill = json.loads(model_bill(account("deepseek-r1-distill-llama-70b")))
    (component,) = bill["components"]
    told: dict[str, list[str]] = {}
    for each in component["licenses"]:
        licence = each["license"]
        told.setdefault(licence["acknowledgement"], []).append(licence.get("id") or licence["name"])
    assert told["declared"] == ["MIT"]
    assert told["concluded"][0] == "MIT"
    assert len(told["concluded"]) == 2
    properties = {each["name"]: each["value"] for each in component["properties"]}
    assert properties["clearweights:licence:declared"] == "MIT"
    assert properties["clearweights:licence:concluded"].startswith("MIT AND LicenseRef-")
    assert properties["clearweights:verdict"] == "undecided"
    assert component["modelCard"]["modelParameters"]["inputs"] == [{"format": "text"}]
    assert component["modelCard"]["considerations"]["useCases"] == ["Answers questions."]
    assert component["pedigree"]["ancestors"][0]["name"].startswith("Llama")


def test_the_same_account_gives_the_same_bytes_and_another_one_another_number(account):
    reviewed = account("qwen3-32b")
    assert model_bill(reviewed) == model_bill(dict(reviewed))
    assert licence_bill(reviewed) == licence_bill(dict(reviewed))
    other = json.loads(model_bill({**reviewed, "sha256": "6f" * 32}))
    bill = json.loads(model_bill(reviewed))
    assert other["serialNumber"] != bill["serialNumber"]
    assert bill["metadata"]["timestamp"] == "2026-11-23T09:05:00Z"


def test_models_of_every_kind_and_family_fit_the_schema_of_the_standard(account, catalogue):
    family = {name: licence.family for name, licence in catalogue.licences.items()}
    chosen = {(it.kind, family[it.weights_licence.text.value]): it.id for it in catalogue.models.values()}
    reviewed = account(*chosen.values())
    bill = json.loads(model_bill(reviewed))
    assert len(bill["components"]) == len(models_of(reviewed)) == len(chosen)


def test_what_the_standard_does_not_know_does_not_leave_the_product(account):
    bill = json.loads(model_bill(account("qwen3-32b")))
    bill["components"][0]["modelcard"] = {}
    with pytest.raises(InvalidBill, match="does not fit the schema"):
        check(json.dumps(bill).encode())


@pytest.mark.parametrize(
    ("identifiers", "told"),
    [
        (["MIT", "Apache-2.0"], "MIT AND Apache-2.0"),
        (["MIT", "MIT"], "MIT"),
        (["MIT OR Apache-2.0", "BSD-3-Clause"], "(MIT OR Apache-2.0) AND BSD-3-Clause"),
        (["MIT", "NONE"], ""),
        (["Not-A-Licence"], ""),
        ([], ""),
    ],
)
def test_an_expression_names_what_spdx_knows(identifiers, told):
    assert expression([{"spdx": name} for name in identifiers]) == told


def test_our_own_cyclonedx_is_read_back(account, catalogue):
    written = account("deepseek-r1-distill-llama-70b", "qwen3-32b")
    (product,) = products_of_cyclonedx(model_bill(written), catalogue)
    assert (product.name, product.description) == (written["product"], written["description"])
    assert product.known == ("deepseek-r1-distill-llama-70b", "qwen3-32b")
