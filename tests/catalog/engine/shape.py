"""What every answer owes its reader, whatever it says: sentences, sources, causes, and a duty for each thing to do."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from catalog.ambient import edition
from catalog.engine.answers import Facts
from catalog.engine.finding import CODES, SEVERITIES, VERDICTS, Phase
from catalog.knowledge.terms import TOPICS

OF_NO_LICENCE = {"eu-ai-act"}
BESIDE_THE_TOPICS = {"model-licence", "safety", *OF_NO_LICENCE}
# A question says itself that something is open: the sentence of the reading alone would sound like a finding.
OPEN = ("not known", "is missing", "for a lawyer to settle", "not a product that has it inside", "could forbid")
# What is to do, the duty behind it, and the phase in which it is settled.
DUTIES: Mapping[str, tuple[str, Phase]] = {
    "attribution.missing": ("attribution.display", "technical"),
    "content-filter.missing": ("content-filter", "technical"),
    "copyleft.derivative": ("copyleft.derivative", "technical"),
    "copyleft.network": ("copyleft.network", "technical"),
    "licence-copy.missing": ("licence-copy", "technical"),
    "monitoring.missing": ("user-monitoring", "technical"),
    "notice.missing": ("notice", "technical"),
    "output-training.derivative": ("output-derivative", "technical"),
    "output-training.named": ("output-naming", "technical"),
    "propagation.missing": ("propagation", "technical"),
    "registration.required": ("registration", "identification"),
    "safety-layer.missing": ("safety-layer", "technical"),
    "use-policy.unreviewed": ("use-policy", "identification"),
}


def check_shape(answer: Mapping[str, Any]) -> None:
    """Refuse an answer with something in it that its reader could not use."""
    assert answer["schema"] == "evaluation/1"
    assert set(answer["edition"]) == {"version", "sha256"}
    for model in answer["models"]:
        assert model["verdict"] in VERDICTS
        for finding in model["findings"]:
            _check_finding(finding)
        for duty in model["obligations"]:
            assert (duty["code"], duty["phase"]) in DUTIES.values(), duty
            assert duty["met"] in (True, False, None), duty
            assert duty["licence"] in edition().licences, duty
            assert _is_sentence(duty["says"]), duty
            _check_source(duty["source"])
        _check_that_what_is_to_do_is_a_duty(model)
    for question in answer["open_questions"]:
        assert question["asks"], question
        assert question["decides"], question
        _check_pointer(question["at"])


def _check_finding(finding: Mapping[str, Any]) -> None:
    assert finding["code"] in CODES, finding
    assert finding["severity"] in SEVERITIES, finding
    assert finding["topic"] in {*TOPICS, *BESIDE_THE_TOPICS}, finding
    assert finding["licence"] in edition().licences or finding["topic"] in OF_NO_LICENCE, finding
    assert finding["reading"] in ("text", "guide"), finding
    assert _is_sentence(finding["says"]), finding
    assert _is_sentence(finding["remedy"]), finding
    assert finding["remedy"] != finding["says"], finding
    assert finding["code"] != "open-question" or any(word in finding["says"] for word in OPEN), finding
    assert finding["because"], finding
    for at in finding["because"]:
        _check_pointer(at)
    _check_source(finding["source"])


def _is_sentence(text: str) -> bool:
    return len(text) > 12 and text.endswith((".", "?", ".”", ")")) and "None" not in text


def _check_pointer(at: str) -> None:
    parts = at.split("/")
    assert parts[0] == "", at
    holder: Any = Facts
    assert parts[1] in holder.model_fields, at
    if len(parts) > 2:
        holder = holder.model_fields[parts[1]].annotation
        assert parts[2] in holder.model_fields, at


def _check_source(source: Mapping[str, str]) -> None:
    assert source["id"] in edition().sources, source
    assert source["url"].startswith("https://"), source
    date.fromisoformat(source["read_on"])


def _check_that_what_is_to_do_is_a_duty(model: Mapping[str, Any]) -> None:
    """Each thing to do is a duty in the same words. Registration is one too; its finding says why, its duty how."""
    owed = [duty for duty in model["obligations"] if duty["met"] is not True]
    codes = {(duty["licence"], duty["code"]) for duty in owed}
    told = {(duty["licence"], duty["says"]) for duty in owed}
    for finding in model["findings"]:
        if finding["severity"] == "action" and finding["code"] in DUTIES:
            assert (finding["licence"], DUTIES[finding["code"]][0]) in codes, finding
            assert finding["code"] == "registration.required" or (finding["licence"], finding["says"]) in told, finding
