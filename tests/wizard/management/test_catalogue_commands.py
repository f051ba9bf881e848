"""The catalogue on the command line, as an engineer or a script sees it: output and exit status of a real process."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]


def manage(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=dict(os.environ),
        input=given,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def evaluated(document: dict[str, Any]) -> dict[str, Any]:
    done = manage("evaluate", "-", given=json.dumps(document))
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert isinstance(answer, dict)
    return answer


def test_a_file_is_evaluated_in_the_shape_of_the_contract(tmp_path: Path) -> None:
    file = tmp_path / "facts.json"
    file.write_text(json.dumps({"as_of": "2026-11-23", "reading": "guide", "candidates": ["llama-4-maverick"],
                                "organisation": {"monthly_active_users": 5_000_000},
                                "outputs": {"train": "none", "distils": True}}))  # fmt: skip
    done = manage("evaluate", str(file))
    answer = json.loads(done.stdout)
    assert done.returncode == 0
    assert set(answer) == {
        "schema", "edition", "engine", "as_of", "facts_sha256", "situations", "models", "recommended", "avoid",
        "traps", "eu_ai_act", "open_questions",
    }  # fmt: skip
    [model] = answer["models"]
    assert (model["verdict"], model["risk"]) == ("blocked", "moderate")
    assert "distillation.forbidden" in [finding["code"] for finding in model["findings"]]


def test_absent_candidates_mean_the_whole_catalogue() -> None:
    assert len(evaluated({})["models"]) > 50


def test_lines_give_one_answer_a_line_and_a_bad_line_spoils_only_itself() -> None:
    lines = [json.dumps({"candidates": ["qwen3-32b"]}), "{broken", json.dumps({"candidates": ["deepseek-r1"]})]
    done = manage("evaluate", "--lines", "-", given="\n".join(lines))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert ["problems" in answer for answer in answers] == [False, True, False]
    assert done.returncode == 2


def test_a_line_ends_at_its_end_only_and_one_that_is_no_text_spoils_only_itself() -> None:
    described = json.dumps({"candidates": ["qwen3-32b"], "use": {"description": "one\u2028line"}}, ensure_ascii=False)
    given = described.encode() + b"\n\xff\xfe\n" + described.encode()
    done = subprocess.run(
        [sys.executable, "manage.py", "evaluate", "--lines", "-"], cwd=ROOT, env=dict(os.environ), input=given,
        capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    answers = [json.loads(line) for line in done.stdout.split(b"\n") if line]
    assert ["problems" in answer for answer in answers] == [False, True, False]


@pytest.mark.parametrize(
    ("arguments", "given", "words"),
    [
        (("evaluate", "-"), '{"use": {"domain": []}}', "Did you mean “domains”?"),
        (("evaluate", "-"), '{"candidates": ["llama-5"]}', "no model that the catalogue knows"),
        (("evaluate", "-"), json.dumps({"use": {"description": "x" * 3_000_000}}), "the limit is 1 MiB"),
        (("evaluate", "nowhere.json"), "", "cannot be read"),
        (("evaluate", "static"), "", "cannot be read"),
    ],
    ids=["unknown key", "unknown model", "3 MB description", "no such file", "a folder"],
)
def test_what_does_not_fit_is_told_with_its_remedy_and_status_two(
    arguments: tuple[str, ...], given: str, words: str
) -> None:
    done = manage(*arguments, given=given)
    problems = json.loads(done.stdout)["problems"]
    assert done.returncode == 2
    assert words in " ".join(problem["problem"] + " " + problem["remedy"] for problem in problems)
    assert "Traceback" not in done.stderr


def test_an_entry_is_shown_as_json_and_an_unknown_one_names_the_nearest() -> None:
    licence = json.loads(manage("show", "licence", "llama-4-community").stdout)
    assert licence["terms"]["output-training"]["text"]["value"]["forbids"] == "none"
    assert licence["terms"]["output-training"]["guide"]["value"]["forbids"] == "other-llm"
    assert json.loads(manage("show", "model", "llama-4-maverick-17b-128e").stdout)["id"] == "llama-4-maverick"
    refused = manage("show", "model", "qwen3-32")
    assert refused.returncode == 1
    assert "Did you mean qwen3-32b" in refused.stderr


def test_a_sound_catalogue_is_counted() -> None:
    done = manage("check_catalog")
    assert done.returncode == 0
    assert "No problems." in done.stdout


def test_a_published_edition_judges_as_it_did() -> None:
    done = manage("evaluate", "--edition", "2026.11.1", "-", given='{"candidates": ["qwen3-8b"]}')
    answer = json.loads(done.stdout)
    assert answer["edition"]["version"] == "2026.11.1"
    assert [model["model"] for model in answer["models"]] == ["qwen3-8b"]


def test_an_edition_that_nobody_published_is_refused() -> None:
    done = manage("evaluate", "--edition", "2020.1.1", "-", given="{}")
    assert done.returncode == 1
    assert "“2020.1.1” is not known. `manage.py catalog editions` lists them." in done.stderr
