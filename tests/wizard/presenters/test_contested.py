"""What the author disputes: told with the decision, handed to the reviewer, printed with the answers."""

from __future__ import annotations

from tests.wizard.presenters.test_standing import assessment, given
from wizard.presenters.answers import document_answers
from wizard.presenters.contested import contested, frozen
from wizard.presenters.standing import standing
from wizard.report.answers import phases

MARKS = {
    "marks-llama-4-community": {
        "threshold": {"kind": "dispute", "words": "We hold a licence for more."},
        "notice": {"kind": "note", "words": "In the app."},
    }
}
POINT = "Llama 4 Community: Limit of scale, disputed"


def handed(**values):
    answers = given(restrictions={"data": MARKS, **values})
    stand = standing(assessment(), answers)
    return stand, answers, document_answers(stand, answers, {})


def test_a_dispute_is_told_with_its_reason_and_the_question_it_was_made_at():
    stand, answers, _ = handed()
    (one,) = contested("CW-2026-0001", stand, answers)
    assert one.point == POINT
    assert one.why.endswith("We hold a licence for more.")
    assert one.item.href == "/assessments/CW-2026-0001/items/restrictions/"


def test_the_reviewer_gets_the_disputes_and_the_report_prints_disputes_and_notes():
    _, _, document = handed()
    (one,) = frozen(document)
    assert (one.point, one.item.href) == (POINT, "")
    printed = {line.name: line.value for phase in phases(document) for item in phase.items for line in item.lines}
    assert printed[POINT].endswith("We hold a licence for more.")
    assert printed["Llama 4 Community: Notices, with a note"].endswith("In the app.")


def test_an_item_left_open_disputes_nothing():
    stand, answers, document = handed(unknown=True)
    assert contested("CW-2026-0001", stand, answers) == frozen(document) == ()


def test_a_snapshot_from_before_points_could_be_disputed_has_none():
    assert frozen([{"item": "restrictions", "title": "Is it right?", "lines": [["Is it?", "Yes"]]}]) == ()
