"""Facts documents that the command and the API have to answer alike."""

from __future__ import annotations

from typing import Any

SOUND: dict[str, dict[str, Any]] = {
    "one model, nothing known": {"candidates": ["qwen3-32b"]},
    "the whole catalogue": {"as_of": "2026-11-23"},
    "a blocked distillation, with its repair": {
        "as_of": "2026-11-23",
        "candidates": ["llama-4-maverick"],
        "organisation": {"country": "US", "monthly_active_users": 600_000_000},
        "outputs": {"train": "other-llm", "distils": True},
    },
    "the guide's reading": {"reading": "guide", "candidates": ["deepseek-v3", "qwen3-235b"]},
    "a seat in the Union": {
        "candidates": ["llama-4-maverick", "llama-3.2-90b-vision"],
        "organisation": {"country": "DE", "size": "sme", "annual_revenue_usd": 900_000.5},
    },
    "a limit that comes near": {
        "candidates": ["qwen2.5-72b"],
        "organisation": {
            "products": [{"name": "Shop", "monthly_active_users": 9e7, "uses_model": True}],
            "monthly_active_users_on": {"2025-04-05": 900_000},
            "monthly_growth": 0.08,
        },
        "use": {"commercial": True},
    },
    "a high-risk purpose": {
        "candidates": ["deepseek-r1"],
        "use": {"domains": ["employment"], "activities": ["ranking-applicants"], "markets": ["EU"]},
        "eu_ai_act": {"S1": True, "S2": ["N2"], "R1": True, "R2": True, "P": [], "H5": ["A3-4a"], "H6": True},
    },
    "a prohibited practice": {
        "candidates": ["mistral-large-2"],
        "eu_ai_act": {"S1": True, "S2": ["N1"], "P": ["P-f", "P-ba"], "placed_on": "2026-09-15"},
    },
    "a position and an agreement": {
        "candidates": ["llama-4-maverick"],
        "positions": [{"licence": "llama-4-community", "topic": "output-training", "reading": "text"}],
        "agreements": [{"licence": "llama-4-community", "covers": ["threshold"], "until": "2027-12-31"}],
    },
    "weights of one's own": {
        "candidates": ["starcoder2-15b", "sd-3.5-large"],
        "adaptation": {"fine_tunes": True, "publishes_weights": True, "published_licence": "Apache-2.0"},
        "use": {"description": "Illustrations – für “alle”.", "delivery": ["ship-weights"]},
    },
}
UNFIT: dict[str, Any] = {
    "three things wrong": {"use": {"domain": ["retail"], "commercial": "yes"}, "candidates": ["llama-5"]},
    "no object": [],
}
