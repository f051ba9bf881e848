"""The AI Act, case by case. The cases are written to be read by a lawyer; see their README."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from catalog.ambient import current_law
from catalog.engine.law import LawContext, LawResult, assess
from catalog.engine.law_answers import EuAnswers

FOLDER = Path(__file__).parents[2] / "cases" / "law"
CASES = [case for path in sorted(FOLDER.glob("*.yaml")) for case in yaml.load(path.read_bytes(), yaml.CSafeLoader)]
TODAY = date(2026, 11, 23)
ORIGINS = ("own", "modified", "unmodified")

HARMLESS: dict[str, Any] = {
    "S1": True,
    "S2": ["N1", "N2"],
    "R1": True,
    "R2": True,
    **{key: [] for key in ("P", "H5", "H7")},
    **dict.fromkeys(["H1", "H2", "H6", "H8", "H11", "H12", "H13", "H14", "T1q", "T2q", "T3q", "T4q", "T5q"], False),
    **dict.fromkeys(["G0", "G1", "G5", "G6", "G7", "G8", "original_systemic_risk"], False),
    **dict.fromkeys(["S3", "S4", "S5", "S6", "S7", "S8", "R3", "R4", "R5", "R6", "R7", "H9", "design_changed"], False),
    **dict.fromkeys(["G2b", "designated"], False),
    "R9": "none",
    "G2": "unmodified",
    "placed_on": date(2026, 9, 15),
    "model_placed_on": date(2026, 9, 15),
}


def judged(case: dict[str, Any]) -> LawResult:
    rest = {"harmless": HARMLESS, "unknown": {}}[case["rest"]]
    answers = EuAnswers.model_validate({**rest, **case["facts"]})
    context = {**case.get("context", {}), "hints": frozenset(case.get("context", {}).get("hints", ()))}
    return assess(answers, LawContext(**context), current_law(), case.get("as_of", TODAY))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_case_comes_out_as_published(case: dict[str, Any]) -> None:
    result = judged(case)
    for key, value in case["expect"].items():
        match key:
            case "outcomes" | "roles" | "assumed" | "open":
                assert list(getattr(result, key)) == value
            case "review":
                assert value, "say no_review where no point is raised"
                assert all(any(words in sentence for sentence in result.review) for words in value), result.review
            case "no_review":
                assert not result.review
            case "flags":
                assert {name: _plain(getattr(result, name)) for name in value} == value
            case "fines":
                told = {fine.tier: fine.says for fine in result.penalties}
                assert all(words in told[tier] for tier, words in value.items()), told
            case "amounts":
                assert value or not result.penalties
                amounts = {it.tier: [it.cap_eur, it.percent, it.of_revenue_usd] for it in result.penalties}
                assert {tier: amounts[tier] for tier in value} == value
            case _:
                check_duties(result, key, value)


def check_duties(result: LawResult, key: str, value: Any) -> None:
    owed = {duty.id: duty for duty in result.obligations}
    statuses = {name: duty.status for name, duty in owed.items()}
    match key:
        case "owes_only":
            assert statuses == value
        case "owes":
            assert {name: statuses.get(name) for name in value} == value
        case "spared":
            assert not set(value) & set(owed)
        case "from":
            assert {name: owed[name].applies_from for name in value} == value
        case "penalty":
            assert {name: owed[name].penalty for name in value} == value
        case "tags":
            assert {name: owed[name].tag for name in value} == value
        case "says":
            assert all(words in owed[name].says for name, words in value.items())
        case _:
            raise AssertionError(f"the case asks for {key}, which nobody checks")


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def test_every_case_has_a_name_of_its_own() -> None:
    names = [case["name"] for case in CASES]
    assert len(names) == len(set(names))


def test_every_outcome_and_every_duty_is_reached_by_a_case_and_missed_by_another() -> None:
    results = [judged(case) for case in CASES]
    for code in current_law().outcomes:
        assert {any(o.split(":")[0] == code for o in result.outcomes) for result in results} == {True, False}, code
    for name in current_law().obligations:
        assert {any(duty.id == name for duty in result.obligations) for result in results} == {True, False}, name


@pytest.mark.parametrize("question", list(current_law().questions))
def test_every_question_decides_something_in_a_published_case(question: str) -> None:
    keys = current_law().answer_keys(question)
    assert any(_decides(case, key) for case in CASES for key in keys if key in case["facts"]), question


@pytest.mark.parametrize(
    ("question", "option"),
    [(name, option) for name, question in current_law().questions.items() for option in question.options],
)
def test_every_option_decides_something_in_a_published_case(question: str, option: str) -> None:
    for case in CASES:
        stated = case["facts"].get(question)
        if option == stated and _decides(case, question):
            return
        if isinstance(stated, list) and option in stated:
            without = [each for each in stated if each != option]
            if judged(case) != judged({**case, "facts": {**case["facts"], question: without}}):
                return
    raise AssertionError(f"no case turns on {option}")


def _decides(case: dict[str, Any], key: str) -> bool:
    """Whether some other answer under this key would change what follows."""
    found = judged(case)
    others: tuple[Any, ...] = (None, True, False, [], date(2030, 1, 1), 1e26, *ORIGINS, "A", "B", "none", "part")
    for other in others:
        try:
            changed = judged({**case, "facts": {**case["facts"], key: other}})
        except ValidationError:
            continue
        if changed != found:
            return True
    return False


def test_every_role_tier_and_note_is_reached_by_a_case() -> None:
    law = current_law()
    results = [judged(case) for case in CASES]
    assert {role for result in results for role in result.roles} == set(law.roles)
    assert {fine.tier for result in results for fine in result.penalties} == set(law.penalties)
    told = " ".join(duty.says for result in results for duty in result.obligations)
    assert all(note.says in told for duty in law.obligations.values() for note in duty.notes)


def test_every_point_for_a_lawyer_is_raised_by_a_case() -> None:
    law = current_law()
    raised = {sentence for case in CASES for sentence in judged(case).review}
    written = {value for _, value in law.review}
    written |= {outcome.review for outcome in law.outcomes.values()} | {
        duty.review for duty in law.obligations.values()
    }
    assert raised == written - {""}


def test_the_result_has_the_shape_of_the_contract() -> None:
    case = {"rest": "harmless", "facts": {"H5": ["A3-4a"], "H6": True, "placed_on": None}}
    found = judged(case).as_json()
    assert list(found) == ["outcomes", "roles", "obligations", "assumed", "review", "penalties"]
    assert found["outcomes"] == ["HR-A3:4a", "GP-NO"]
    assert found["assumed"] == ["H10"]
    literacy = found["obligations"][0]
    assert list(literacy) == ["id", "article", "applies_from", "status", "penalty", "tag", "says"]
    assert {key: literacy[key] for key in list(literacy)[:-1]} == {
        "id": "O-LIT",
        "article": "4",
        "applies_from": "2025-02-02",
        "status": "in-force",
        "penalty": "MS",
        "tag": "L",
    }
