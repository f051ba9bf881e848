"""Facts documents as hypothesis strategies: any leaf may be missing, as in life."""

from typing import Any

from hypothesis import strategies as st

MODELS = [
    "llama-4-maverick", "llama-3.3-70b", "deepseek-v3", "deepseek-r1", "deepseek-r1-distill-llama-70b", "qwen3-235b",
    "qwen3-32b", "qwen2.5-72b", "qwen2.5-vl-3b", "gemma-3-27b", "bloom-176b", "starcoder2-15b", "yi-34b",
    "command-r-plus", "mistral-large-2", "sd-3.5-large",
]  # fmt: skip
LICENCES = ["llama-4-community", "qwen-license-2024", "bigscience-rail-1.0", "gemma-terms"]
TOPICS = ["threshold", "output-training", "use-restrictions", "territory", "attribution"]
DOMAINS = ["general", "retail", "healthcare", "military", "law-enforcement", "credit", "critical-infrastructure"]
ACTIVITIES = ["customer-service", "medical-advice", "surveillance", "disinformation", "malware", "summarisation"]
DELIVERY = ["hosted-service", "internal", "on-device", "ship-weights", "vendor-api"]
SAFEGUARDS = [
    "attribution_displayed",
    "notice_file",
    "licence_copy_included",
    "use_policy_reviewed",
    "restrictions_passed_on",
    "mau_monitoring",
    "own_safety_layer",
]
USERS = st.sampled_from([0, 1000, 999_999, 79_999_999, 80_000_000, 100_000_000, 100_000_001, 700_000_000, 700_000_001])


def _some(words: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(words), unique=True, max_size=3)


def _part(**leaves: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=leaves)


products = st.lists(_part(monthly_active_users=USERS, uses_model=st.booleans()), max_size=3)

PARTS = {
    "organisation": _part(
        country=st.sampled_from(["DE", "US", "NO", "FR"]),
        annual_revenue_usd=st.sampled_from([0, 999_999, 1_000_001, 5_000_000]),
        products=products,
        monthly_active_users=USERS,
        monthly_active_users_on=st.fixed_dictionaries({}, optional={"2025-04-05": USERS, "2024-12-06": USERS}),
        monthly_growth=st.sampled_from([0, 0.05, 0.3]),
    ),
    "use": _part(
        commercial=st.booleans(),
        domains=_some(DOMAINS),
        activities=_some(ACTIVITIES),
        delivery=_some(DELIVERY).filter(bool),
        markets=_some(["EU", "US"]),
        generates_human_likeness=st.booleans(),
        automated_decisions=st.booleans(),
        safety_critical=st.booleans(),
    ),
    "adaptation": _part(
        fine_tunes=st.booleans(),
        publishes_weights=st.booleans(),
        published_name=st.sampled_from(["Llama-Acme", "Acme-7B"]),
        published_licence=st.sampled_from(["Apache-2.0", "bigscience-rail-1.0", "Our own terms"]),
    ),
    "outputs": _part(
        train=st.sampled_from(["none", "same-family", "other-llm", "other-model"]),
        distils=st.booleans(),
        shares_trained_model=st.booleans(),
    ),
    "safeguards": _part(**{name: st.booleans() for name in SAFEGUARDS}),
    "eu_ai_act": _part(P=_some(["P-c", "P-f"]), S2=_some(["N1", "N2"])),
}

documents = st.fixed_dictionaries(
    {
        "as_of": st.just("2026-11-23"),
        "candidates": st.lists(st.sampled_from(MODELS), unique=True, min_size=1, max_size=4),
        "reading": st.sampled_from(["strictest", "text", "guide"]),
        **PARTS,
    },
    optional={
        "positions": st.lists(
            st.fixed_dictionaries(
                {
                    "licence": st.sampled_from(LICENCES),
                    "topic": st.sampled_from(TOPICS),
                    "reading": st.sampled_from(["text", "guide"]),
                }
            ),
            max_size=2,
            unique_by=lambda position: (position["licence"], position["topic"]),
        ),
    },
)
