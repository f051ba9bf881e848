from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from html import unescape

import pytest
from icalendar import Calendar

from catalog.ambient import today
from catalog.presenters.words import day
from tests.wizard import factories
from tests.wizard.views.test_items import HTMX, hidden, url


def papers(assessment, kind, model="llama-4-maverick"):
    return f"/assessments/{assessment.reference}/papers/{model}/{kind}/"


def users_are(assessment, number):
    """Store the users of today, and few at the release of Llama 4: by one reading its limit goes on counting."""
    products = [{"name": "Shop", "users": number, "uses_model": "yes"}]
    data = {"country": "US", "products": products, "growth": 0.05, "users_on-2025-04-05": 3_000_000}
    factories.answer(assessment, "organisation-users", data=data)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("notice", ("text/plain; charset=utf-8", "NOTICE-llama-4-maverick.txt", "NOTICE\n")),
        (
            "model-card",
            ("text/markdown; charset=utf-8", "llama-4-maverick-model-card.md", "## Licence and attribution"),
        ),
        ("licences", ("text/markdown; charset=utf-8", "llama-4-maverick-licences.md", "# Licences in force")),
    ],
)
def test_a_paper_is_handed_out_as_a_file(fresh_draft, as_author, kind, expected):
    media_type, name, begins = expected
    file = as_author.get(papers(fresh_draft, kind))
    assert file["Content-Type"] == media_type
    assert file["Content-Disposition"] == f'attachment; filename="{name}"'
    assert file.text.startswith(begins)


def test_a_paper_exists_for_candidates_and_known_kinds_only(fresh_draft, as_author):
    assert as_author.get(papers(fresh_draft, "notice", "bloom-176b")).status_code == 404
    assert as_author.get(papers(fresh_draft, "poem")).status_code == 404


def test_the_package_knows_the_name_of_the_derivative(fresh_draft, as_author):
    factories.answer(fresh_draft, "propagation", data={"publishes_weights": "yes", "published_name": "Acme-7B"})
    file = as_author.get(papers(fresh_draft, "package"))
    assert file["Content-Type"] == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(file.content))
    assert "“Llama-Acme-7B” would." in archive.read("llama-4-maverick-notices/CHECKLIST.md").decode()


def test_the_page_shows_the_texts_of_exactly_the_candidates(fresh_draft, as_author):
    page = unescape(as_author.get(url(fresh_draft, "attribution")).text)
    assert page.count("Read the NOTICE file") == 3
    assert '<strong class="shown">Built with Llama</strong>' in page
    for model in fresh_draft.candidates:
        assert papers(fresh_draft, "notice", model) in page


def test_a_name_is_checked_while_it_is_typed(fresh_draft, as_author):
    page = url(fresh_draft, "propagation")
    first = as_author.get(page).text
    assert "No name is stated yet." in first
    typed = {"publishes_weights": "yes", "published_name": "Acme-7B", "shown": hidden(first, "shown")}
    part = as_author.post(page, {**typed, "seen_version": "0"}, headers=HTMX).text
    assert 'id="tool" hx-swap-oob="true"' in part
    assert "“Llama-Acme-7B” would." in unescape(part)


def test_what_follows_from_earlier_answers_is_not_swapped_under_the_reader(fresh_draft, as_author):
    page = url(fresh_draft, "attribution")
    part = as_author.post(page, {"notice_file": "yes", "seen_version": "0"}, headers=HTMX).text
    assert 'id="tool"' not in part


def test_the_calendar_has_the_dates_of_the_answers(told, as_author):
    file = as_author.get(f"/assessments/{told.reference}/calendar/")
    assert file["Content-Type"] == "text/calendar; charset=utf-8"
    assert file["Content-Disposition"] == f'attachment; filename="{told.reference}-reviews.ics"'
    events = Calendar.from_ical(file.content).walk("VEVENT")
    stored = {answer.item: answer.data for answer in told.answers.all()}
    assert [event.decoded("dtstart").isoformat() for event in events] == [
        stored["licence-review"]["next_review"],
        stored["user-growth"]["next_projection"],
        stored["regulatory-updates"]["next_look"],
    ]
    assert "Who: Adaeze Okafor" in str(events[0]["description"])
    assert str(events[0]["url"]) == f"http://testserver/assessments/{told.reference}/items/licence-review/"


def events_of(client, assessment):
    """The days of the calendar file: those on which somebody reads again, and those of the law."""
    found = Calendar.from_ical(client.get(f"/assessments/{assessment.reference}/calendar/").content).walk("VEVENT")
    law = [event for event in found if str(event["summary"]).startswith("AI Act: ")]
    return [event for event in found if event not in law], law


def test_licences_are_read_again_in_a_quarter_unless_a_day_is_named(fresh_draft, as_author):
    (event,), _ = events_of(as_author, fresh_draft)
    assert timedelta(days=85) < event.decoded("dtstart") - today() < timedelta(days=95)
    assert b"INTERVAL=3" in event["rrule"].to_ical()


def test_the_calendar_has_each_day_of_the_law_that_begins_duties_of_this_product(fresh_draft, as_author):
    _, law = events_of(as_author, fresh_draft)
    assert law
    page = as_author.get(url(fresh_draft, "licence-review")).text
    ahead = as_author.get(url(fresh_draft, "regulatory-updates")).text
    for event in law:
        on = event.decoded("dtstart")
        assert on > today()
        assert "RRULE" not in event
        what = str(event["summary"]).removesuffix(f": {fresh_draft.name}")
        assert f"<dt>{what}</dt><dd>{day(on)}</dd>" in page
        assert day(on) in ahead
        assert what.removeprefix("AI Act: ") in ahead
        assert "(Article " in str(event["description"])
        assert "Questions about the AI Act are open" in str(event["description"])
    assert len({str(event["uid"]) for event in law}) == len(law)


def test_a_product_whose_duties_are_all_in_force_has_no_day_of_the_law_ahead(told, as_author):
    assert events_of(as_author, told)[1] == []


def test_another_rhythm_is_followed(fresh_draft, as_author):
    factories.answer(
        fresh_draft, "licence-review", data={"next_review": "2027-03-01", "every": "12", "reviewer": "Ann"}
    )
    page = as_author.get(url(fresh_draft, "licence-review")).text
    assert "1 March 2027, then every year" in page
    (event,), _ = events_of(as_author, fresh_draft)
    assert event["rrule"].to_ical() == b"FREQ=MONTHLY;INTERVAL=12"


def test_the_projection_is_drawn_with_a_title_and_the_same_in_numbers(fresh_draft, as_author):
    users_are(fresh_draft, 35_000_000)
    page = as_author.get(url(fresh_draft, "user-growth")).text
    assert 'role="img" aria-labelledby="growth-title growth-desc"' in page
    assert "Users and limits, " in page
    assert "The projection in numbers" in page


def test_a_projection_without_users_says_what_is_missing(fresh_draft, as_author):
    page = as_author.get(url(fresh_draft, "user-growth")).text
    assert '<svg class="growth"' not in page
    assert "The users that count are not known yet" in page


def test_headroom_is_said_in_words_beside_the_bar(fresh_draft, as_author):
    users_are(fresh_draft, 650_000_000)
    assert "Near the limit: 93 % used." in as_author.get(url(fresh_draft, "user-growth")).text
