"""Published cases: one sentence, the facts, and what must follow. The engine has to give exactly that."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

import pytest

from catalog.engine.finding import CODES
from catalog.engine.rules import RULES
from tests.catalog.engine.published import cases, judged, plain
from tests.catalog.engine.shape import check_shape

CASES = cases()
EVALUATION = ("situations", "first", "recommended", "recommended_never", "avoided", "asks", "traps")
QUOTES = str.maketrans("“”", '""')
EXACT = ("verdict", "risk", "contested", "licences", "repairs")


@cache
def _answer(number: int) -> dict[str, Any]:
    return judged(CASES[number])


# Mutation testing asks for tests by their names, and finds those in ASCII alone.
@pytest.mark.parametrize("number", range(len(CASES)), ids=[case["name"].translate(QUOTES) for case in CASES])
def test_a_case_comes_out_as_published(number: int) -> None:
    answer, expected = _answer(number), CASES[number]["expect"]
    check_shape(answer)
    recommended = [entry["model"] for entry in answer["recommended"]]
    assert expected.get("situations", answer["situations"]) == answer["situations"]
    first = expected.get("first", [])
    assert sorted(recommended[: len(first)]) == first
    assert set(expected.get("recommended", [])) <= set(recommended)
    assert not set(expected.get("recommended_never", [])) & set(recommended)
    assert set(expected.get("avoided", [])) <= {entry["model"] for entry in answer["avoid"]}
    asked = {question["at"] for question in answer["open_questions"]}
    assert set(expected.get("asks", [])) <= asked
    assert not asked or expected.get("asks") != [], "the case promises that nothing is asked"
    assert set(expected.get("traps", [])) <= {trap["trap"] for trap in answer["traps"]}
    models = {model["model"]: model for model in answer["models"]}
    for name, wanted in expected.items():
        if name not in EVALUATION:
            _check_model(models[name], plain(wanted))


def _check_model(model: dict[str, Any], wanted: dict[str, Any]) -> None:
    for key, value in wanted.items():
        if key in EXACT:
            assert model[key] == value, model["findings"]
        else:
            assert CHECKS[key](model, value), (key, value, model["findings"])


def _codes(model: dict[str, Any]) -> set[str]:
    return {finding["code"] for finding in model["findings"]}


def _of_severity(model: dict[str, Any], severity: str) -> set[str]:
    return {finding["code"] for finding in model["findings"] if finding["severity"] == severity}


CHECKS: Mapping[str, Callable[[dict[str, Any], Any], bool]] = {
    "codes": lambda model, codes: set(codes) <= _codes(model),
    "silent": lambda model, codes: not set(codes) & _codes(model),
    "blockers": lambda model, codes: _of_severity(model, "blocker") == set(codes),
    "cautions": lambda model, codes: _of_severity(model, "caution") == set(codes),
    "advises": lambda model, words: all(any(it in found["remedy"] for found in model["findings"]) for it in words),
    "actions": lambda model, codes: _of_severity(model, "action") == set(codes),
    "owes": lambda model, duties: set(duties) <= {duty["code"] for duty in model["obligations"]},
    "verdict_not": lambda model, verdicts: model["verdict"] not in verdicts,
    "by_reading": lambda model, verdicts: model["verdict_by_reading"] == verdicts,
    "crosses_on": lambda model, day: day in [room["crosses_on"] for room in model["headroom"]],
    "says": lambda model, words: all(any(it in found["says"] for found in model["findings"]) for it in words),
}


def _declared(keys: Iterable[str]) -> set[str]:
    """The codes that some case names for a model under one of these keys."""
    models = [wanted for case in CASES for name, wanted in case["expect"].items() if name not in EVALUATION]
    return {code for wanted in models for key in keys for code in wanted.get(key, [])}


def test_every_case_has_a_sentence_of_its_own() -> None:
    names = [case["name"] for case in CASES]
    assert len(set(names)) == len(names) >= 120


def test_every_finding_code_is_expected_by_a_case_and_excluded_by_another() -> None:
    assert set(CODES) == _declared(["codes", "blockers", "actions"])
    assert set(CODES) == _declared(["silent"])


def test_no_case_gives_a_finding_outside_the_closed_list() -> None:
    answers = [_answer(number) for number in range(len(CASES))]
    given = {finding["code"] for answer in answers for model in answer["models"] for finding in model["findings"]}
    assert given <= set(CODES)


@pytest.mark.parametrize("topic", RULES)
def test_every_rule_is_fired_by_one_case_and_left_silent_by_another(topic: str) -> None:
    heard = set()
    for number in range(len(CASES)):
        found = {finding["topic"] for model in _answer(number)["models"] for finding in model["findings"]}
        heard.add(topic in found)
    assert heard == {True, False}
