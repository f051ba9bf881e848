"""Who sees to what is owed, as the report tells it."""

from __future__ import annotations

from typing import Any

from catalog.presenters.duties import licence_duties
from tests.wizard.report import sample
from wizard.report.document import Document
from wizard.report.markdown import markdown


def planned(**changes: Any) -> dict[str, Any]:
    """The plan for one duty."""
    return {"key": "", "owner": "", "due": "", "note": "", "done_by": "", "done_on": "", **changes}


def document(*todos: dict[str, Any]) -> Document:
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


def test_evidence_stands_with_its_duty_by_kind_hash_person_and_day() -> None:
    file = {"kind": "file", "title": "footer.pdf", "url": "", "sha256": "5e" * 32, "by": "Paula", "on": "2026-11-20"}
    link = {"kind": "link", "title": "ftp://x", "url": "ftp://x", "sha256": "", "by": "", "on": ""}
    shown = document(planned(key="ai-act:O-LIT", evidence=[file, link]))
    told, other = shown.law.duties[0].plan.evidence
    assert (told.kind, told.title, told.sha256) == ("File", "footer.pdf", "5e" * 32)
    assert told.added == "added by Paula on 20 November 2026"
    assert (other.kind, other.url, other.added) == ("Link", "", "")  # only addresses of the web become links
    line = f"Evidence: File “footer.pdf”, added by Paula on 20 November 2026, SHA-256 {'5e' * 32}."
    assert line in markdown(shown)
    assert f"<code>{'5e' * 32}</code>" in sample.html(shown)
