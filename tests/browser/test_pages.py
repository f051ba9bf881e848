"""Every page of those who sign in: no accessibility violation, nothing wider than the screen, in light and dark."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opener, Service, sign_in
from tests.browser.faults import SCREENS, faults, faults_of

pytestmark = pytest.mark.browser

AUTHOR = [
    "/assessments/",
    "/notices/",
    "/account/notices/",
    "/check/keep/?model=llama-4-maverick&seat=DE&users=2000000",
    "/assessments/new/",
    "/assessments/import/",
    "/assessments/?q=reader",
    "/assessments/?q=nothing-of-the-kind",
    "/assessments/{draft}/",
    "/assessments/{draft}/copy/",
    "/assessments/{draft}/proposals/",
    "/assessments/{draft}/suggestions/",
    "/assessments/{draft}/items/licence-text/",
    "/assessments/{draft}/items/licence-family/",
    "/assessments/{draft}/items/restrictions/",
    "/assessments/{draft}/items/osi-status/",
    "/assessments/{draft}/items/weights-code-outputs/",
    "/assessments/{draft}/items/behavioural-restrictions/",
    "/assessments/{draft}/items/organisation-users/",
    "/assessments/{draft}/items/eu-high-risk/",
    "/assessments/{draft}/items/systemic-risk/",
    "/assessments/{draft}/items/attribution/",
    "/assessments/{draft}/items/propagation/",
    "/assessments/{draft}/items/licence-review/",
    "/assessments/{draft}/items/user-growth/",
    "/assessments/{draft}/items/outputs-training/",
    "/assessments/{draft}/items/user-monitoring/",
    "/assessments/{draft}/items/fine-tuning-data/",
    "/assessments/{draft}/items/content-safety/",
    "/assessments/{draft}/items/regulatory-updates/",
    "/assessments/{draft}/items/audit-trail/",
    "/assessments/{draft}/items/upstream-changes/",
    "/assessments/{draft}/items/organisation-users/ask/",
    "/assessments/{draft}/items/organisation-users/comments/",
    "/assessments/{draft}/people/",
    "/assessments/{draft}/check/",
    "/assessments/{draft}/result/",
    "/assessments/{draft}/what-if/",
    "/assessments/{draft}/what-if/?a=/organisation/country:IE&b=/outputs/train:none&b=/use/delivery:%2Bship-weights",
    "/assessments/CW-2026-0001/",
    "/assessments/CW-2026-0001/result/",
    "/assessments/CW-2026-0001/todos/ai-act:O-LIT/",
    "/reports/CW-2026-0001/",
    "/register/bill/",
    "/register/",
    "/register/1/",
    "/register/1/review/",
    "/account/calendar/",
    "/assessments/CW-2026-0001/as-known-on/2126-01-01/",
    f"/assessments/CW-2026-0001/as-known-on/{datetime.now(UTC):%Y-%m-%d}/",
    "/numbers/",
    "/numbers/new/",
    "/numbers/table/",
    "/numbers/history/?metric=mau&company=&product=Shop",
    "/numbers/{limited}/",
]
REVIEWER = [
    "/assessments/",
    "/reviews/CW-2026-0001/",
    "/reviews/{approved}/making/",
    "/reviews/{approved}/sign/",
    "/reviews/{approved}/sign/otherwise/",
    "/policy/?words=mit",
    "/account/absence/",
    "/account/signing-key/",
    "/knowledge/",
    "/knowledge/position/new/",
    "/knowledge/position/new/?licence=llama-4-community&topic=output-training",
    "/knowledge/agreement/new/",
    "/knowledge/model/new/?from=llama-4-maverick",
    "/knowledge/licence/new/",
    "/knowledge/position/qwen-license-2024:output-training/",
    "/knowledge/position/qwen-license-2024:output-training/edit/",
    "/knowledge/position/qwen-license-2024:output-training/retire/",
    "/knowledge/texts/",
    "/knowledge/texts/2/",
    "/watch/",
    "/watch/1/",
]
ADMINISTRATOR = [
    "/law/ahead/2027-12-02/",
    "/law/ahead/edition/",
    "/audit/?check=1",
    "/audit/?first=never",
    "/people/",
    "/assessments/",
    "/notices/",
    "/webhook/",
    "/webhook/set/",
]
AT_ONCE = 10
"""Pages that are looked at after one signing in."""


@pytest.fixture(scope="session")
def references(service: Service) -> dict[str, str]:
    """A draft with some answers and many open questions, an approval near a limit, and one that is not signed yet;
    beside them what a reviewer reads: disputes and own entries.
    """
    done = service.manage("shell", "--no-imports", "-c", FURNISHING)
    assert done.returncode == 0, done.stderr
    named: dict[str, str] = json.loads(done.stdout.strip().splitlines()[-1])
    return named


FURNISHING = """
import json
from datetime import timedelta
from django.db import transaction
from catalog.ambient import current_catalog, today
from tests.wizard import factories
from wizard.actions.answers import save_answer
from wizard.actions.assessments import start_assessment
from wizard.actions.assignments import ask_for_answer
from wizard.actions.comments import settle_comment, write_comment
from wizard.actions.knowledge import save_entry
from wizard.actions.limits import limits_due
from wizard.actions.numbers import enter_numbers
from wizard.actions.notices import mark_read, notify
from wizard.actions.texts import keep_text
from wizard.actions.watching import upload_text, watch
from wizard.management.story_teller import hand_over, tell
from wizard.models import User
from wizard.process.readings import Reading
edition = current_catalog()
words = "It ranks job applicants and recognises emotions of employees at work, on our website."
author = User.objects.get(email="pm@demo.example")
made = start_assessment(author=author, name="Contract reader", edition_sha256=edition.sha256,
    candidates=["llama-4-maverick", "qwen2.5-vl-72b", "bloom-176b"], edition_version=edition.edition.version,
    description=words)
write_comment(assessment=made, item="organisation-users", actor=author, text="Does the reader count?")
settled = write_comment(assessment=made, item="organisation-users", actor=author, text="Which month is it?")
settle_comment(comment=settled, actor=author)
ask_for_answer(assessment=made, item="organisation-users", actor=author, email="legal@demo.example",
    due=today() + timedelta(days=9), message="You know the numbers.")
save_answer(assessment=made, item="organisation-users", actor=author, seen_version=0, data={"country": "US",
    "products": [{"name": "Reader", "users": 85000000, "uses_model": "yes"}], "growth": 0.05})
save_answer(assessment=made, item="restrictions", actor=author, seen_version=0, data={"marks-llama-4-community":
    {"threshold": {"kind": "dispute", "words": "We hold a licence."}, "notice": {"kind": "note", "words": "Done."}}})
save_answer(assessment=made, item="systemic-risk", actor=author, seen_version=0, data={"fine_tunes": "yes",
    "modification_flop": 1e24, "G0": "yes", "G1": "yes", "G2": "modified"})
reviewer = User.objects.get(email="legal@demo.example")
save_entry(actor=reviewer, kind="position", key="qwen-license-2024:output-training", seen_version=0,
    document={"licence": "qwen-license-2024", "topic": "output-training", "reading": "guide"},
    reason="The guide is the safer reading here.")
for users in (700, 900):
    keep_text(actor=reviewer, licence="acme-1.0", document="licence", variant=f"{users} million", url="",
        text=f"You may use the model for up to {users} million users a month.")
watched = watch(actor=reviewer, document="licence", subject="llama-4-community", url="https://example.org/llama-4")
for words in ("You name its maker.", "You name it.", "You pay its maker."):
    upload_text(actor=reviewer, address=watched, text=words)
handed_over = tell(author)
agreed = handed_over.answers.get(item="restrictions")
save_answer(assessment=handed_over, item="restrictions", actor=author, seen_version=agreed.version, data={**agreed.data,
    "marks-llama-4-community": {"threshold": {"kind": "dispute", "words": "We hold a licence."}}})
hand_over(handed_over, author)
with transaction.atomic():
    for number in range(6):
        notify(to=[author], kind="limit", key=f"seen:{number}", page=("wizard:assessment", made.reference),
            says="Reader has 80 % of the users that its licence allows.")
mark_read(actor=author, notice_id=author.notices.last().pk)
limited = factories.limited(author)
factories.approved(factories.handed_over(limited), reviewer)
counted = [Reading("", "Shop", "mau", today() - timedelta(days=it * 40), 80_000_000 - it) for it in range(3)]
enter_numbers(actor=author, numbers=counted, source="csv", today=today())
limits_due(today=today())
approved = factories.in_review(author)
factories.approved_by(approved, reviewer)
named = {"draft": made, "limited": limited, "approved": approved}
print(json.dumps({each: it.reference for each, it in named.items()}))
"""


@pytest.mark.parametrize("first", range(0, len(AUTHOR), AT_ONCE))
def test_pages_of_the_product_manager_have_no_fault(visit: Opener, references: dict[str, str], first: int) -> None:
    page = visit()
    sign_in(page, "pm@demo.example")
    assert faults_of(page, AUTHOR[first : first + AT_ONCE], **references) == {}


@pytest.mark.parametrize(
    ("email", "addresses"), [("legal@demo.example", REVIEWER), ("admin@demo.example", ADMINISTRATOR)]
)
def test_pages_of_reviewer_and_administrator_have_no_fault(
    visit: Opener, references: dict[str, str], email: str, addresses: list[str]
) -> None:
    page = visit()
    sign_in(page, email)
    assert faults_of(page, addresses, **references) == {}


def test_an_error_summary_has_no_fault_and_takes_the_focus(visit: Opener, references: dict[str, str]) -> None:
    page = visit()
    sign_in(page, "pm@demo.example")
    page.goto(f"/assessments/{references['draft']}/items/organisation-users/")
    page.locator("[name=annual_revenue_usd]").fill("-5")
    page.get_by_role("button", name="Save and continue").click()
    summary = page.locator("#error-summary")
    expect(summary).to_contain_text("zero or a positive number")
    assert faults(page) == []
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Revenue of the whole group").click()
    assert page.evaluate("document.activeElement.name") == "annual_revenue_usd"
    assert page.locator("[name=annual_revenue_usd]").input_value() == "-5"


def test_a_recognised_card_has_no_fault_on_any_screen(visit: Opener) -> None:
    for width, dark in SCREENS:
        page = visit(width=width, dark=dark)
        page.goto("/licences/recognise/")
        page.locator("[name=licence]").fill("Everybody may sail these boats on every lake, as long as they like. " * 9)
        page.locator("[name=card]").fill(
            "---\nlicense: apache-2.0\nbase_model: google/gemma-2-2b-it\n---\n# Example-2B"
        )
        page.get_by_role("button", name="Recognise").click()
        expect(page.locator("#contradictions")).to_contain_text("its base Gemma 2 2B is under Gemma Terms")
        assert faults(page) == []
