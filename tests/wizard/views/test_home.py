"""The list of assessments: what waits, what is due soon, and what a search finds."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.ambient import today
from tests.support.clock import worked
from tests.wizard import factories
from wizard.actions.assignments import ask_for_answer
from wizard.actions.participants import add_participant
from wizard.actions.reviews import request_changes
from wizard.actions.todos import Plan, keep_todo

HOME = "/assessments/"


def page(client, query=""):
    return unescape(client.get(HOME, {"q": query} if query else {}).content.decode())


def part(text, start, end="<h2>"):
    return text.split(start)[1].split(end)[0] if start in text else ""


def test_what_was_sent_back_waits_for_its_author(author, reviewer, as_author):
    sent_back, draft = factories.in_review(author), factories.draft(author, name="Search")
    request_changes(assessment=sent_back, actor=reviewer, comment="Name the users.")
    shown = page(as_author)
    assert sent_back.reference in part(shown, "Sent back to you")
    assert draft.reference in part(shown, "<h2>Yours</h2>", "</table>")
    assert shown.count(f"/assessments/{sent_back.reference}/") == 1


def test_what_somebody_promised_is_due(author, as_author, as_colleague):
    draft = factories.draft(author)
    for item, days, owner in (("outputs-training", 9, "Legal"), ("eu-high-risk", -2, "Ada"), ("attribution", 90, "Bo")):
        due = today() + timedelta(days=days)
        factories.answer(draft, item, unknown=True, unknown_owner=owner, unknown_due=due)
    shown = part(page(as_author), "Due soon")
    assert shown.index("Ada finds out: EU high-risk") < shown.index("Legal finds out: Training on outputs")
    assert "2 days late" in shown
    assert "in 9 days" in shown
    assert "Bo finds out" not in shown
    assert "Due soon" not in page(as_colleague)


def test_who_is_asked_or_promised_an_answer_finds_it_waiting(author, as_colleague, colleague):
    draft = factories.draft(author, name="Support desk")
    due = today() + timedelta(days=5)
    told = {"assessment": draft, "actor": author, "email": colleague.email}
    ask_for_answer(**told, item="outputs-training", due=due, message="You know the data team.")
    factories.answer(draft, "attribution", unknown=True, unknown_owner=colleague.full_name, unknown_due=due)
    shown = page(as_colleague)
    waiting = part(shown, "Waiting for you", "</table>")
    assert f"{author.full_name} asks you: Training on outputs" in waiting
    assert f'href="/assessments/{draft.reference}/items/outputs-training/"' in waiting
    assert "You know the data team." in waiting
    assert "You find out: Attribution" in waiting
    assert "in 5 days" in waiting
    assert "Due soon" not in shown
    factories.handed_over(draft)
    assert "Waiting for you" not in page(as_colleague)


def test_what_the_author_promised_waits_and_is_not_said_twice(author, as_author):
    draft = factories.draft(author)
    due = today() + timedelta(days=5)
    factories.answer(draft, "attribution", unknown=True, unknown_owner=author.full_name, unknown_due=due)
    assert page(as_author).count("You find out: Attribution") == 1
    assert "Due soon" not in page(as_author)


def test_a_duty_with_a_day_is_due_until_it_is_done(author, as_author):
    draft = factories.draft(author)
    told = {"assessment": draft, "key": "use-policy:llama-4-community", "actor": author, "today": today()}
    keep_todo(**told, plan=Plan(owner="Ada", due=today() + timedelta(days=3)))
    assert "Ada: Read the use policy" in part(page(as_author), "Due soon")
    keep_todo(**told, done=True)
    assert "Due soon" not in page(as_author)


def test_a_duty_that_is_no_longer_owed_is_not_due_until_it_is_owed_again(author, as_author):
    draft = factories.draft(author)
    key = "use-policy:llama-4-community"
    keep_todo(assessment=draft, key=key, actor=author, today=today(), plan=Plan(due=today() + timedelta(days=3)))
    for candidates, due in ((["deepseek-r1"], False), (["llama-4-maverick"], True)):
        draft.candidates = candidates
        draft.save()
        assert ("Read the use policy" in page(as_author)) == due


def test_duties_of_thirty_assessments_take_the_statements_of_one_and_are_evaluated_once(author, as_author):
    def looked():
        before = worked()
        with CaptureQueriesContext(connection) as statements:
            shown = page(as_author)
        return shown.count("Read the use policy"), len(statements), worked() - before

    taken = []
    for number in range(30):
        draft = factories.draft(author)
        own = {"name": "Shop", "users": 1000 + number, "uses_model": "yes"}
        factories.answer(draft, "organisation-users", data={"country": "US", "products": [own]})
        plan = Plan(due=today() + timedelta(days=3))
        keep_todo(assessment=draft, key="use-policy:llama-4-community", actor=author, today=today(), plan=plan)
        if number in (0, 1):
            taken.append(looked()[1])
    listed, statements, first = looked()
    again = looked()
    assert listed == again[0] == 30
    assert {*taken, statements} == {again[1] + 1}  # the answers, which are read for an evaluation alone
    assert again[2] < first / 2


def test_a_reviewer_who_takes_part_is_led_to_the_assessment_and_not_to_the_review(author, reviewer, as_reviewer):
    draft = factories.draft(author)
    add_participant(assessment=draft, actor=author, email=reviewer.email)
    assert f'href="/assessments/{draft.reference}/"' in page(as_reviewer)
    factories.handed_over(draft)
    assert "Nothing waits for your decision." in page(as_reviewer)


def test_the_list_takes_the_same_statements_however_much_waits(
    author, as_colleague, colleague, django_assert_num_queries
):
    for number in range(3):
        with django_assert_num_queries(14):
            page(as_colleague)
        draft = factories.draft(author, name=f"Shop {number}")
        for item in ("outputs-training", "attribution"):
            due = today() + timedelta(days=5 + number)
            ask_for_answer(assessment=draft, item=item, actor=author, email=colleague.email, due=due)


def test_an_approval_that_runs_out_is_due(author, reviewer, as_author):
    assessment = factories.in_review(author)
    factories.approved(assessment, reviewer, days=20)
    assert "The approval runs out" in part(page(as_author), "Due soon")


def test_a_search_finds_by_product_model_person_and_reference_and_nothing_of_others(
    author, colleague, reviewer, as_author, as_colleague
):
    desk = factories.draft(author, name="Support desk", candidates=["yi-34b"])
    shop = factories.draft(author, name="Shop")
    for query, found in (("support DESK", desk), ("yi-34", desk), (shop.reference, shop), ("qwen3", shop)):
        shown = page(as_author, query)
        other = shop if found is desk else desk
        assert (found.reference in part(shown, "Found"), other.reference in part(shown, "Found")) == (True, False)
    assert desk.reference in page(as_author, author.full_name)
    assert "Nothing found." in page(as_author, "no such words")
    assert "Nothing found." in page(as_colleague, "desk")
    assert "Nothing found." in page(as_author, colleague.full_name)
    add_participant(assessment=desk, actor=author, email=colleague.email)
    add_participant(assessment=desk, actor=author, email=reviewer.email)
    assert part(page(as_author, f"{colleague.full_name} desk"), "Found").count(f"/{desk.reference}/") == 1


def test_the_empty_list_leads_to_the_example_and_the_questions(as_author):
    shown = page(as_author)
    for address in ("/assessments/new/", "/assessments/example/", "/assessments/questions/", "/assessments/import/"):
        assert address in shown
