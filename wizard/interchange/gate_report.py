"""What the gate says, for people in a terminal and for programs."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import Any

from wizard.interchange.gate import LEVELS, Level, Outcome
from wizard.interchange.yaml_values import Place


def as_text(outcome: Outcome) -> str:
    """Lines for a terminal: each entry with what is said of it, then how much there was of each level."""
    if outcome.faults:
        more = [f"And {outcome.left_out:,} more."] if outcome.left_out else []
        return "\n".join(["The file cannot be used.", *map(str, outcome.faults), *more, ""])
    lines: list[str] = []
    for model, group in groupby(outcome.found, key=attrgetter("model")):
        lines.append(model)
        lines += [f"  {said.level:8}{said.at}: {said.says} {said.remedy} [{said.code}]" for said in group]
    counts = [(level, sum(said.level == level for said in outcome.found)) for level in LEVELS]
    told = ", ".join(f"{count:,} {level}" for level, count in counts if count)
    return "\n".join([*lines, told or "Nothing stands against these models.", ""])


def as_json(outcome: Outcome, fail_on: Level) -> dict[str, Any]:
    """`gate/1`: whether the build passes, and each finding or fault with its line and column."""
    problems = [{**_place(fault.at), "problem": fault.says, "remedy": fault.remedy} for fault in outcome.faults]
    return {
        "schema": "gate/1",
        "passed": not problems and not outcome.fails_on(fail_on),
        "fail_on": fail_on,
        "findings": [
            {
                "level": said.level,
                "code": said.code,
                "model": said.model,
                **_place(said.at),
                "says": said.says,
                "remedy": said.remedy,
            }
            for said in outcome.found
        ],
        "problems": problems,
        "left_out": outcome.left_out,
    }


def _place(at: Place) -> dict[str, int]:
    return {"line": at.line, "column": at.column}
