"""What the gate says, as SARIF 2.1.0: the form in which code hosts show findings beside the lines of a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wizard.interchange.gate import CODES, Level, Outcome
from wizard.interchange.yaml_values import Place

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS: Mapping[Level, str] = {"blocker": "error", "action": "error", "caution": "warning", "info": "note"}
UNUSABLE = "lbom.unusable"


def sarif(outcome: Outcome, file: str, edition: str) -> dict[str, Any]:
    """Return the log of one run over `file`, a path as the code host knows it. Faults make the run a failed one."""
    results = [
        *(
            _result(said.code, LEVELS[said.level], f"{said.model}: {said.says} {said.remedy}", said.at, file)
            for said in outcome.found
        ),
        *(_result(UNUSABLE, "error", f"{fault.says} {fault.remedy}", fault.at, file) for fault in outcome.faults),
    ]
    rules = sorted({result["ruleId"] for result in results})
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "Clearweights",
                        "version": edition,
                        "rules": [{"id": rule, "shortDescription": {"text": _short(rule)}} for rule in rules],
                    }
                },
                "invocations": [{"executionSuccessful": not outcome.faults}],
                "columnKind": "unicodeCodePoints",
                "results": results,
            }
        ],
    }


def _result(rule: str, level: str, text: str, at: Place, file: str) -> dict[str, Any]:
    region = {"startLine": at.line, "startColumn": at.column}
    return {
        "ruleId": rule,
        "level": level,
        "message": {"text": text},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": file}, "region": region}}],
    }


def _short(rule: str) -> str:
    if rule == UNUSABLE:
        return "The file is no licence bill of materials"
    return CODES.get(rule) or rule.replace(".", ": ").replace("-", " ").capitalize()
