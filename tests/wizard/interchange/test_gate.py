"""The gate: what stands against a licence bill, as far as a build can know it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.wizard.interchange.test_bill_products import cyclonedx
from tests.wizard.interchange.test_lbom_file import GUIDE
from wizard.interchange.cyclonedx_file import MODEL
from wizard.interchange.gate import Approved, Outcome, check, checked
from wizard.interchange.lbom_file import read_bill
from wizard.interchange.sarif import sarif

TODAY = date(2026, 11, 23)
ROW = """\
  - id: {id}
    license: {license}
    source: "{source}"
    commercial_use: true
    restrictions: none
    mau_threshold: {limit}
    last_reviewed: {reviewed}
    deployed_in: {where}
"""


def row(**changed):
    values = {
        "id": "qwen3-32b",
        "license": "Apache-2.0",
        "source": "",
        "limit": "null",
        "reviewed": "2026-11-01",
        "where": "[shop]",
    }
    return ROW.format(**values | changed)


@pytest.fixture
def gate(catalogue):
    """Check rows; without a register unless one is given."""
    from catalog.ambient import current_law

    def run(*rows, **given):
        content = rows[0] if rows[0].startswith("#") else "models:\n" + "".join(rows)
        known = {"users": None, "approved": None, **given}
        return check(read_bill(content.encode()).entries, catalogue, current_law(), TODAY, **known)

    return run


def told(found, *levels):
    return [said.code for said in found if said.level in (levels or ("blocker", "action", "caution"))]


def test_a_permissive_model_that_was_reviewed_passes(gate):
    assert told(gate(row())) == []


def test_the_guides_file_is_told_what_it_misses(gate):
    found = gate(GUIDE, users=600_000_000)
    assert told(found) == ["lbom.licence-differs", "lbom.review-due", "lbom.review-due", "lbom.threshold-near"]
    assert "Apache-2.0 binds" in found[0].says
    assert str(next(said for said in found if said.code == "lbom.threshold-near").at) == "line 18, column 20"


@pytest.mark.parametrize(
    ("users", "code"),
    [
        (None, ["open-question"]),
        (559_999_999, []),
        (560_000_000, ["lbom.threshold-near"]),
        (700_000_000, ["lbom.threshold-near"]),
        (700_000_001, ["threshold.exceeded"]),
    ],
)
def test_users_are_held_against_the_limit_that_the_file_names(gate, users, code):
    llama = row(id="llama-4-maverick", license="llama4", limit="700000000")
    assert told(gate(llama, users=users)) == code


def test_a_limit_of_ones_own_below_the_licences_is_held_too(gate):
    strict = row(id="qwen2.5-72b", license="Qwen License", limit="50000000")
    assert told(gate(strict, users=90_000_000)) == ["lbom.threshold-exceeded", "threshold.near"]
    found = gate(row(limit="1000"), users=1001)
    assert told(found) == ["lbom.threshold-exceeded"]
    assert "1,001 monthly users are more than the 1,000" in found[0].says


def test_a_running_limit_that_is_passed_forbids_the_model_whatever_the_file_names(gate):
    qwen = row(id="qwen2.5-72b", license="Qwen License", limit="null")
    assert told(gate(qwen, users=1)) == ["lbom.threshold-differs"]
    assert "threshold.exceeded" in told(gate(qwen, users=200_000_000), "blocker")
    undeployed = row(id="qwen2.5-72b", license="Qwen License", limit="100000000", where="[]")
    assert told(gate(undeployed, users=200_000_000)) == []


def test_an_agreement_lifts_the_limit_up_to_its_own_and_its_limit_is_the_one_to_name(gate):
    limit = {"metric": "mau", "at_most": 300_000_000, "counts": "group"}
    agreed = [{"licence": "qwen-license-2024", "covers": ["threshold"], "limit": limit}]
    own, negotiated = (row(id="qwen2.5-72b", license="Qwen License", limit=it) for it in ("100000000", "300000000"))
    assert told(gate(negotiated, users=200_000_000, agreements=agreed)) == []
    assert told(gate(negotiated, agreements=agreed)) == ["open-question"]
    assert told(gate(negotiated, users=250_000_000, agreements=agreed)) == ["threshold.near"]
    assert "threshold.exceeded" in told(gate(negotiated, users=300_000_001, agreements=agreed), "blocker")
    assert told(gate(own, users=90_000_000, agreements=agreed)) == ["lbom.threshold-near"]
    assert "threshold.exceeded" in told(gate(negotiated, users=200_000_000), "blocker")


@pytest.mark.parametrize(
    ("changed", "code", "says"),
    [
        ({"id": "my-own-model"}, "lbom.model-unknown", "does not know “my-own-model”"),
        ({"source": "https://huggingface.co/mistralai/Mistral-7B-v0.1"}, "lbom.source-differs", "leads to"),
        ({"license": "Made up"}, "lbom.licence-unknown", "“Made up”"),
        ({"license": "MIT"}, "lbom.licence-differs", "in force: Apache-2.0"),
        ({"license": "Apache-2.0 AND GPL-3.0-only"}, "lbom.licence-differs", "“GPL-3.0-only” is not in force"),
        ({"reviewed": "2026-11-24"}, "lbom.reviewed-in-future", "lies in the future"),
    ],
)
def test_what_does_not_fit_is_a_finding_and_never_a_pass(gate, changed, code, says):
    found = gate(row(**changed))
    assert told(found, "action") == [code]
    assert says in found[0].says
    assert found[0].remedy


def test_what_is_unknown_fails_until_an_approval_looked_at_it_and_users_are_always_asked(gate):
    unclear = row(id="aya-101", license="Apache-2.0")
    assert told(gate(unclear), "action") == ["licence.unclear"]
    approved = {"aya-101": (Approved("CW-2026-0001", frozenset({"Apache-2.0"})),)}
    assert told(gate(unclear, approved=approved), "action") == []
    assert told(gate(unclear, approved=approved), "caution") == ["licence.unclear"]
    limited = row(id="qwen2.5-72b", license="Qwen License", limit="100000000")
    assert told(gate(limited), "action") == ["open-question"]


def test_a_file_that_allows_commerce_where_the_licence_does_not_is_told(gate):
    found = gate(row(id="aya-expanse-32b", license="Cohere Labs CC-BY-NC", where="[]"))
    assert told(found) == ["lbom.commerce-differs"]


def test_of_licences_to_choose_from_one_has_to_be_in_force(gate):
    assert told(gate(row(license="MIT OR Apache-2.0"))) == []
    assert told(gate(row(license="MIT OR BSD-3-Clause"))) == ["lbom.licence-differs"]


@pytest.mark.parametrize("name", ["Apache-2.0", "Apache 2.0", "apache-2.0", "Apache License 2.0", "the Apache licence"])
def test_a_licence_is_known_by_every_name_in_use(gate, name):
    assert told(gate(row(license=name))) == []


def test_a_model_is_found_by_its_repository(gate):
    assert told(gate(row(id="Qwen/Qwen3-32B"))) == []
    assert told(gate(row(id="ours", source="https://huggingface.co/Qwen/Qwen3-32B/tree/main"))) == []


def test_a_licence_that_forbids_commerce_blocks_what_is_deployed(gate):
    found = gate(row(id="aya-expanse-32b", license="Cohere Labs CC-BY-NC"))
    assert "commercial.forbidden" in told(found, "blocker")
    assert Outcome(found).fails_on("blocker")
    assert not Outcome(gate(row(license="MIT"))).fails_on("blocker")


def test_what_is_deployed_has_to_be_approved_under_the_licences_in_force(gate):
    assert told(gate(row(), approved={})) == ["lbom.never-approved"]
    assert told(gate(row(where="[]"), approved={})) == []
    approved = Approved("CW-2026-0001", frozenset({"Apache-2.0"}))
    assert told(gate(row(), approved={"qwen3-32b": (approved,)})) == []
    other = Approved("CW-2026-0001", frozenset({"MIT"}))
    found = gate(row(), approved={"qwen3-32b": (other,)})
    assert told(found) == ["lbom.approval-changed"]
    assert "CW-2026-0001" in found[0].says


def test_our_own_bill_of_every_model_names_model_licence_and_limit_as_the_gate_knows_them(catalogue):
    from catalog.ambient import current_law
    from catalog.engine.evaluate import evaluate
    from wizard.interchange.bill import bill_of
    from wizard.interchange.lbom import licence_bill

    facts = {"schema": "facts/1", "as_of": "2026-11-23", "candidates": []}
    evaluation = evaluate(facts, catalogue, current_law(), TODAY).as_json()
    account = {"reference": "CW-2026-0001", "revision": 1, "product": "Shop", "sha256": "5e" * 32}
    written = licence_bill({**account, "evaluation": evaluation, "bill": bill_of(facts, evaluation, catalogue)})
    entries = read_bill(written).entries
    assert len(entries) == len(catalogue.models)
    found = check(entries, catalogue, current_law(), TODAY, users=None, approved=None)
    assert [said for said in found if said.code.startswith("lbom.")] == []


def test_sarif_names_each_rule_once_and_points_at_the_line(gate):
    found = gate(row(license="MIT"))
    (run,) = sarif(Outcome(found), "ai-license-bom.yaml", "2026.11.2")["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == sorted(set(rules))
    assert {result["ruleId"] for result in run["results"]} == set(rules)
    first = run["results"][0]
    assert (first["ruleId"], first["level"]) == ("lbom.licence-differs", "error")
    where = first["locations"][0]["physicalLocation"]
    assert where == {
        "artifactLocation": {"uri": "ai-license-bom.yaml"},
        "region": {"startLine": 3, "startColumn": 14},
    }


@pytest.fixture
def cyclonedx_gate(catalogue):
    """Check the components of a CycloneDX bill; without a register unless one is given."""
    from catalog.ambient import current_law

    def run(*components, users=None, approved=None, **changes):
        content = cyclonedx(components=[{"type": MODEL, "name": "qwen3-32b"} | one for one in components], **changes)
        outcome = checked(content, catalogue, current_law(), TODAY, users=users, approved=approved)
        assert not outcome.faults
        return outcome.found

    return run


def licence(name, acknowledgement="declared"):
    return {"license": {"name": name, "acknowledgement": acknowledgement}}


APACHE = {"licenses": [{"license": {"id": "Apache-2.0"}}]}


def test_the_models_of_a_cyclonedx_bill_are_held_against_licences_limits_and_the_register(cyclonedx_gate):
    assert told(cyclonedx_gate(APACHE)) == []
    assert told(cyclonedx_gate(APACHE, approved={})) == ["lbom.never-approved"]
    bill = (
        APACHE,
        {"name": "in-house-7b"},
        {"licenses": [licence("MIT")]},
        {"name": "qwen2.5-72b", "licenses": [licence("Qwen License")]},
    )
    found = cyclonedx_gate(*bill, users=90_000_000)
    assert told(found) == ["lbom.model-unknown", "lbom.licence-differs", "threshold.near"]
    text = cyclonedx(components=[{"type": MODEL, "name": "qwen3-32b"} | one for one in bill]).decode()
    (differs,) = (said.at for said in found if said.code == "lbom.licence-differs")
    assert text[differs.column - 1 :].startswith('[{"license": {"name": "MIT"')


@pytest.mark.parametrize(
    ("component", "codes"),
    [
        ({}, ["lbom.licence-unknown"]),
        ({"licenses": [licence("MIT"), licence("Apache-2.0", "concluded")]}, []),
        ({"licenses": [{"expression": "(MIT OR Apache-2.0)"}]}, []),
        ({"licenses": [{"expression": "Apache-2.0 AND MIT"}]}, ["lbom.licence-differs"]),
        ({**APACHE, "name": "ours", "purl": "pkg:huggingface/qwen/Qwen3-32B@0123"}, []),
        (
            {
                **APACHE,
                "purl": "pkg:huggingface/Qwen/Qwen3-32B",
                "externalReferences": [
                    {"type": "distribution", "url": "https://huggingface.co/mistralai/Mistral-7B-v0.1"}
                ],
            },
            ["lbom.source-differs"],
        ),
    ],
)
def test_what_a_cyclonedx_component_says_of_model_and_licence_is_read(cyclonedx_gate, component, codes):
    assert told(cyclonedx_gate(component)) == codes


def test_a_model_within_a_component_is_looked_at(cyclonedx_gate):
    found = cyclonedx_gate({"type": "library", "name": "x", "components": [{"type": MODEL, "name": "in-house-7b"}]})
    assert told(found) == ["lbom.model-unknown"]


def test_a_component_counts_as_deployed_unless_the_bill_says_otherwise(cyclonedx_gate):
    forbidden = {"name": "aya-expanse-32b", "bom-ref": "aya", "licenses": [licence("Cohere Labs CC-BY-NC")]}
    listed = [{"ref": "it", "dependsOn": ["lib"]}, {"ref": "lib"}]
    assert "commercial.forbidden" in told(cyclonedx_gate(forbidden), "blocker")
    assert "commercial.forbidden" in told(cyclonedx_gate(forbidden, dependencies=listed), "blocker")
    assert told(cyclonedx_gate(forbidden, dependencies=[*listed, {"ref": "aya"}])) == []
    assert told(cyclonedx_gate({**forbidden, "scope": "excluded"})) == []
    through = [{"ref": "it", "dependsOn": ["lib"]}, {"ref": "lib", "dependsOn": ["aya"]}, {"ref": "aya"}]
    assert "commercial.forbidden" in told(cyclonedx_gate(forbidden, dependencies=through), "blocker")
