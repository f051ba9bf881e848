"""Every licence held against one situation, without a model: what the matrix colours its rows by. Pure.

A licence is judged alone, by the same rules as a model that bears it. What only a model can tell stays unknown: whether
it takes images, what its bases bring along. What the AI Act asks binds the system under any licence and stays out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from catalog.engine import answers
from catalog.engine.evaluate import known
from catalog.engine.finding import SEVERITY_ORDER, Finding, Verdict, verdict
from catalog.engine.judge import Bench, licence_outcome
from catalog.engine.law import Law, assess, law_context
from catalog.knowledge.index import Catalogue


@dataclass(frozen=True)
class Screened:
    """What a licence allows in a situation: the verdict, and the findings behind it, the gravest first."""

    verdict: Verdict
    findings: tuple[Finding, ...]


def screen(document: Mapping[str, Any], catalogue: Catalogue, law: Law, today: date) -> Mapping[str, Screened]:
    """Judge every licence of the catalogue alone; the candidates of the document play no part.

    A model that is known to bear one of these alone, and which takes images or may, never gets a greener verdict.
    `today` fills an absent `as_of`. Raises answers.Unusable with every problem of the document.
    """
    facts = answers.read(document, known(catalogue), today)
    act = assess(facts.eu_ai_act, law_context(facts, catalogue), law, facts.as_of)
    bench = Bench(facts, catalogue, act, facts.reading, positions=facts.reading == "strictest")
    cases = {name: bench.case(licence, None) for name, licence in catalogue.licences.items()}
    return {name: _screened(licence_outcome(case, bench).findings) for name, case in cases.items()}


def _screened(findings: tuple[Finding, ...]) -> Screened:
    return Screened(verdict(findings), tuple(sorted(dict.fromkeys(findings), key=_gravest_first)))


def _gravest_first(finding: Finding) -> tuple[int, int, str]:
    return (-finding.weight, SEVERITY_ORDER.index(finding.severity), finding.topic)
