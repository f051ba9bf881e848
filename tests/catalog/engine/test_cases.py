"""Published cases: one sentence, the facts, and what must follow. The engine has to give exactly that."""

import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from catalog.ambient import current_catalog, current_law
from catalog.engine.evaluate import evaluate

FOLDER = Path(__file__).parents[2] / "cases" / "engine"
CASES = [case for path in sorted(FOLDER.glob("*.yaml")) for case in yaml.safe_load(path.read_text())]
TODAY = datetime.date(2026, 11, 23)


def _plain(value: Any) -> Any:
    """YAML has dates where JSON has text."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_case_comes_out_as_published(case: dict[str, Any]) -> None:
    answer = evaluate(_plain(case["facts"]), current_catalog(), current_law(), TODAY).as_json()
    expected = dict(case["expect"])
    recommended = [entry["model"] for entry in answer["recommended"]]
    assert expected.pop("situations", answer["situations"]) == answer["situations"]
    first = expected.pop("first", [])
    assert sorted(recommended[: len(first)]) == first
    assert set(expected.pop("recommended", [])) <= set(recommended)
    assert not set(expected.pop("recommended_never", [])) & set(recommended)
    assert set(expected.pop("avoided", [])) <= {entry["model"] for entry in answer["avoid"]}
    assert set(expected.pop("asks", [])) <= {question["at"] for question in answer["open_questions"]}
    assert set(expected.pop("traps", [])) <= {trap["trap"] for trap in answer["traps"]}
    models = {model["model"]: model for model in answer["models"]}
    for name, wanted in expected.items():
        _check_model(models[name], _plain(wanted))


def _check_model(model: dict[str, Any], wanted: dict[str, Any]) -> None:
    codes = {finding["code"] for finding in model["findings"]}
    for key, value in wanted.items():
        match key:
            case "codes":
                assert set(value) <= codes
            case "silent":
                assert not set(value) & codes
            case "verdict_not":
                assert model["verdict"] not in value
            case "by_reading":
                assert model["verdict_by_reading"] == value
            case "crosses_on":
                assert value in [room["crosses_on"] for room in model["headroom"]]
            case "verdict" | "risk" | "contested" | "licences" | "repairs":
                assert model[key] == value, model["findings"]
            case _:
                raise AssertionError(f"the case asks for {key}, which nobody checks")
