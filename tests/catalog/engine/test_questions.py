"""The questions that decide, held against trying every answer there is."""

import copy
import dataclasses
import datetime
import itertools
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from catalog.ambient import current_catalog, current_law, edition
from catalog.engine import answers
from catalog.engine.choices import Choices
from catalog.engine.decisions import Together, node
from catalog.engine.evaluate import evaluate, known
from catalog.engine.finding import rank
from catalog.engine.judge import Bench, Judgement, judge
from catalog.engine.law import assess, law_context
from catalog.engine.questions import ASKS, open_questions
from catalog.engine.rules.counting import HISTORY
from catalog.engine.stakes import _moves
from catalog.knowledge.facts import Term
from catalog.knowledge.index import Catalogue
from catalog.knowledge.places import in_union
from tests.catalog.engine.published import harmless
from tests.catalog.engine.strategies import (
    ACTIVITIES,
    DELIVERY,
    DOMAINS,
    SAFEGUARDS,
    SMALL_LICENCES,
    _term,
    small_catalogues,
    small_documents,
)
from tests.catalog.engine.strategies import VALUES as TERMS

TODAY = datetime.date(2026, 11, 23)
LIMITS = (1, 1_000_000, 100_000_000, 700_000_000)
NUMBERS = sorted({0, *(n for it in LIMITS for n in (it // 2, it // 2 + 1, it - 1, it, it + 1))})
YES_NO = [True, False]
VALUES: dict[str, list[Any]] = {
    "/organisation/country": ["DE", "US", "NO", "CH"],
    "/organisation/monthly_active_users": NUMBERS,
    "/organisation/monthly_active_users_on": [{"2025-04-05": number} for number in NUMBERS],
    "/organisation/annual_revenue_usd": sorted({*NUMBERS, *(12 * n for n in NUMBERS), *(12 * n + 1 for n in NUMBERS)}),
    "/use/commercial": YES_NO,
    "/use/domains": [[], *([word] for word in [*DOMAINS, "research"]), ["research", "military"]],
    "/use/activities": [[], *([word] for word in ACTIVITIES), ["search", "malware"]],
    "/use/delivery": [[], *([word] for word in DELIVERY), ["hosted-service", "vendor-api"], ["internal", "on-device"]],
    "/use/markets": [[], ["EU"], ["US"], ["NO"], ["CH"]],
    "/use/automated_decisions": YES_NO,
    "/use/generates_human_likeness": YES_NO,
    "/use/safety_critical": YES_NO,
    "/adaptation/fine_tunes": YES_NO,
    "/adaptation/publishes_weights": YES_NO,
    "/adaptation/published_name": ["Llama-Acme", "Acme-7B"],
    "/adaptation/published_licence": [*SMALL_LICENCES, "Our own terms"],
    "/outputs/train": ["none", "same-family", "other-llm", "other-model"],
    "/outputs/distils": YES_NO,
    "/outputs/shares_trained_model": YES_NO,
    **{f"/safeguards/{name}": YES_NO for name in [*SAFEGUARDS, "content_filter"]},
    "/eu_ai_act/P": [[], ["P-c"]],
    "/eu_ai_act/S2": [[], ["N1"], ["N7"]],
    "/eu_ai_act/S1": YES_NO,
}
COMPLETE: dict[str, dict[str, Any]] = {
    "use": {"safety_critical": False},
    "adaptation": {"published_name": "A", "published_licence": "A"},
}
ANY_LEAF = st.lists(st.sampled_from(sorted(VALUES)), max_size=1)
SAID = st.lists(
    st.sampled_from(sorted(VALUES)).flatmap(lambda at: st.tuples(st.just(at), st.sampled_from(VALUES[at]))), max_size=3
)
FRESH = {"confidence": "read", "read_on": datetime.date(2026, 11, 20)}


@st.composite
def plain_catalogues(draw: st.DrawFn) -> Catalogue:
    """One model under one licence that has a few terms beyond those of MIT, all of them read in full and lately."""
    topics = draw(st.lists(st.sampled_from(sorted(TERMS)), unique=True, min_size=1, max_size=4))
    terms = {}
    for topic in topics:
        term = draw(_term(TERMS[topic]))
        readings = {name: reading and reading.model_copy(update=FRESH) for name, reading in term}
        terms[topic.replace("-", "_")] = term.model_copy(update=readings)
    base = edition().licences["MIT"]
    licence = base.model_copy(update={"id": "first", "terms": base.terms.model_copy(update=terms)})
    said = edition().models["qwen3-32b"].weights_licence.text.model_copy(update={"value": "first"})
    model = (
        edition()
        .models["qwen3-32b"]
        .model_copy(
            update={
                "id": "root",
                "weights_licence": Term[str](text=said),
                "image_input": draw(st.sampled_from([None, True])),
            }
        )
    )
    return dataclasses.replace(edition(), licences={"first": licence}, models={"root": model})


def hidden(document: dict[str, Any], catalogue: Catalogue) -> st.SearchStrategy[list[str]]:
    """Answers to hide: mostly those on which findings rest when all are missing, and any other."""
    bare = copy.deepcopy(document)
    for at in VALUES:
        put(bare, at, None)
    findings = _judgement(bare, catalogue, "root").outcome.findings
    named = {at.rpartition("/")[0] if at.startswith(HISTORY) else at for it in findings for at in it.because}
    wanted = sorted(at for at in named & set(VALUES) if not at.startswith("/eu_ai_act"))
    some = st.lists(st.sampled_from(wanted), unique=True, max_size=3) if wanted else st.just([])
    return st.builds(lambda one, more: sorted({*one, *more})[:3], ANY_LEAF, some)


def completed(document: dict[str, Any]) -> dict[str, Any]:
    """The document with a harmless answer in the place of each that is missing, and users told as one total."""
    full = copy.deepcopy(document)
    harmless_parts: tuple[dict[str, dict[str, Any]], ...] = (harmless(), COMPLETE, {"eu_ai_act": {"S1": True}})
    for given_parts in harmless_parts:
        for part, leaves in given_parts.items():
            full[part] = {**leaves, **full.get(part, {})}
    full["organisation"].pop("products", None)
    return full


def put(document: dict[str, Any], at: str, value: Any) -> None:
    _, part, leaf = at.split("/")
    document[part][leaf] = value


def ranked(document: dict[str, Any], catalogue: Catalogue) -> tuple[int, ...]:
    """The verdict of each candidate as a rank, without the search for questions and repairs."""
    return tuple(rank(_judgement(document, catalogue, name).outcome.findings) for name in document["candidates"])


def _judgement(document: dict[str, Any], catalogue: Catalogue, model: str) -> Judgement:
    facts = answers.read(document, known(catalogue), TODAY)
    act = assess(facts.eu_ai_act, law_context(facts, catalogue), current_law(), facts.as_of)
    bench = Bench(facts, catalogue, act, facts.reading, facts.reading == "strictest")
    return judge(catalogue.models[model], bench)


def every_answer(
    document: dict[str, Any], catalogue: Catalogue, leaves: list[str]
) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Every way to answer the leaves, unknown among them: the places of the values, and the ranks."""
    offered = [[None, *VALUES[at]] for at in leaves]
    for chosen in itertools.product(*(range(len(values)) for values in offered)):
        asked = copy.deepcopy(document)
        for at, values, place in zip(leaves, offered, chosen, strict=True):
            put(asked, at, values[place])
        yield chosen, ranked(asked, catalogue)


def listed(document: dict[str, Any], catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """The questions of an evaluation: what each is about, and for which models it decides."""
    found = evaluate(document, catalogue, current_law(), TODAY).open_questions
    return {"/organisation/monthly_active_users_on" if it.at.startswith(HISTORY) else it.at: it.decides for it in found}


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(plain_catalogues(), st.sampled_from(["strictest", "text", "guide"]), st.data())
def test_a_question_is_listed_where_its_answer_decides_and_nowhere_else(
    catalogue: Catalogue, reading: str, data: st.DataObject
) -> None:
    document = {**completed({}), "candidates": list(catalogue.models), "reading": reading}
    for at, value in data.draw(SAID):
        put(document, at, value)
    leaves = data.draw(hidden(document, catalogue))
    assume(not presumed(document, leaves))
    for at in leaves:
        put(document, at, None)
    assert_listed_where_it_decides(document, catalogue, leaves)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(small_catalogues, small_documents, st.lists(st.sampled_from(sorted(VALUES)), unique=True, max_size=3))
def test_the_same_holds_where_positions_agreements_and_lineage_are_mixed(
    catalogue: Catalogue, document: dict[str, Any], leaves: list[str]
) -> None:
    document = completed(document)
    assume(not presumed(document, leaves))
    for at in leaves:
        put(document, at, None)
    assert_listed_where_it_decides(document, catalogue, leaves)


def presumed(document: dict[str, Any], leaves: list[str]) -> bool:
    """Whether links to the Union are presumed absent: then nobody is asked for them, nor for what they would bring."""
    unanswered = {"/eu_ai_act/S2", "/eu_ai_act/P"} <= set(leaves)
    places = [document["organisation"].get("country"), *(document["use"].get("markets") or ())]
    told = not {"/organisation/country", "/use/markets"} & set(leaves)
    return unanswered and told and not any(map(in_union, places))


def assert_listed_where_it_decides(document: dict[str, Any], catalogue: Catalogue, leaves: list[str]) -> None:
    """Try every way to answer the leaves: a listed question decides, and where none is listed nothing does."""
    questions = listed(document, catalogue)
    tried = dict(every_answer(document, catalogue, leaves))
    now = tried[(0,) * len(leaves)]
    for place, model in enumerate(document["candidates"]):
        asked = [at for at in leaves if model in questions.get(at, ())]
        if not asked:
            assert {ranks[place] for ranks in tried.values()} == {now[place]}, model
        for at in asked:
            assert _matters(leaves.index(at), place, tried), (model, at)


def _matters(leaf: int, model: int, tried: dict[tuple[int, ...], tuple[int, ...]]) -> bool:
    """Whether two ways to answer that differ in one leaf alone lead to different ranks."""
    seen: dict[tuple[int, ...], set[int]] = {}
    for chosen, ranks in tried.items():
        seen.setdefault(chosen[:leaf] + chosen[leaf + 1 :], set()).add(ranks[model])
    return any(len(ranks) > 1 for ranks in seen.values())


def asked(*hidden_answers: str, **facts: Any) -> dict[str, tuple[str, ...]]:
    """The questions about a harmless shop that left some answers out, in their order."""
    document = {**harmless(), **facts}
    for at in hidden_answers:
        put(document, at, None)
    return listed(document, current_catalog())


def test_what_can_block_comes_before_what_only_asks_for_a_duty() -> None:
    questions = asked(
        "/safeguards/attribution_displayed", "/organisation/country", candidates=["llama-4-maverick"], reading="text"
    )
    assert list(questions) == ["/organisation/country", "/safeguards/attribution_displayed"]


def test_what_decides_for_more_candidates_comes_first() -> None:
    candidates = ["llama-3-70b", "bloom-176b", "stable-diffusion-1.5"]
    questions = asked("/outputs/distils", "/use/automated_decisions", candidates=candidates, reading="text")
    assert list(questions) == ["/use/automated_decisions", "/outputs/distils"]
    assert questions["/use/automated_decisions"] == ("bloom-176b", "stable-diffusion-1.5")


def test_what_moves_a_verdict_further_comes_first() -> None:
    moves = [({"/far": (3, 0), "/near": (3, 2)}, ["one"])]
    assert [it.at for it in open_questions(moves, [], str)] == ["/far", "/near"]


def test_a_word_that_a_restriction_names_is_told_from_the_words_that_it_does_not() -> None:
    questions = asked("/use/domains", "/use/automated_decisions", candidates=["stable-diffusion-1.5"], reading="text")
    assert set(questions) == {"/use/automated_decisions", "/use/domains"}
    questions = asked(
        "/use/activities", "/use/automated_decisions", candidates=["stable-diffusion-1.5"], reading="text"
    )
    assert set(questions) == {"/use/activities", "/use/automated_decisions"}
    assert set(asked("/use/domains", "/use/activities", candidates=["qwen2.5-72b"], reading="text")) == {
        "/use/activities"
    }


def test_every_way_to_train_others_is_tried() -> None:
    [known_ways] = [it for it in get_args(answers.Outputs.model_fields["train"].annotation) if it is not type(None)]
    tried = Choices.of([], answers.read({}, known(edition()), TODAY), edition()).values["/outputs/train"]
    assert tried == set(get_args(known_ways))


def test_where_every_answer_comes_to_the_same_and_silence_to_worse_all_are_asked() -> None:
    asked_for = frozenset({"/use/markets", "/use/domains"})
    assert _moves(Together([1]), asked_for, 2) == {"/use/domains": (2, 1), "/use/markets": (2, 1)}
    assert _moves(Together([1]), asked_for, 1) == {}


def test_an_answer_moves_a_verdict_as_far_as_it_can() -> None:
    tree = node("/use/markets", [(frozenset({name}), rank) for name, rank in (("a", 0), ("b", 1), ("c", 3))])
    assert Together([tree]).swing("/use/markets") == (3, 0)
    assert Together([tree, 1]).swing("/use/markets") == (3, 1)


def test_for_published_weights_every_kind_of_licence_is_tried() -> None:
    tried = Choices.of([], answers.read({}, known(edition()), TODAY), edition()).values["/adaptation/published_licence"]
    kinds = {(it.family, bool(it.terms.use_restrictions.text.value.items)): it.id for it in edition().licences.values()}
    assert tried >= set(kinds.values())


def test_a_duty_is_not_asked_about_where_another_one_keeps_the_verdict_anyway() -> None:
    facts = {"candidates": ["qwen3-32b"], "use": {**harmless()["use"], "delivery": ["ship-weights"]}}
    without = {**facts, "safeguards": {**harmless()["safeguards"], "licence_copy_included": False}}
    assert "/safeguards/notice_file" in asked("/safeguards/notice_file", **facts)
    assert asked("/safeguards/notice_file", **without) == {}


def test_a_licence_that_nobody_verified_is_left_aside_by_calls_to_the_vendors_api() -> None:
    known_licence = edition().models["qwen3-32b"].weights_licence
    vague = known_licence.text.model_copy(update={"confidence": "knowledge"})
    model = edition().models["qwen3-32b"].model_copy(update={"weights_licence": Term[str](text=vague)})
    catalogue = dataclasses.replace(edition(), models={model.id: model})
    document = {**harmless(), "candidates": [model.id]}
    put(document, "/use/delivery", None)
    assert listed(document, catalogue)["/use/delivery"] == (model.id,)


def test_where_denied_links_to_the_union_are_doubtful_everything_that_would_end_the_doubt_is_asked() -> None:
    sold_there = {**harmless()["use"], "markets": ["EU", "US"]}
    for hidden_answers in (["/eu_ai_act/P"], ["/eu_ai_act/P", "/adaptation/fine_tunes"], ["/eu_ai_act/S1"]):
        stated = {"S1": True, "S2": [], "P": ["P-c"]}
        document = {**harmless(), "candidates": ["qwen3-32b"], "use": sold_there, "eu_ai_act": stated}
        for at in hidden_answers:
            put(document, at, None)
        assert_listed_where_it_decides(document, current_catalog(), hidden_answers)
        assert hidden_answers[0] in listed(document, current_catalog())


def test_nothing_is_asked_about_a_candidate_that_is_blocked_whatever_one_answers() -> None:
    organisation = {**harmless()["organisation"], "country": "DE"}
    questions = asked("/safeguards/notice_file", candidates=["llama-4-maverick"], organisation=organisation)
    assert questions == {}


def test_an_answer_that_only_matters_after_another_one_waits_for_it() -> None:
    hidden_answers = ("/adaptation/publishes_weights", "/adaptation/published_licence")
    questions = asked(*hidden_answers, candidates=["bloom-176b"], reading="text")
    assert list(questions) == ["/adaptation/publishes_weights"]
    published = {"fine_tunes": True, "publishes_weights": True}
    assert list(asked(candidates=["bloom-176b"], reading="text", adaptation=published)) == [
        "/adaptation/published_licence"
    ]


def test_a_question_that_only_a_person_can_settle_says_what_is_to_be_settled() -> None:
    document: dict[str, Any] = {**harmless(), "candidates": ["llama-3-70b"], "reading": "text"}
    document["outputs"] = {**document["outputs"], "train": "other-model"}
    [question] = evaluate(document, current_catalog(), current_law(), TODAY).open_questions
    assert question.at == "/outputs/train"
    assert "for a lawyer to settle" in question.asks


def test_the_whole_catalogue_asks_what_its_findings_name() -> None:
    questions = asked("/organisation/country", candidates=[])
    assert "llama-4-maverick" in questions["/organisation/country"]


@pytest.mark.parametrize("at", sorted(set(VALUES) - {"/organisation/monthly_active_users_on"}))
def test_every_answer_that_a_rule_may_miss_has_a_question_in_words(at: str) -> None:
    assert ASKS[at].endswith("?")
