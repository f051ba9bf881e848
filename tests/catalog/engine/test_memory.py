"""What the engine remembers never changes an answer, and what it leaves unasked would have said nothing."""

import copy
import dataclasses
import json
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.ambient import current_law, edition
from catalog.engine import answers
from catalog.engine.case import Case, stated
from catalog.engine.evaluate import evaluate, known
from catalog.engine.finding import rank
from catalog.engine.judge import Bench, judge, ranks
from catalog.engine.law import assess, law_context
from catalog.engine.library import silent
from catalog.engine.rules import RULES, SPEAK_OF_SILENCE
from catalog.engine.rules.union import TOPIC
from catalog.engine.screening import screen
from catalog.knowledge.index import Catalogue
from tests.catalog.engine.strategies import documents, small_catalogues, small_documents

TODAY = date(2026, 11, 23)
FEW = settings(deadline=None, max_examples=30, suppress_health_check=list(HealthCheck))
PLACES = st.sampled_from([None, True, False])
BENCHES = st.sampled_from([("strictest", True), ("strictest", False), ("text", True), ("text", False), ("guide", True)])


def text(document: dict[str, Any], catalogue: Catalogue) -> str:
    return json.dumps(evaluate(document, catalogue, current_law(), TODAY).as_json())


def whole(document: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key != "candidates"}


@FEW
@given(st.lists(small_documents, min_size=2, max_size=4), small_catalogues, st.randoms(use_true_random=False))
def test_what_was_asked_before_changes_no_answer(
    asked: list[dict[str, Any]], catalogue: Catalogue, random: Any
) -> None:
    asked = [*asked, *map(whole, asked)]
    fresh = [text(document, dataclasses.replace(catalogue)) for document in asked]
    order = [*range(len(asked)), *range(len(asked))]
    random.shuffle(order)
    for number in order:
        assert text(asked[number], catalogue) == fresh[number]
        screen(asked[number], catalogue, current_law(), TODAY)


@FEW
@given(small_documents, small_catalogues)
def test_what_a_consumer_does_to_an_answer_changes_no_other(document: dict[str, Any], catalogue: Catalogue) -> None:
    evaluation = evaluate(document, catalogue, current_law(), TODAY)
    first = evaluation.as_json()
    kept = copy.deepcopy(first)
    for model in first["models"]:
        for told in (*model["findings"], *model["obligations"], *model["headroom"]):
            for value in told.values():
                if isinstance(value, dict | list):
                    value.clear()
            told.clear()
    assert evaluation.as_json() == kept
    assert json.loads(text(document, catalogue)) == json.loads(json.dumps(kept))


@FEW
@given(small_documents, small_catalogues, BENCHES)
def test_the_ranks_of_a_model_are_those_of_its_judgement(
    document: dict[str, Any], catalogue: Catalogue, reading: Any
) -> None:
    mode, positions = reading
    facts = answers.read(document, known(catalogue), TODAY)
    act = assess(facts.eu_ai_act, law_context(facts, catalogue), current_law(), facts.as_of)
    for model in catalogue.models.values():
        findings = judge(model, Bench(facts, catalogue, act, mode, positions)).outcome.findings
        with_act = ranks(model, Bench(facts, catalogue, act, mode, positions))[1]
        assert with_act == rank(findings)
        if mode != "strictest":
            alone = ranks(model, Bench(facts, catalogue, act, mode, positions))[0]
            assert alone == rank(finding for finding in findings if finding.topic != TOPIC)


@settings(deadline=None, max_examples=150)
@given(documents, st.sampled_from(sorted(edition().licences)), PLACES)
def test_a_rule_that_is_not_asked_would_have_said_nothing(
    document: dict[str, Any], licence_id: str, image_input: bool | None
) -> None:
    catalogue = edition()
    facts = answers.read(document, known(catalogue), TODAY)
    case = Case(facts, catalogue.licences[licence_id], image_input, catalogue.licences)
    for topic, rule in RULES.items():
        reading = case.licence.terms.term(topic).text
        nothing = reading.model_copy(update={"value": type(reading.value)()})
        term = stated(topic, licence_id, "text", nothing, catalogue.sources)
        said = rule(term, case)
        assert silent(term)
        assert topic in SPEAK_OF_SILENCE or not (said.findings or said.obligations or said.headroom), topic


@settings(deadline=None, max_examples=60)
@given(documents, st.sampled_from(sorted(edition().licences)), st.sampled_from(["text", "guide"]))
def test_only_the_rule_on_territory_looks_at_images(document: dict[str, Any], licence_id: str, name: Any) -> None:
    catalogue = edition()
    facts = answers.read(document, known(catalogue), TODAY)
    licence = catalogue.licences[licence_id]
    for topic, rule in RULES.items():
        reading = licence.terms.term(topic).reading(name)
        if topic != "territory" and reading is not None:
            term = stated(topic, licence_id, name, reading, catalogue.sources)
            yes, no, unknown = (rule(term, Case(facts, licence, it, catalogue.licences)) for it in (True, False, None))
            assert yes == no == unknown, topic
