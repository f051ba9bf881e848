"""What always holds of negotiated licences with a limit, with generated licences and facts."""

import copy
import json
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.ambient import current_catalog, current_law
from catalog.engine import answers
from catalog.engine.evaluate import evaluate, known
from catalog.engine.finding import VERDICTS
from catalog.engine.judge import Bench, judge
from catalog.engine.law import assess, law_context
from catalog.knowledge.index import Catalogue
from tests.catalog.engine.published import harmless
from tests.catalog.engine.strategies import (
    AGREED,
    SETTLED,
    SMALL_LICENCES,
    SMALL_MODELS,
    small_catalogues,
    small_documents,
)

TODAY = date(2026, 11, 23)
FEW = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
LIMITED = st.lists(
    st.fixed_dictionaries(
        {
            "licence": st.sampled_from(SMALL_LICENCES),
            "covers": st.lists(SETTLED, min_size=1, max_size=3),
            "limit": AGREED,
        },
        optional={"until": st.sampled_from(["2026-11-22", "2028-01-01"])},
    ),
    min_size=1,
    max_size=3,
)


def ranks(document: dict[str, Any], catalogue: Catalogue, agreements: list[dict[str, Any]]) -> tuple[int, ...]:
    """The verdict of each candidate as a rank, without the search for questions and repairs."""
    facts = answers.read({**document, "agreements": agreements}, known(catalogue), TODAY)
    act = assess(facts.eu_ai_act, law_context(facts, catalogue), current_law(), facts.as_of)
    bench = Bench(facts, catalogue, act, facts.reading, facts.reading == "strictest")
    return tuple(judge(catalogue.models[name], bench).gist.rank for name in SMALL_MODELS)


def never_worse(after: tuple[int, ...], before: tuple[int, ...]) -> bool:
    return all(now <= then for now, then in zip(after, before, strict=True))


@FEW
@given(small_documents, small_catalogues, LIMITED, st.integers(1, 10**9))
def test_raising_the_limit_of_an_agreement_never_makes_a_verdict_worse(
    document: dict[str, Any], catalogue: Catalogue, agreements: list[dict[str, Any]], more: int
) -> None:
    raised = copy.deepcopy(agreements)
    raised[0]["limit"]["at_most"] += more
    unlimited = [{**raised[0]}, *raised[1:]]
    del unlimited[0]["limit"]
    before, after, without = (ranks(document, catalogue, it) for it in (agreements, raised, unlimited))
    assert never_worse(after, before)
    assert never_worse(without, after)


@FEW
@given(small_documents, small_catalogues, LIMITED)
def test_an_agreement_never_makes_a_verdict_worse_than_none(
    document: dict[str, Any], catalogue: Catalogue, agreements: list[dict[str, Any]]
) -> None:
    assert never_worse(ranks(document, catalogue, agreements), ranks(document, catalogue, []))


@FEW
@given(small_documents, small_catalogues, LIMITED, st.sampled_from(["monthly_active_users", "annual_revenue_usd"]))
def test_an_unknown_number_is_never_greener_than_a_known_one(
    document: dict[str, Any], catalogue: Catalogue, agreements: list[dict[str, Any]], number: str
) -> None:
    known_too = {**document, "organisation": {"monthly_active_users": 5, number: 10**8, **document["organisation"]}}
    known_too["organisation"].pop("products", None)
    unknown = {**known_too, "organisation": {**known_too["organisation"], number: None}}
    before, after = (ranks(it, catalogue, agreements) for it in (known_too, unknown))
    assert all(now >= min(then, VERDICTS.index("undecided")) for now, then in zip(after, before, strict=True))


@settings(FEW, max_examples=25)
@given(small_documents, small_catalogues, LIMITED)
def test_an_agreement_that_has_ended_is_as_none(
    document: dict[str, Any], catalogue: Catalogue, agreements: list[dict[str, Any]]
) -> None:
    def told(held: list[dict[str, Any]]) -> str:
        answer = evaluate({**document, "agreements": held}, catalogue, current_law(), TODAY).as_json()
        return json.dumps({**answer, "facts_sha256": ""})

    assert told([{**it, "until": "2026-11-22"} for it in agreements]) == told([])


@settings(FEW, max_examples=25)
@given(small_documents, small_catalogues, LIMITED)
def test_an_agreement_up_to_everybody_comes_out_like_one_without_a_limit(
    document: dict[str, Any], catalogue: Catalogue, agreements: list[dict[str, Any]]
) -> None:
    document = {**document, "organisation": {**document["organisation"], **harmless()["organisation"]}}
    everybody = [{**it, "limit": {**it["limit"], "at_most": 10**15, "counts": "group"}} for it in agreements]
    free = [{key: value for key, value in it.items() if key != "limit"} for it in agreements]
    assert ranks(document, catalogue, everybody) == ranks(document, catalogue, free)


def rooms(users: int | None, *agreed: dict[str, Any]) -> list[dict[str, Any]]:
    """The meters of Qwen's licence, whose own limit is 100 million monthly users."""
    organisation = {**harmless()["organisation"], "monthly_active_users": users, "products": None}
    organisation["monthly_growth"] = 0.1
    document = {**harmless(), "reading": "text", "candidates": ["qwen2.5-72b"], "organisation": organisation}
    held = [{"licence": "qwen-license-2024", "covers": ["threshold"], **it} for it in agreed]
    answer = evaluate({**document, "agreements": held}, current_catalog(), current_law(), TODAY).as_json()
    [found] = answer["models"]
    return sorted(found["headroom"], key=lambda it: (it["metric"], it["limit"]))


def upto(most: float, **more: Any) -> dict[str, Any]:
    return {"limit": {"metric": "mau", "at_most": most}, **more}


def test_a_meter_measures_against_the_agreement_while_it_covers() -> None:
    assert rooms(60_000_000, upto(1.2e8, until="2027-12-31")) == [
        {
            "licence": "qwen-license-2024", "metric": "mau", "limit": 120_000_000, "counted": 60_000_000, "used": 0.5,
            "type": "running", "crosses_on": "2027-07-01", "agreement": {"counts": "group", "until": "2027-12-31"},
        }
    ]  # fmt: skip


def test_beyond_the_agreement_the_licence_has_its_meter_again() -> None:
    assert [(it["limit"], it["used"], "agreement" in it) for it in rooms(180_000_000, upto(120_000_000))] == [
        (100_000_000, 1.8, False),
        (120_000_000, 1.5, True),
    ]


def test_without_a_number_both_meters_wait_for_it() -> None:
    assert [(it["limit"], it["counted"]) for it in rooms(None, upto(120_000_000))] == [
        (100_000_000, None),
        (120_000_000, None),
    ]


def test_what_another_agreement_covers_further_needs_no_meter() -> None:
    renewed = [upto(120_000_000, until="2027-06-30"), upto(120_000_000, until="2029-06-30"), upto(110_000_000)]
    assert [it["agreement"]["until"] for it in rooms(60_000_000, *renewed)] == ["2029-06-30"]
    assert [it["limit"] for it in rooms(60_000_000, upto(120_000_000), {})] == [100_000_000]
    by_revenue = {"limit": {"metric": "annual-revenue-usd", "at_most": 10**9}}
    assert [it["metric"] for it in rooms(60_000_000, upto(120_000_000), by_revenue)] == ["mau", "revenue"]


def test_the_agreement_asks_for_the_measurement_that_it_needs() -> None:
    rest = harmless()
    facts: dict[str, Any] = {
        **rest,
        "reading": "text",
        "candidates": ["mistral-large-2"],
        "safeguards": rest["safeguards"] | {"mau_monitoring": False},
        "organisation": rest["organisation"] | {"monthly_active_users": 9, "products": None},
        "agreements": [{"licence": "mrl-0.1", "covers": ["commercial-use", "field"], **upto(10)}],
    }
    [found] = evaluate(facts, current_catalog(), current_law(), TODAY).as_json()["models"]
    assert found["verdict"] == VERDICTS[0]
    assert [it["met"] for it in found["obligations"] if it["code"] == "user-monitoring"] == [False]
    codes = {it["code"] for it in found["findings"] if it["severity"] == "caution"}
    assert codes == {"monitoring.missing", "threshold.near"}
