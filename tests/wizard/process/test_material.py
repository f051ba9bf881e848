"""What ends an approval: the same facts come out worse. What is better, or merely old, leaves it standing."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from wizard.process.material import contradictions, material_changes

SEVERITIES = ("blocker", "action", "question", "caution", "info")


def finding(code: str, severity: str, says: str = "Something is owed.") -> dict[str, Any]:
    return {"code": code, "severity": severity, "licence": "MIT", "topic": "notice", "says": says}


def model(name: str, *findings: dict[str, Any], verdict: str = "clear", limit: int | None = None) -> dict[str, Any]:
    headroom = [{"metric": "mau", "type": "running", "limit": limit}] if limit else []
    return {"model": name, "verdict": verdict, "findings": list(findings), "headroom": headroom}


def evaluation(*models: dict[str, Any], outcomes: tuple[str, ...] = (), duties: dict[str, str] | None = None) -> Any:
    told = {"applies_from": "2027-12-02"}
    obligations = [
        {"id": key, "status": status, "says": f"Do {key}.", **told} for key, status in (duties or {}).items()
    ]
    return {"models": list(models), "eu_ai_act": {"outcomes": list(outcomes), "obligations": obligations}}


def test_a_duty_that_was_not_there_ends_an_approval_and_is_named() -> None:
    after = evaluation(model("m", finding("attribution.display", "action", "Show the name.")))
    assert material_changes(evaluation(model("m")), after) == ("New for m: Show the name.",)


def test_a_duty_that_becomes_a_blocker_is_another_finding() -> None:
    before = evaluation(model("m", finding("output-training.forbidden", "question")))
    after = evaluation(model("m", finding("output-training.forbidden", "blocker")))
    assert len(material_changes(before, after)) == 1


def test_facts_that_merely_grew_old_leave_an_approval_standing() -> None:
    after = evaluation(model("m", finding("fact.stale", "question"), verdict="undecided"))
    assert material_changes(evaluation(model("m")), after) == ()


def test_a_duty_of_the_act_whose_day_has_come_ends_an_approval() -> None:
    before = evaluation(model("m"), duties={"O-LIT": "in-force", "O-FRIA": "upcoming"})
    after = evaluation(model("m"), duties={"O-LIT": "in-force", "O-FRIA": "in-force"})
    assert material_changes(before, after) == ("A duty of the AI Act binds from 2 December 2027: Do O-FRIA.",)


def test_a_lower_limit_and_a_model_that_is_gone_are_told() -> None:
    before = evaluation(model("m", limit=700), model("gone"))
    assert material_changes(before, evaluation(model("m", limit=500))) == (
        "A limit of m is lower now: 500 instead of 700.",
        "The catalogue no longer knows gone.",
    )


def test_what_happens_to_a_candidate_that_was_blocked_concerns_nobody() -> None:
    before = evaluation(model("m"), model("no", verdict="blocked"))
    assert material_changes(before, evaluation(model("m"))) == ()


def test_numbers_contradict_an_approval_where_a_limit_is_passed_and_not_on_the_way_to_it() -> None:
    passed = finding("threshold.exceeded", "blocker", "The limit is passed.")
    shown = finding("attribution.missing", "action", "Show the name.")
    growing = (finding("threshold.near", "caution"), finding("monitoring.missing", "action"))
    before = evaluation(model("m"), model("retired"))
    counted = evaluation(model("m", passed, shown, *growing), model("retired", passed))
    assert contradictions(before, before, counted, {"m"}) == (
        "By the numbers that were entered, of m: The limit is passed.",
        "By the numbers that were entered, of m: Show the name.",
    )
    already = evaluation(model("m", passed, shown), model("retired"))
    assert contradictions(already, before, counted, {"m"}) == ()
    assert contradictions(before, already, counted, {"m"}) == ()


findings = st.lists(
    st.builds(finding, st.sampled_from(("a.b", "c.d", "fact.stale")), st.sampled_from(SEVERITIES)), max_size=4
)
evaluations = st.builds(
    lambda found, outcomes, duties: evaluation(model("m", *found), outcomes=tuple(outcomes), duties=duties),
    findings,
    st.lists(st.sampled_from(("HR-A3:4a", "GP-NO")), unique=True),
    st.dictionaries(st.sampled_from(("O-LIT", "O-FRIA")), st.sampled_from(("upcoming", "in-force"))),
)


@given(evaluations)
def test_the_same_evaluation_ends_nothing(found: Any) -> None:
    assert material_changes(found, copy.deepcopy(found)) == ()


@given(evaluations, findings)
def test_what_falls_away_ends_nothing(found: Any, fallen: list[dict[str, Any]]) -> None:
    before = copy.deepcopy(found)
    before["models"][0]["findings"] += fallen
    assert material_changes(before, found) == ()


@given(evaluations, evaluations)
def test_each_reason_is_said_once(before: Any, after: Any) -> None:
    reasons = material_changes(before, after)
    assert len(set(reasons)) == len(reasons)
