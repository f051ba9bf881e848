"""The worked example: what a product manager in Germany types into the twenty items, and what the reviewer adds.

A company seated in Germany wants a customer assistant for its shop and means to distil the model into a smaller one of
its own. It compares Llama 4 Maverick, Qwen3-32B and DeepSeek-R1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from wizard.phases.context import Context

NAME = "Shop assistant"
DESCRIPTION = (
    "An assistant in our web shop answers questions on products, orders and returns. We mean to distil it into a "
    "smaller model of our own, so that answers cost less and stay on our servers."
)
CANDIDATES = ("llama-4-maverick", "qwen3-32b", "deepseek-r1")
CONDITIONS = "Use Qwen3-32B or DeepSeek-R1 only. Mark generated answers as required by Article 50 before release."
COMMENT = "The licence texts of all three candidates were read in full. Llama 4 gives no rights at a German seat."

DUTIES: Mapping[str, tuple[str, int, str]] = {
    "ai-act:O-LIT": ("Adaeze Okafor", 60, "A course of two hours for customer service, repeated every year."),
    "ai-act:O-T1": ("Jonas Weber", 21, ""),
    "ai-act:O-T2": ("Jonas Weber", 45, "Marks come from our own service; the weights bring none."),
    "ai-act:O-T6": ("Paula Meyer", 21, ""),
}
"""Who sees to which duty, within how many days, and a note."""

Typed = Mapping[str, str | list[str]]


def _licence_text(context: Context) -> Typed:
    read_on = context.today.isoformat()
    typed: dict[str, str | list[str]] = {}
    for licence in context.texts:
        typed[f"address-{licence.id}"] = str(licence.url)
        typed[f"read_on-{licence.id}"] = read_on
        typed[f"reader-{licence.id}"] = "Paula Meyer"
    return typed


def _licence_family(context: Context) -> Typed:
    return {f"family-{licence.id}": licence.family for licence in context.texts}


def _restrictions(context: Context) -> Typed:
    return {**{f"agreed-{licence.id}": "yes" for licence in context.texts}, "use_policy_reviewed": "yes"}


def _parts(context: Context) -> Typed:
    right = {f"right-{model.id}": "yes" for model in context.models}
    return {**right, "uses": ["weights"], "delivery": ["hosted-service"]}


def _in_days(days: int) -> Callable[[Context], str]:
    return lambda context: (context.today + timedelta(days=days)).isoformat()


def _behaviour(_context: Context) -> Typed:
    return {
        "description": DESCRIPTION,
        "commercial": "yes",
        "domains": ["retail"],
        "activities": ["customer-service", "content-generation", "training-data-generation"],
        "modalities": ["text"],
        "generates_human_likeness": "no",
        "automated_decisions": "no",
        "safety_critical": "no",
        "markets": ["EU"],
    }


def _organisation(_context: Context) -> Typed:
    return {
        "country": "DE",
        "size": "large",
        "annual_revenue_usd": "340,000,000",
        "growth": "3",
        "products-rows": "2",
        "products-0-name": "Shop",
        "products-0-entity": "Nordlicht Handel GmbH",
        "products-0-users": "4,000,000",
        "products-0-uses_model": "yes",
        "products-1-name": "Payments",
        "products-1-entity": "Nordlicht Pay SA",
        "products-1-users": "1,150,000",
        "products-1-uses_model": "no",
        "users_on-2025-04-05": "3,100,000",
    }


def _high_risk(_context: Context) -> Typed:
    return {
        "S1": "yes",
        "S2": ["N1", "N2"],
        "R1": "yes",
        "R2": "yes",
        "P": ["none"],
        "H1": "no",
        "H5": ["none"],
        "T1q": "yes",
        "T2q": "yes",
        "T3q": "no",
        "T4q": "no",
        "T5q": "no",
    }


def _fixed(**typed: str | list[str]) -> Callable[[Context], Typed]:
    return lambda _context: typed


def _dated(day_field: str, days: int, **typed: str) -> Callable[[Context], Typed]:
    when = _in_days(days)
    return lambda context: {**typed, day_field: when(context)}


STORY: Mapping[str, Callable[[Context], Typed]] = {
    "licence-text": _licence_text,
    "licence-family": _licence_family,
    "restrictions": _restrictions,
    "osi-status": _fixed(relies_on="nothing"),
    "weights-code-outputs": _parts,
    "behavioural-restrictions": _behaviour,
    "organisation-users": _organisation,
    "outputs-training": _fixed(train="other-llm", distils="yes", shares_trained_model="no"),
    "eu-high-risk": _high_risk,
    "systemic-risk": _fixed(fine_tunes="no", G0="yes", G1="no", G8="no"),
    "attribution": _fixed(
        attribution_displayed="no",
        notice_file="yes",
        licence_copy_included="yes",
        where="Third-party notices on the page “About this assistant”",
    ),
    "user-monitoring": _fixed(
        mau_monitoring="yes",
        measured_where="Product analytics, monthly report",
        how_often="monthly",
        told_50="Paula Meyer",
        told_80="Adaeze Okafor",
    ),
    "propagation": _fixed(publishes_weights="no"),
    "fine-tuning-data": _fixed(fine_tuning_data_recorded="yes", recorded_where="Data register, entry 2026-114"),
    "content-safety": _fixed(
        content_filter="yes",
        own_safety_layer="no",
        human_oversight="yes",
        how="Inputs and answers pass a filter. Customers reach a person with one click; Jonas Weber is responsible.",
    ),
    "licence-review": _dated("next_review", 90, reviewer="Adaeze Okafor"),
    "user-growth": _dated("next_projection", 90, watcher="Paula Meyer"),
    "regulatory-updates": _dated(
        "next_look", 30, follower="Adaeze Okafor", sources="Official Journal of the European Union\nThe AI Office"
    ),
    "audit-trail": _fixed(kept_where="Contract archive, folder “Models”", years="10", responsible="Legal department"),
    "upstream-changes": lambda context: {
        "addresses": "\n".join(sorted({str(licence.url) for licence in context.texts})),
        "watcher": "Jonas Weber",
    },
}
