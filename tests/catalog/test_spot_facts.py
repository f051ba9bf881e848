"""Sixty facts set down by hand from the licence texts, each with its clause: the catalogue has to say the same.

They were written from the texts and not from the data, so that a slip in a file meets somebody who knows better.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from catalog import ambient

Of = Callable[[Any], Any]


def limit(value: Any) -> Any:
    """The parts of a sole limit that decide."""
    (only,) = value.limits
    return (only.metric, only.limit, only.beyond, only.tested, only.counts)


def limits(value: Any) -> Any:
    return sorted((it.metric, it.limit, it.above) for it in value.limits)


def prohibits(*, domain: str = "", activity: str = "") -> Of:
    """Whether some item of the list prohibits the domain or the activity by itself."""

    def test(value: Any) -> bool:
        return any(
            (domain and domain in condition.domains) or (activity and activity in condition.activities)
            for item in value.items
            if item.effect == "prohibited"
            for condition in item.when
        )

    return test


TEXTS: list[tuple[str, str, Of, Any, str]] = [
    # Permissive and copyleft
    ("Apache-2.0", "patent", lambda it: it.grant, "express", "3"),
    ("Apache-2.0", "licence-copy", lambda it: it.strength, "required", "4"),
    ("Apache-2.0", "termination", lambda it: (it.suits, it.over), ("patent-grant", "patents"), "3"),
    ("MIT", "licence-copy", lambda it: it.strength, "required", "condition"),
    ("MIT", "threshold", lambda it: it.limits, (), "whole text"),
    ("BSD-3-Clause", "commercial-use", lambda it: it.level, "allowed", "grant"),
    ("GPL-3.0-only", "copyleft", lambda it: it.kind, "conveying", "5"),
    ("GPL-3.0-only", "patent", lambda it: it.grant, "express", "11"),
    ("AGPL-3.0-only", "copyleft", lambda it: (it.kind, it.unmodified_too), ("network", False), "13"),
    ("OpenMDW-1.0", "output-training", lambda it: it.forbids, "none", "paragraph"),
    ("OpenMDW-1.0", "termination", lambda it: (it.suits, it.over), ("all-rights", "patents"), "fifth paragraph"),
    (
        "OpenMDW-1.1",
        "termination",
        lambda it: (it.suits, it.over),
        ("all-rights", "intellectual-property"),
        "fifth paragraph",
    ),
    ("CC-BY-NC-4.0", "commercial-use", lambda it: it.level, "forbidden", "1(i)"),
    ("CC-BY-NC-4.0", "field", lambda it: it.purposes, "non-commercial", "1(i)"),
    # Llama
    ("llama-2-community", "output-training", lambda it: it.forbids, "other-llm", "1(b)(v)"),
    ("llama-3-community", "output-training", lambda it: it.forbids, "other-llm", "1(b)(v)"),
    ("llama-3.1-community", "output-training", lambda it: it.forbids, "none", "1(b)(i)"),
    ("llama-4-community", "output-training", lambda it: it.forbids, "none", "1(b)(i)"),
    ("llama-2-community", "attribution", lambda it: it.strength, "none", "whole text"),
    ("llama-3-community", "attribution", lambda it: it.label, "Built with Meta Llama 3", "1(b)(i)"),
    (
        "llama-4-community",
        "attribution",
        lambda it: (it.strength, it.label),
        ("required", "Built with Llama"),
        "1(b)(i)",
    ),
    ("llama-4-community", "output-naming", lambda it: (it.duty, it.label), ("name-prefix", "Llama"), "1(b)(i)"),
    ("llama-4-community", "threshold", limit, ("mau", 700_000_000, "more-than", "at-release", "group"), "2"),
    ("llama-4-community", "threshold", lambda it: it.limits[0].on, date(2025, 4, 5), "2"),
    ("llama-3.2-community", "threshold", lambda it: it.limits[0].on, date(2024, 9, 25), "2"),
    ("llama-4-community", "territory", lambda it: (it.excluded_seats, it.only_multimodal), (("EU",), True), "last"),
    ("llama-3.1-community", "territory", lambda it: it.excluded_seats, (), "whole text"),
    ("llama-4-community", "use-restrictions", prohibits(domain="military"), True, "1(b)(iv)"),
    ("llama-4-community", "use-restrictions", prohibits(domain="critical-infrastructure"), True, "1(b)(iv)"),
    (
        "llama-4-community",
        "termination",
        lambda it: (it.suits, it.over),
        ("all-rights", "intellectual-property"),
        "5(c)",
    ),
    # RAIL and what copies it
    ("bigscience-rail-1.0", "patent", lambda it: it.grant, "express", "3"),
    ("bigscience-rail-1.0", "use-restrictions", prohibits(activity="medical-advice"), True, "Attachment A"),
    ("bigscience-rail-1.0", "propagation", lambda it: "hosted-service" in it.triggers, True, "4.1"),
    ("creativeml-openrail-m", "use-restrictions", lambda it: len({item.item for item in it.items}), 11, "Attachment A"),
    ("bigcode-openrail-m-v1", "use-restrictions", prohibits(activity="malware"), True, "(a) to (n)"),
    ("bigcode-openrail-m-v1", "termination", lambda it: (it.suits, it.over), ("all-rights", "patents"), "3"),
    ("ai-pubs-open-rail-s", "copyleft", lambda it: it.kind, "none", "whole text"),
    ("deepseek-license-1.0", "use-restrictions", prohibits(domain="military"), True, "Attachment A"),
    ("deepseek-license-1.0", "output-derivative", lambda it: it.derivative, True, "1"),
    ("gemma-terms", "output-derivative", lambda it: it.derivative, True, "1.1(e)"),
    ("gemma-terms", "output-training", lambda it: it.forbids, "none", "3.3"),
    ("gemma-terms", "propagation", lambda it: "hosted-service" in it.triggers, True, "3.1"),
    # Limits of scale
    ("tongyi-qianwen-2023", "output-training", lambda it: it.forbids, "other-llm", "5"),
    ("tongyi-qianwen-2023", "threshold", limit, ("mau", 100_000_000, "more-than", "running", "product"), "4"),
    ("qwen-license-2024", "output-naming", lambda it: (it.duty, it.label), ("display", "Built with Qwen"), "5"),
    ("yi-community-2.1", "registration", lambda it: it.needed, "any-commercial-use", "2"),
    ("yi-community-2.1", "threshold", lambda it: it.limits, (), "whole text"),
    (
        "stability-ai-community-2024",
        "threshold",
        limit,
        ("annual-revenue-usd", 1_000_000, "more-than", "running", "group"),
        "III",
    ),
    ("stability-ai-community-2024", "threshold", lambda it: it.limits[0].above, "end", "III"),
    (
        "mistral-modified-mit",
        "threshold",
        limit,
        ("monthly-revenue-usd", 20_000_000, "more-than", "running", "group"),
        "2",
    ),
    (
        "kimi-k2-modified-mit",
        "threshold",
        limits,
        [("mau", 100_000_000, "display"), ("monthly-revenue-usd", 20_000_000, "display")],
        "last paragraph",
    ),
    ("dbrx-open-model", "threshold", limit, ("mau", 700_000_000, "more-than", "at-release", "group"), "3"),
    ("dbrx-open-model", "output-training", lambda it: it.forbids, "other-llm", "2.3"),
    # Places, fields, outputs
    ("hunyuan-large-community", "territory", lambda it: it.excluded_markets, ("EU",), "1(l)"),
    ("hunyuan-a13b-community", "territory", lambda it: set(it.excluded_markets), {"EU", "GB", "KR"}, "1(l)"),
    ("hunyuan-a13b-community", "output-training", lambda it: it.forbids, "other-model", "5(b)"),
    ("mrl-0.1", "field", lambda it: (it.purposes, it.outputs_too), ("research", True), "3.2"),
    ("exaone-1.2-nc", "output-training", lambda it: it.forbids, "competing", "3.1"),
    ("flux-1-dev-nc", "output-training", lambda it: it.forbids, "competing", "2(d)"),
    ("hyperclova-x-seed-2025", "field", lambda it: it.excludes_competitors, True, "4"),
]


def test_there_are_sixty() -> None:
    assert len(TEXTS) == 60


@pytest.mark.parametrize(
    ("licence", "topic", "of", "expected", "clause"),
    TEXTS,
    ids=[f"{number}-{licence}-{topic}" for number, (licence, topic, *_) in enumerate(TEXTS, 1)],
)
def test_the_text_says(licence: str, topic: str, of: Of, expected: Any, clause: str) -> None:
    reading = ambient.edition().licences[licence].terms.term(topic).text
    assert of(reading.value) == expected
    assert clause
    assert clause in reading.clause
