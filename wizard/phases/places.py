"""Which item asks for a fact: the way from a finding back to its question."""

from __future__ import annotations

_PLACES = {
    "/organisation": "organisation-users",
    "/use/delivery": "weights-code-outputs",
    "/use": "behavioural-restrictions",
    "/adaptation/fine_tunes": "systemic-risk",
    "/adaptation/modification_flop": "systemic-risk",
    "/adaptation": "propagation",
    "/outputs": "outputs-training",
    "/safeguards/use_policy_reviewed": "restrictions",
    "/safeguards/attribution_displayed": "attribution",
    "/safeguards/notice_file": "attribution",
    "/safeguards/licence_copy_included": "attribution",
    "/safeguards/restrictions_passed_on": "propagation",
    "/safeguards/mau_monitoring": "user-monitoring",
    "/safeguards/fine_tuning_data_recorded": "fine-tuning-data",
    "/safeguards": "content-safety",
    **dict.fromkeys(("/eu_ai_act/G5", "/eu_ai_act/G6", "/eu_ai_act/G7"), "osi-status"),
    **dict.fromkeys(
        (
            "/eu_ai_act/G0",
            "/eu_ai_act/G1",
            "/eu_ai_act/G2",
            "/eu_ai_act/G2b",
            "/eu_ai_act/designated",
            "/eu_ai_act/G8",
            "/eu_ai_act/original_flop",
            "/eu_ai_act/original_systemic_risk",
            "/eu_ai_act/modification_flop",
            "/eu_ai_act/model_flop",
            "/eu_ai_act/model_placed_on",
        ),
        "systemic-risk",
    ),
    "/eu_ai_act": "eu-high-risk",
}


def item_for(pointer: str) -> str | None:
    """Return the id of the item that states the fact at a JSON pointer; None for what no item asks."""
    place = pointer
    while place:
        if place in _PLACES:
            return _PLACES[place]
        place = place.rpartition("/")[0]
    return None
