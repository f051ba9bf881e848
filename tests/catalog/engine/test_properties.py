"""The rules that always hold (contract, “Rules that always hold”), each as a property."""

import copy
import dataclasses
import datetime
import json
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from catalog.ambient import current_catalog, current_law
from catalog.engine import answers
from catalog.engine.evaluate import evaluate, known
from catalog.engine.finding import VERDICTS
from catalog.knowledge.terms import Condition, Restriction
from tests.catalog.engine.strategies import ACTIVITIES, DOMAINS, SAFEGUARDS, documents, products

TODAY = datetime.date(2026, 11, 23)
UNDECIDED = VERDICTS.index("undecided")
LEAVES = [
    (part, leaf)
    for part, leaves in {
        "organisation": [
            "country", "annual_revenue_usd", "products", "monthly_active_users", "monthly_active_users_on",
        ],
        "use": [
            "commercial", "domains", "activities", "delivery", "generates_human_likeness", "automated_decisions",
            "safety_critical",
        ],
        "adaptation": ["fine_tunes", "publishes_weights", "published_name", "published_licence"],
        "outputs": ["train", "distils", "shares_trained_model"],
        "safeguards": SAFEGUARDS,
        "eu_ai_act": ["P", "S2"],
    }.items()
    for leaf in leaves
]  # fmt: skip


def judged(document: dict[str, Any]) -> dict[str, Any]:
    return evaluate(document, current_catalog(), current_law(), TODAY).as_json()


def ranks(answer: dict[str, Any]) -> dict[str, int]:
    return {model["model"]: VERDICTS.index(model["verdict"]) for model in answer["models"]}


@settings(max_examples=60, deadline=None)
@given(documents, st.randoms(use_true_random=False))
def test_the_order_of_answers_candidates_and_lists_changes_nothing(document: dict[str, Any], random: Any) -> None:
    shuffled = copy.deepcopy(document)
    for part in shuffled.values():
        lists = (
            [part]
            if isinstance(part, list)
            else [v for v in part.values() if isinstance(v, list)]
            if isinstance(part, dict)
            else []
        )
        for items in lists:
            random.shuffle(items)
    keys = list(shuffled)
    random.shuffle(keys)
    assert json.dumps(judged({key: shuffled[key] for key in keys})) == json.dumps(judged(document))


@settings(max_examples=300, deadline=None)
@given(documents, st.sampled_from(LEAVES))
def test_unknown_is_never_greener_than_a_known_answer(document: dict[str, Any], leaf: tuple[str, str]) -> None:
    part, name = leaf
    # Links to the Union that nobody named are presumed from seat and markets, where both are known to lie outside.
    assume(name != "S2" or document["organisation"].get("country") not in ("US", "NO"))
    # A total below the products it sums up is contradicted, not completed, by them; the larger number counts.
    listed = sum(product.get("monthly_active_users", 0) for product in document["organisation"].get("products", []))
    assume(name != "products" or document["organisation"].get("monthly_active_users", listed) >= listed)
    unknown = copy.deepcopy(document)
    unknown[part].pop(name, None)
    before, after = ranks(judged(document)), ranks(judged(unknown))
    for model, answered in before.items():
        assert after[model] >= min(answered, UNDECIDED), model


@settings(max_examples=120, deadline=None)
@given(documents, products.filter(bool), products.filter(bool))
def test_adding_a_product_never_makes_a_verdict_greener(document: dict[str, Any], listed: Any, added: Any) -> None:
    # As long as no product with the model is listed, its users are unknown: the first one answers a question.
    assume(any(product.get("uses_model") is not False for product in listed))
    before, after = copy.deepcopy(document), copy.deepcopy(document)
    before["organisation"]["products"] = listed
    after["organisation"]["products"] = listed + added
    less, more = ranks(judged(before)), ranks(judged(after))
    assert all(more[model] >= less[model] for model in less)


@settings(max_examples=60, deadline=None)
@given(documents, st.sampled_from(DOMAINS), st.sampled_from(ACTIVITIES), st.sampled_from(["prohibited", "limited"]))
def test_adding_a_restriction_never_makes_a_verdict_greener(
    document: Any, domain: str, activity: str, effect: Any
) -> None:
    catalogue = current_catalog()
    item = Restriction(
        item="x",
        effect=effect,
        when=(Condition(domains=(domain,)), Condition(activities=(activity,))),
        says="A restriction that was added.",
    )
    stricter = {}
    for name, licence in catalogue.licences.items():
        term = licence.terms.use_restrictions
        text = term.text.model_copy(
            update={"value": term.text.value.model_copy(update={"items": (*term.text.value.items, item)})}
        )
        terms = licence.terms.model_copy(update={"use_restrictions": term.model_copy(update={"text": text})})
        stricter[name] = licence.model_copy(update={"terms": terms})
    # Which licence a derivative goes out under is another matter: a restriction added to it helps it keep its promise.
    adaptation = {key: value for key, value in document["adaptation"].items() if key != "published_licence"}
    document = {**document, "adaptation": adaptation, "reading": "text"}
    less = ranks(judged(document))
    more = ranks(evaluate(document, dataclasses.replace(catalogue, licences=stricter), current_law(), TODAY).as_json())
    assert all(more[model] >= less[model] for model in less)


@settings(max_examples=80, deadline=None)
@given(documents)
def test_a_repair_lifts_blocked_when_it_is_applied(document: dict[str, Any]) -> None:
    answer = judged(document)
    for model in answer["models"]:
        for changes in model["repairs"]:
            repaired = copy.deepcopy(document)
            for change in changes:
                _, part, leaf = change["at"].split("/")
                assert repaired[part].get(leaf) == change["from"] or sorted(repaired[part][leaf]) == change["from"]
                repaired[part][leaf] = change["to"]
            assert ranks(judged(repaired))[model["model"]] < VERDICTS.index("blocked")


@settings(max_examples=80, deadline=None)
@given(documents)
def test_every_finding_has_a_source_a_cause_and_a_remedy(document: dict[str, Any]) -> None:
    answer = judged(document)
    for model in answer["models"]:
        for finding in model["findings"]:
            assert finding["source"]["id"]
            assert finding["source"]["clause"]
            assert finding["because"]
            assert finding["remedy"]
            assert finding["says"]


@settings(max_examples=80, deadline=None)
@given(documents)
def test_the_strictest_reading_is_at_least_as_strict_as_each(document: dict[str, Any]) -> None:
    document = {key: value for key, value in document.items() if key != "positions"}
    for model in judged(document)["models"]:
        by = {name: VERDICTS.index(verdict) for name, verdict in model["verdict_by_reading"].items()}
        assert by["strictest"] >= by["text"]


@settings(max_examples=60, deadline=None)
@given(documents)
def test_facts_survive_the_round_trip_through_json(document: dict[str, Any]) -> None:
    facts = answers.read(document, known(current_catalog()), TODAY)
    again = answers.read(answers.as_json(facts), known(current_catalog()), TODAY)
    assert answers.facts_sha256(facts) == answers.facts_sha256(again)


def test_a_blocked_candidate_is_repaired_by_the_smallest_change() -> None:
    document = {
        "reading": "guide",
        "candidates": ["llama-4-maverick"],
        "organisation": {"monthly_active_users": 1000},
        "outputs": {"train": "none", "distils": True},
    }
    [model] = judged(document)["models"]
    assert model["repairs"] == [[{"at": "/outputs/distils", "from": True, "to": False}]]
