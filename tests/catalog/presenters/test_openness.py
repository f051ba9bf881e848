from dataclasses import replace

import pytest

from catalog.ambient import current_law
from catalog.knowledge.entries import Information, Model, Public
from catalog.knowledge.index import Catalogue
from catalog.knowledge.terms import Threshold
from catalog.presenters.openness import Exemption, exemption

ALL_PUBLIC = Information(
    E5=Public(met="yes", why="On the hub."), E6=Public(met="yes", why="Report."), E7=Public(met="yes", why="Card.")
)


def walk(catalogue: Catalogue, model: Model) -> Exemption:
    return exemption(model, catalogue, current_law().compute)


def steps(found: Exemption) -> dict[str, str]:
    return {step.id: step.state for step in found.steps}


@pytest.fixture
def open_model(catalogue: Catalogue) -> Model:
    """An Apache model below the line, without bases, about which everything is public."""
    return catalogue.models["olmo-2-32b"].model_copy(update={"information": ALL_PUBLIC, "base_models": ()})


def test_every_condition_is_walked_in_order_with_its_ground(catalogue: Catalogue) -> None:
    for model in catalogue.models.values():
        found = walk(catalogue, model)
        assert [step.id for step in found.steps] == [f"E{number}" for number in range(9)]
        assert all(step.why and step.ground for step in found.steps)


def test_what_nobody_checked_keeps_the_end_open(catalogue: Catalogue, open_model: Model) -> None:
    found = walk(catalogue, open_model)
    assert steps(found)["E8"] == "undecided"
    assert found.verdict == (
        "Nothing rules the exemption out, but it is not settled. Open: “No price is asked for the model”."
    )
    bare = walk(catalogue, open_model.model_copy(update={"information": Information()}))
    assert bare.verdict.endswith(
        "Open: “Weights are public”, “Architecture is public”, “Use, limits and integration are public” and "
        "“No price is asked for the model”."
    )


def test_one_condition_that_fails_closes_the_exemption_and_is_named(catalogue: Catalogue) -> None:
    found = walk(catalogue, catalogue.models["command-r-plus"])
    assert found.state == "blocked"
    assert "Not met: “Anyone may use it”" in found.verdict
    assert "Annex XII" in found.follows


def test_systemic_risk_closes_the_exemption_whatever_the_licence(catalogue: Catalogue, open_model: Model) -> None:
    assert open_model.compute is not None
    heavy = open_model.model_copy(update={"compute": open_model.compute.model_copy(update={"flop": 2e25, "low": None})})
    found = walk(catalogue, heavy)
    assert found.verdict == "The exemption is closed to models with systemic risk."
    assert "52 and 55" in found.follows


def test_an_inherited_licence_counts_and_is_named(catalogue: Catalogue) -> None:
    found = walk(catalogue, catalogue.models["deepseek-r1-distill-llama-70b"])
    why = {step.id: step.why for step in found.steps}
    assert steps(found)["E2"] == "blocked"
    assert why["E2"].startswith("Llama 3.3 Community: ")


def test_weights_that_were_never_published_fail_e5(catalogue: Catalogue) -> None:
    assert steps(walk(catalogue, catalogue.models["llama-4-behemoth"]))["E5"] == "blocked"


def test_another_licence_above_a_limit_may_be_a_price(catalogue: Catalogue) -> None:
    for model, end in (("llama-4-maverick", "if it costs, that is a price."), ("sd-3.5-large", "that is a price.")):
        found = walk(catalogue, catalogue.models[model]).steps[8]
        assert found.state == "undecided"
        assert found.why.endswith(end)


def test_a_paid_licence_above_a_limit_is_a_price(catalogue: Catalogue) -> None:
    model = catalogue.models["sd-3.5-large"]
    licence = catalogue.licences[model.weights_licence.text.value]
    threshold = licence.terms.threshold
    limits = tuple(limit.model_copy(update={"above": "paid"}) for limit in threshold.text.value.limits)
    text = threshold.text.model_copy(update={"value": Threshold(limits=limits)})
    terms = licence.terms.model_copy(update={"threshold": threshold.model_copy(update={"text": text})})
    priced = licence.model_copy(update={"terms": terms})
    changed = replace(catalogue, licences={**catalogue.licences, licence.id: priced})
    assert steps(walk(changed, model))["E8"] == "blocked"
