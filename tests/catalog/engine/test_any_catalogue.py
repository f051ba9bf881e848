"""The rules that always hold, for any facts and any catalogue: licences and lineages that nobody has written yet."""

import copy
import dataclasses
import datetime
import json
from typing import Any

from hypothesis import HealthCheck, assume, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from catalog.ambient import current_law
from catalog.engine.evaluate import evaluate
from catalog.engine.finding import CODES, VERDICTS
from catalog.knowledge.index import Catalogue
from tests.catalog.engine.strategies import (
    RESTRICTIONS,
    SMALL_LICENCES,
    products,
    small_catalogues,
    small_documents,
)
from tests.catalog.engine.test_properties import LEAVES

TODAY = datetime.date(2026, 11, 23)
UNDECIDED, BLOCKED = VERDICTS.index("undecided"), VERDICTS.index("blocked")
FEW = hypothesis_settings(
    deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
MANY = hypothesis_settings(FEW, max_examples=120)


def judged(document: dict[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    return evaluate(document, catalogue, current_law(), TODAY).as_json()


def ranks(answer: dict[str, Any]) -> dict[str, int]:
    return {model["model"]: VERDICTS.index(model["verdict"]) for model in answer["models"]}


@FEW
@given(small_documents, small_catalogues, st.randoms(use_true_random=False))
def test_order_changes_nothing(document: Any, catalogue: Catalogue, random: Any) -> None:
    shuffled = copy.deepcopy(document)
    for part in shuffled.values():
        lists = [part, *part] if isinstance(part, list) else part.values() if isinstance(part, dict) else []
        for items in lists:
            if isinstance(items, list):
                random.shuffle(items)
    parts: dict[str, Any] = {name: _shuffled(getattr(catalogue, name), random) for name in ("licences", "models")}
    again = judged(_shuffled(shuffled, random), dataclasses.replace(catalogue, **parts))
    assert json.dumps(again) == json.dumps(judged(document, catalogue))


def _shuffled(mapping: Any, random: Any) -> dict[str, Any]:
    keys = list(mapping)
    random.shuffle(keys)
    return {key: mapping[key] for key in keys}


@MANY
@given(
    small_documents, small_catalogues, st.sampled_from([*LEAVES, ("use", "markets"), ("safeguards", "content_filter")])
)
def test_unknown_is_never_greener(document: Any, catalogue: Catalogue, leaf: tuple[str, str]) -> None:
    part, name = leaf
    # Links to the Union that nobody named are presumed from seat and markets, where both are known to lie outside.
    assume(name not in ("S2", "markets", "country") or document["eu_ai_act"].get("P") == [])
    # A total below the products it sums up is contradicted, not completed, by them; the larger number counts.
    listed = sum(product.get("monthly_active_users", 0) for product in document["organisation"].get("products", []))
    assume(name != "products" or document["organisation"].get("monthly_active_users", listed) >= listed)
    unknown = copy.deepcopy(document)
    unknown[part].pop(name, None)
    before, after = ranks(judged(document, catalogue)), ranks(judged(unknown, catalogue))
    for model, answered in before.items():
        assert after[model] >= min(answered, UNDECIDED), model


@FEW
@given(small_documents, small_catalogues, st.sampled_from(SMALL_LICENCES), RESTRICTIONS)
def test_a_restriction_more_is_never_greener(document: Any, catalogue: Catalogue, name: str, item: Any) -> None:
    licence = catalogue.licences[name]
    term = licence.terms.use_restrictions
    value = term.text.value.model_copy(update={"items": (*term.text.value.items, item)})
    longer = term.model_copy(update={"text": term.text.model_copy(update={"value": value})})
    terms = licence.terms.model_copy(update={"use_restrictions": longer})
    stricter = {**catalogue.licences, name: licence.model_copy(update={"terms": terms})}
    # Which licence a derivative goes out under is another matter: a restriction added to it helps it keep its promise.
    adaptation = {key: value for key, value in document["adaptation"].items() if key != "published_licence"}
    document = {**document, "adaptation": adaptation}
    less, more = judged(document, catalogue), judged(document, dataclasses.replace(catalogue, licences=stricter))
    assert all(ranks(more)[model] >= rank for model, rank in ranks(less).items())


@FEW
@given(small_documents, small_catalogues, products.filter(bool), products.filter(bool))
def test_a_product_more_is_never_greener(document: Any, catalogue: Catalogue, listed: Any, added: Any) -> None:
    # As long as no product with the model is listed, its users are unknown: the first one answers a question.
    assume(any(product.get("uses_model") is not False for product in listed))
    before, after = copy.deepcopy(document), copy.deepcopy(document)
    before["organisation"]["products"] = listed
    after["organisation"]["products"] = listed + added
    less, more = ranks(judged(before, catalogue)), ranks(judged(after, catalogue))
    assert all(more[model] >= less[model] for model in less)


HIDDEN = (
    ("adaptation", "published_licence", "first", {"adaptation": {"publishes_weights": False}}),
    (
        "adaptation",
        "published_name",
        "Acme-7B",
        {"adaptation": {"publishes_weights": False}, "outputs": {"train": "none", "distils": False}},
    ),
    ("outputs", "shares_trained_model", True, {"outputs": {"train": "none", "distils": False}}),
    ("organisation", "monthly_growth", 0.3, {"organisation": {"products": None, "monthly_active_users": None}}),
    ("safeguards", "attribution_displayed", False, {"use": {"delivery": ["vendor-api"]}}),
    ("safeguards", "content_filter", False, {"use": {"delivery": ["vendor-api"]}}),
    ("safeguards", "own_safety_layer", False, {"use": {"safety_critical": False}}),
)


@MANY
@given(small_documents, small_catalogues, st.sampled_from(HIDDEN))
def test_an_answer_that_does_not_apply_changes_nothing(document: Any, catalogue: Catalogue, hidden: Any) -> None:
    part, leaf, value, hides = hidden
    without = {**document, **{name: {**document[name], **answers} for name, answers in hides.items()}}
    without[part] = {key: answer for key, answer in without[part].items() if key != leaf}
    stated = {**without, part: {**without[part], leaf: value}}
    assert judged(stated, catalogue)["models"] == judged(without, catalogue)["models"]


@FEW
@given(small_documents, small_catalogues)
def test_a_repair_lifts_blocked(document: Any, catalogue: Catalogue) -> None:
    for model in judged(document, catalogue)["models"]:
        for changes in model["repairs"]:
            repaired = copy.deepcopy(document)
            for change in changes:
                _, part, leaf = change["at"].split("/")
                repaired[part][leaf] = change["to"]
            assert ranks(judged(repaired, catalogue))[model["model"]] < BLOCKED


@FEW
@given(small_documents, small_catalogues)
def test_every_finding_has_a_code_a_source_a_cause_and_a_remedy(document: Any, catalogue: Catalogue) -> None:
    for model in judged(document, catalogue)["models"]:
        for finding in model["findings"]:
            assert finding["code"] in CODES
            assert all(finding[key] for key in ("says", "because", "remedy", "source"))
            assert all(finding["source"][key] for key in ("id", "clause", "url", "read_on"))


@FEW
@given(small_documents, small_catalogues)
def test_what_is_blocked_is_never_recommended(document: Any, catalogue: Catalogue) -> None:
    answer = judged(document, catalogue)
    blocked = {model for model, rank in ranks(answer).items() if rank == BLOCKED}
    assert not blocked & {entry["model"] for entry in answer["recommended"]}


@FEW
@given(small_documents, small_catalogues)
def test_the_strictest_reading_is_never_greener_than_the_text(document: Any, catalogue: Catalogue) -> None:
    document = {key: value for key, value in document.items() if key != "positions"}
    for model in judged(document, catalogue)["models"]:
        by = {name: VERDICTS.index(verdict) for name, verdict in model["verdict_by_reading"].items()}
        assert by["strictest"] >= by["text"]
