"""The policy of the organisation: what it asks of a decision, and that it never makes one easier than it is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.process.policy import Risk, Ruled, Ruling, Standing, Waived, check_policy, policy_of, risk_of
from wizard.process.refusal import Refused

TODAY = date(2026, 11, 24)
LICENCES = ("MIT", "gemma-terms", "llama-4-community")
ORDER = list(Standing)


def candidate(*licences: str, verdict: str = "clear", risk: str = "low", contested: bool = False) -> dict[str, Any]:
    return {"model": "m", "licences": list(licences), "verdict": verdict, "risk": risk, "contested": contested}


def evaluation(*models: dict[str, Any], outcomes: tuple[str, ...] = (), assumed: tuple[str, ...] = ()) -> Any:
    return {"models": list(models), "eu_ai_act": {"outcomes": list(outcomes), "assumed": list(assumed)}}


@pytest.mark.parametrize(
    ("made", "risk"),
    [
        (evaluation(candidate("MIT")), Risk.PLAIN),
        (evaluation(candidate("MIT"), outcomes=("HR-NO", "GP-NO")), Risk.PLAIN),
        (evaluation(candidate("MIT"), assumed=("H10",)), Risk.RAISED),
        (evaluation(candidate("MIT", verdict="undecided")), Risk.RAISED),
        (evaluation(candidate("MIT", contested=True)), Risk.RAISED),
        (evaluation(candidate("MIT", risk="moderate")), Risk.RAISED),
        (evaluation(candidate("MIT", risk="high")), Risk.HIGH),
        (evaluation(candidate("MIT"), candidate("MIT", verdict="blocked")), Risk.HIGH),
        (evaluation(candidate("MIT"), outcomes=("HR-A3:4a",)), Risk.HIGH),
        (evaluation(candidate("MIT"), outcomes=("PROHIBITED",)), Risk.HIGH),
    ],
)
def test_the_risk_of_a_decision_is_that_of_its_gravest_part(made: Any, risk: Risk) -> None:
    assert risk_of(made) is risk


def test_a_candidate_that_is_blocked_needs_no_ruling() -> None:
    assert policy_of(evaluation(candidate("MIT", verdict="blocked")), {}, (), "CW-1", TODAY) == ()


def test_a_waiver_holds_through_its_last_day_and_for_its_assessment_alone() -> None:
    made, ban = evaluation(candidate("gemma-terms")), {"gemma-terms": ruled("gemma-terms", Ruling.BANNED)}
    waiver = Waived("gemma-terms", "CW-1", TODAY)
    assert [one.standing for one in policy_of(made, ban, [waiver], "CW-1", TODAY)] == [Standing.WAIVED]
    assert [one.standing for one in policy_of(made, ban, [waiver], "CW-2", TODAY)] == [Standing.BANNED]
    tomorrow = TODAY + timedelta(days=1)
    assert [one.standing for one in policy_of(made, ban, [waiver], "CW-1", tomorrow)] == [Standing.BANNED]


def test_what_was_not_audited_in_time_says_so_and_stays_allowed() -> None:
    late = {"MIT": ruled("MIT", Ruling.APPROVED, due=TODAY - timedelta(days=1))}
    (found,) = policy_of(evaluation(candidate("MIT")), late, (), "CW-1", TODAY)
    assert found.standing is Standing.DUE
    assert "23 November 2026" in found.says
    check_policy([found.as_json()])


def test_a_banned_licence_cannot_be_approved_and_the_refusal_says_what_to_do() -> None:
    ban = {"MIT": ruled("MIT", Ruling.BANNED)}
    found = [one.as_json() for one in policy_of(evaluation(candidate("MIT")), ban, (), "CW-1", TODAY)]
    with pytest.raises(Refused, match=r"does not allow MIT\. Take another model, or ask legal for a waiver\."):
        check_policy(found)


def test_a_licence_that_nobody_ruled_on_asks_for_a_ruling_and_stops_nobody() -> None:
    (found,) = policy_of(evaluation(candidate("MIT")), {}, (), "CW-1", TODAY)
    assert found.standing is Standing.UNRULED
    assert found.remedy
    check_policy([found.as_json()])


def ruled(licence: str, ruling: Ruling, due: date = TODAY) -> Ruled:
    return Ruled(licence, ruling, "Keep the notice." if ruling is Ruling.CONDITIONAL else "", due)


rulings = st.dictionaries(
    st.sampled_from(LICENCES),
    st.tuples(st.sampled_from(Ruling), st.integers(-3, 3)),
).map(lambda found: {key: ruled(key, kind, TODAY + timedelta(days=n)) for key, (kind, n) in found.items()})
waivers = st.lists(
    st.builds(
        Waived,
        licence=st.sampled_from(LICENCES),
        reference=st.sampled_from(("", "CW-1", "CW-2")),
        until=st.integers(-3, 3).map(lambda n: TODAY + timedelta(days=n)),
    )
)


@given(rulings, waivers, st.sampled_from(LICENCES))
def test_a_ban_never_makes_a_candidate_stand_better(
    known: dict[str, Ruled], waived: list[Waived], licence: str
) -> None:
    made = evaluation(candidate(licence))
    (before,) = policy_of(made, known, waived, "CW-1", TODAY)
    (after,) = policy_of(made, {**known, licence: ruled(licence, Ruling.BANNED)}, waived, "CW-1", TODAY)
    # A waiver is a decision of legal too: what it sets aside is the ban, and nothing greener than that.
    assert ORDER.index(after.standing) >= min(ORDER.index(before.standing), ORDER.index(Standing.WAIVED))
    assert after.standing in (Standing.BANNED, Standing.WAIVED)


@given(rulings, waivers, st.randoms())
def test_the_order_of_waivers_changes_nothing(known: dict[str, Ruled], waived: list[Waived], chance: Any) -> None:
    made = evaluation(candidate(*LICENCES))
    mixed = list(waived)
    chance.shuffle(mixed)
    assert policy_of(made, known, waived, "CW-1", TODAY) == policy_of(made, known, mixed, "CW-1", TODAY)


@given(rulings, waivers)
def test_an_expired_waiver_waives_nothing(known: dict[str, Ruled], waived: list[Waived]) -> None:
    made = evaluation(candidate(*LICENCES))
    in_time = [one for one in waived if one.until >= TODAY]
    assert policy_of(made, known, waived, "CW-1", TODAY) == policy_of(made, known, in_time, "CW-1", TODAY)
