"""The data of the AI Act: it loads, its days are right, and a mistake is named by file and key."""

import copy
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from catalog.engine.law import law_from
from catalog.engine.law_answers import EuAnswers
from catalog.knowledge.loading import CatalogueProblem
from tests.support.languages import assert_translatable

FOLDER = Path(__file__).parents[3] / "catalog" / "data" / "law"
DOCUMENTS = {path.stem: yaml.load(path.read_bytes(), yaml.CSafeLoader) for path in FOLDER.glob("*.yaml")}

Change = Callable[[dict[str, Any]], object]


def refused(change: Change) -> str:
    documents = copy.deepcopy(DOCUMENTS)
    change(documents)
    with pytest.raises(CatalogueProblem) as refusal:
        law_from(documents)
    assert_translatable(refusal.value.problems)
    return str(refusal.value)


def test_the_days_are_those_of_the_omnibus() -> None:
    law = law_from(DOCUMENTS)
    assert law.on("D-ART5B") == law.on("D-MARKLEG") == date(2026, 12, 2)
    assert law.on("D-A3") == date(2027, 12, 2)
    assert law.on("D-A1") == date(2028, 8, 2)
    assert law.on("D-PUB") == date(2030, 8, 2)


def test_every_answer_settles_some_question() -> None:
    law = law_from(DOCUMENTS)
    assert {key for name in law.questions for key in law.answer_keys(name)} == set(EuAnswers.model_fields)


@pytest.mark.parametrize(
    ("change", "file_and_key"),
    [
        (lambda d: d.pop("dates"), "law/dates.yaml: file: The file is missing."),
        (lambda d: d.update(extra={}), "law/extra.yaml: file: No such file belongs to the law."),
        (lambda d: d["dates"]["D-A3"].pop("day"), "law/dates.yaml: D-A3.day: This key is missing."),
        (lambda d: d["dates"]["D-A3"].update(days=1), "law/dates.yaml: D-A3.days: This key is not known."),
        (lambda d: d["dates"]["D-A3"].update(tag="X"), "law/dates.yaml: D-A3.tag: "),
        (lambda d: d["outcomes"].pop("HR-NO"), "law/outcomes.yaml: HR-NO: This entry is missing."),
        (lambda d: d["outcomes"]["HR-A3"].update(date="D-A4"), "law/outcomes.yaml: HR-A3.date: “D-A4” is not defined."),
        (lambda d: d["outcomes"]["HR-A3"]["legacy"][0].update(placed="S1"), "law/outcomes.yaml: HR-A3.legacy: “S1”"),
        (lambda d: d["questions"].update(Z9=d["questions"]["S1"]), "law/questions.yaml: Z9: No rule knows this entry."),
        (
            lambda d: d["questions"]["P"]["options"].pop("P-f"),
            "law/questions.yaml: P.options.P-f: This entry is missing.",
        ),
        (lambda d: d["questions"]["P"]["options"]["P-f"].pop("date"), "law/questions.yaml: P.options.P-f.date: "),
        (
            lambda d: d["questions"]["H10"].update(keys=["placed"]),
            "law/questions.yaml: H10.keys: “placed” is",
        ),
        (lambda d: d["obligations"]["O-LIT"].update(penalty="P9"), "law/obligations.yaml: O-LIT.penalty: “P9”"),
        (lambda d: d["obligations"]["O-LIT"]["owed"].pop("date"), "law/obligations.yaml: O-LIT.owed.date: “in-scope”"),
        (lambda d: d["obligations"]["O-LIT"]["owed"].pop("under"), "law/obligations.yaml: O-LIT.owed: It needs either"),
        (lambda d: d["obligations"]["O-T1"]["owed"].update(when="H10"), "law/obligations.yaml: O-T1.owed.when: “H10”"),
        (lambda d: d["obligations"]["O-HP-11"]["notes"][0].update(to=["tiny"]), "law/obligations.yaml: O-HP-11.notes:"),
        (lambda d: d["outcomes"]["HR-A3"]["legacy"][0].update(lost="H99"), "law/outcomes.yaml: HR-A3.legacy: “H99”"),
        (
            lambda d: d["obligations"]["O-T2"]["legacy"][0].update(placed="S1"),
            "law/obligations.yaml: O-T2.legacy: “S1”",
        ),
        (lambda d: d["penalties"]["P1"].pop("percent"), "law/penalties.yaml: P1: Only one of"),
        (lambda d: d["penalties"]["P1"].update(lower_for=["tiny"]), "law/penalties.yaml: P1.lower_for: “tiny”"),
        (lambda d: d["penalties"]["P3"].update(beside=["P9"]), "law/penalties.yaml: P3.beside: “P9”"),
        (lambda d: d["review"].pop("imagery"), "law/review.yaml: imagery: This key is missing."),
        (lambda d: d.pop("guide"), "law/guide.yaml: file: The file is missing."),
        (lambda d: d["guide"]["GUIDE-26-risk"].update(under=["all"]), "law/guide.yaml: GUIDE-26-risk.under: “all”"),
        (lambda d: d["guide"]["GUIDE-26-risk"].update(penalty="P9"), "law/guide.yaml: GUIDE-26-risk.penalty: “P9”"),
        (lambda d: d["guide"]["GUIDE-26-risk"].update(date="D-0"), "law/guide.yaml: GUIDE-26-risk.date: “D-0”"),
        (
            lambda d: d["obligations"]["O-T6"]["owed"].update({"with": ["O-G-a"]}),
            "law/obligations.yaml: O-T6.owed.with:",
        ),
    ],
)
def test_a_mistake_is_named_by_file_and_key(change: Change, file_and_key: str) -> None:
    assert file_and_key in refused(change)


def test_every_mistake_is_told_at_once() -> None:
    def two(documents: dict[str, Any]) -> None:
        documents["roles"].pop("R-AFF")
        documents["obligations"]["O-LIT"]["penalty"] = "P9"

    told = refused(two)
    assert "law/roles.yaml: R-AFF" in told
    assert "law/obligations.yaml: O-LIT.penalty" in told


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("S2", ["N8"]),
        ("P", ["P-i"]),
        ("H5", ["A3-9a"]),
        ("H7", ["DG-e"]),
        ("H3", "C"),
        ("G2", "borrowed"),
        ("H1", "yes"),
        ("T1q", 1),
        ("model_flop", -1),
        ("model_flop", "1e25"),
        ("placed_on", "soon"),
        ("R9", "yes"),
        ("H99", True),
    ],
)
def test_an_answer_outside_the_closed_lists_is_refused_at_its_key(key: str, value: Any) -> None:
    with pytest.raises(ValidationError) as refusal:
        EuAnswers.model_validate({key: value})
    assert refusal.value.errors()[0]["loc"][0] == key


def test_whole_numbers_of_compute_and_dates_as_text_are_accepted() -> None:
    answers = EuAnswers.model_validate({"model_flop": 10**24, "placed_on": "2026-09-15"})
    assert answers.model_flop == 1e24
    assert answers.placed_on == date(2026, 9, 15)
