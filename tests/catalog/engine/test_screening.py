from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from catalog.ambient import current_catalog, current_law
from catalog.engine import answers
from catalog.engine.evaluate import evaluate_facts, known
from catalog.engine.finding import VERDICTS
from catalog.engine.screening import Screened, screen
from catalog.knowledge.entries import Model
from catalog.knowledge.facts import Term
from catalog.knowledge.overlay import Overlay, with_overlay
from tests.catalog.engine.strategies import documents

DAY = date(2026, 11, 23)
PLAIN: dict[str, Any] = {
    "organisation": {"country": "US", "monthly_active_users": 5_000_000},
    "use": {
        "commercial": True,
        "delivery": ["hosted-service"],
        "markets": ["US"],
        "domains": ["retail"],
        "activities": ["customer-service"],
        "automated_decisions": False,
        "generates_human_likeness": False,
    },
    "adaptation": {"fine_tunes": False, "publishes_weights": False},
    "outputs": {"train": "none", "distils": False, "shares_trained_model": False},
}


def screened(**changes: dict[str, Any]) -> Any:
    document = {part: {**PLAIN[part], **changes.get(part, {})} for part in PLAIN}
    return screen(document, current_catalog(), current_law(), DAY)


def codes(found: Screened) -> set[str]:
    return {finding.code for finding in found.findings}


def test_every_licence_gets_a_verdict() -> None:
    assert set(screen({}, current_catalog(), current_law(), DAY)) == set(current_catalog().licences)


def test_the_gravest_finding_comes_first() -> None:
    found = screened(outputs={"train": "other-llm", "distils": True})["llama-3-community"]
    assert found.verdict == "blocked"
    assert found.findings[0].severity == "blocker"
    weights = [finding.weight for finding in found.findings]
    assert weights == sorted(weights, reverse=True)


@pytest.mark.parametrize(
    ("licence", "changes", "verdict", "code"),
    [
        ("MIT", {}, "clear", "patent.none"),
        ("CC-BY-NC-4.0", {}, "blocked", "commercial.forbidden"),
        ("qwen-license-2024", {"organisation": {"monthly_active_users": 200_000_000}}, "blocked", "threshold.exceeded"),
        ("llama-4-community", {"organisation": {"country": "DE"}}, "blocked", "territory.excluded"),
        ("llama-4-community", {}, "undecided", "open-question"),
        ("Apache-2.0", {"use": {"delivery": ["ship-weights"]}}, "conditions", "licence-copy.missing"),
    ],
)
def test_a_licence_is_judged_by_the_rules_of_its_models(
    licence: str, changes: dict[str, Any], verdict: str, code: str
) -> None:
    found = screened(**changes)[licence]
    assert found.verdict == verdict
    assert code in codes(found)


def test_an_adopted_position_decides_which_reading_counts() -> None:
    distils = {**PLAIN, "outputs": {"train": "other-llm", "distils": True, "shares_trained_model": False}}
    adopted = [{"licence": "llama-4-community", "topic": "output-training", "reading": "text"}]
    bare = screen(distils, current_catalog(), current_law(), DAY)["llama-4-community"]
    settled = screen({**distils, "positions": adopted}, current_catalog(), current_law(), DAY)["llama-4-community"]
    assert "output-training.forbidden" in codes(bare)
    assert "output-training.forbidden" not in codes(settled)


def test_what_does_not_fit_is_refused_with_its_place() -> None:
    with pytest.raises(answers.Unusable) as refused:
        screen({"organisation": {"country": "XX"}}, current_catalog(), current_law(), DAY)
    assert refused.value.problems[0].at == "/organisation/country"


def _bearing(licence: str, *, image_input: bool | None) -> Model:
    """A model without base models whose only licence is this one."""
    term = current_catalog().models["qwen3-32b"].weights_licence
    own = Term[str](text=term.text.model_copy(update={"value": licence}))
    changes = {"id": "the-model", "image_input": image_input, "weights_licence": own, "base_models": (), "aliases": ()}
    return current_catalog().models["qwen3-32b"].model_copy(update={**changes, "hf_repo": None})


@hypothesis_settings(deadline=None, max_examples=40)
@given(documents, st.sampled_from(sorted(current_catalog().licences)), st.sampled_from([None, True]))
def test_a_model_under_one_licence_is_never_greener_than_the_licence(
    document: dict[str, Any], licence: str, image_input: bool | None
) -> None:
    # Who only calls the vendor's API is not bound by the licence of the weights at all.
    if set(document["use"].get("delivery") or ()) == {"vendor-api"}:
        return
    catalogue = with_overlay(
        current_catalog(), Overlay(models={"the-model": _bearing(licence, image_input=image_input)})
    )
    asked = {**document, "candidates": ["the-model"]}
    model = evaluate_facts(answers.read(asked, known(catalogue), DAY), catalogue, current_law()).models[0]
    alone = screen(document, catalogue, current_law(), DAY)[licence]
    assert VERDICTS.index(model.verdict) >= VERDICTS.index(alone.verdict)
