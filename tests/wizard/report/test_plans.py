"""Who sees to what is owed, as the report tells it."""

from __future__ import annotations

from typing import Any

from catalog.presenters.duties import licence_duties
from tests.wizard.report import sample
from wizard.report.document import Document


def planned(**changes: Any) -> dict[str, str]:
    """The plan for one duty."""
    return {"key": "", "owner": "", "due": "", "note": "", "done_by": "", "done_on": "", **changes}


def document(*todos: dict[str, str]) -> Document:
    """The sample's document with these plans."""
    return sample.document(snapshot=sample.snapshot(**({"todos": list(todos)} if todos else {})))


def first_key() -> str:
    """The key of the first licence duty of the sample."""
    return licence_duties(sample.evaluation())[0].key


def test_a_duty_names_its_owner_its_day_and_the_note() -> None:
    due = planned(key=first_key(), owner="Paula Meyer", due="2026-12-07", note="On the help page.")
    duties = [duty for group in document(due).duties for duty in group.duties]
    assert duties[0].plan.says == "Paula Meyer, by 7 December 2026."
    assert duties[0].plan.note == "On the help page."


def test_a_duty_of_the_act_says_what_was_reported_as_done() -> None:
    done = planned(key="ai-act:O-LIT", owner="Jonas Weber", done_by="Paula Meyer", done_on="2026-11-20")
    law = document(done).law
    assert law.duties[0].plan.says == "Jonas Weber; done on 20 November 2026, says Paula Meyer."


def test_the_report_counts_the_open_duties_that_have_an_owner() -> None:
    assert document().planned == ""
    one = planned(key="ai-act:O-LIT", owner="Jonas Weber")
    assert document(one).planned == "Of 4 open duties, those of the AI Act included, 1 has an owner."


def test_a_plan_without_an_owner_still_tells_its_day() -> None:
    law = document(planned(key="ai-act:O-LIT", due="2026-12-07")).law
    assert law.duties[0].plan.says == "By 7 December 2026."
