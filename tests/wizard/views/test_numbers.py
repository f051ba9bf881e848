"""The pages of user numbers: entered by anybody who signs in, refused in a sentence, and nothing typed is lost."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.wizard import factories
from tests.wizard.views.cast import client_of
from wizard.actions.knowledge import save_entry
from wizard.models import LimitAlert, Notice, UserNumber
from wizard.process.readings import Reading
from wizard.queries.numbers import readings

pytestmark = pytest.mark.django_db
ONE = {"metric": "mau", "product": "Shop", "entity": "Acme", "counted_on": "2026-10-31", "value": "4,200,000"}


@pytest.fixture
def someone():
    return client_of(factories.product_manager())


@pytest.fixture
def approved(data_dir):
    return factories.approved(
        factories.handed_over(factories.limited()), factories.legal_reviewer()
    ).snapshot.assessment


def test_a_number_is_entered_by_the_form_and_stands_on_the_page(someone):
    assert someone.post("/numbers/new/", ONE)["Location"] == "/numbers/"
    assert readings() == (Reading("Acme", "Shop", "mau", date(2026, 10, 31), 4_200_000),)
    page = someone.get("/numbers/").text
    assert "1 number was entered." in page
    assert "4,200,000 users a month" in page


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"counted_on": "2999-01-01"}, "Enter today or an earlier day."),
        ({"counted_on": "31.10.2026"}, "Enter a day that exists"),
        ({"value": "-5"}, "Enter zero or a positive number."),
        ({"value": "many"}, "Enter a whole number in digits"),
        ({"product": ""}, "The product is missing: name it"),
        ({"metric": "revenue"}, "leave the product empty"),
        ({"metric": ""}, "Choose one of the answers"),
    ],
)
def test_what_is_no_number_is_refused_and_stays_in_the_form(someone, change, words):
    answer = someone.post("/numbers/new/", {**ONE, **change})
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="Acme"' in answer.text
    assert not UserNumber.objects.exists()


def upload(content):
    return {"table": "", "file": SimpleUploadedFile("numbers.csv", content, content_type="text/csv")}


def test_a_pasted_table_and_a_file_are_entered_all_at_once(someone):
    someone.post("/numbers/table/", {"table": "Acme;Shop;2026-10-31;5\nAcme;Search;2026-10-31;7"})
    someone.post("/numbers/table/", upload(b"\xef\xbb\xbfcompany,product,day,number\r\nAcme,Shop,2026-09-30,4\r\n"))
    assert [it.value for it in readings()] == [4, 5, 7]
    assert set(UserNumber.objects.values_list("source", flat=True)) == {"csv"}
    assert "12 users a month" in someone.get("/numbers/").text


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"table": "Acme;Shop;31.10.2026;5"}, "Line 1, column “Day”: “31.10.2026” does not fit."),
        ({"table": "company:day\nAcme:Shop"}, "Line 1 has one cell: part its cells by commas"),
        ({"table": ""}, "Nothing to read: paste at least one line."),
        (upload(b"Acme;Shop;2026-10-31;viele"), "Line 1, column “Number”: “viele” does not fit."),
        (upload("Bücher;Shop;2026-10-31;5".encode("cp1252")), "save it as “CSV UTF-8”"),
        (upload(b"x" * (1024 * 1024 + 1)), "The file is larger than 1 MB"),
        ({**upload(b"A;B;2026-10-31;5"), "table": "A;B;2026-10-31;6"}, "send one of the two"),
    ],
)
def test_a_table_that_does_not_fit_is_refused_and_what_it_holds_is_shown(someone, sent, words):
    answer = someone.post("/numbers/table/", sent)
    assert answer.status_code == 422
    assert words in answer.text.replace("&quot;", '"')
    shown = sent["table"] or ("viele" if "viele" in words else "")
    assert shown in answer.text
    assert not UserNumber.objects.exists()


def test_limits_show_share_crossing_and_when_to_talk_and_who_answers_is_told(someone, approved):
    someone.post("/numbers/new/", {**ONE, "entity": "", "value": "80,000,000"})
    page = someone.get("/numbers/").text
    assert "80 % of the limit" in page
    assert "Begin now." in page
    assert "Open: how many there were is not known." in page
    notice = Notice.objects.get(kind="limit")
    assert notice.person == approved.author
    assert "80,000,000 of 100,000,000 monthly users (Qwen License) are counted, which is 80 %." in notice.says
    assert "It is time to talk to the licensor" in notice.says
    assert notice.page == f"/numbers/{approved.reference}/"
    own = someone.get(notice.page).text
    assert "Time to begin talks" in own
    assert "<svg" in own
    assert "The drawing in numbers" in own
    assert LimitAlert.objects.count() == 5


def test_steps_are_told_of_the_limit_of_an_agreement_while_it_covers(someone, approved):
    document = {
        "id": "agreement-1",
        "licence": "qwen-license-2024",
        "covers": ["threshold"],
        "until": "2031-12-31",
        "limit": {"metric": "mau", "at_most": 160_000_000, "counts": "group"},
        "kept_at": "Contracts, folder 12",
    }
    given = {"kind": "agreement", "key": "agreement-1", "reason": "Negotiated with the vendor."}
    save_entry(actor=factories.legal_reviewer(), document=document, seen_version=0, **given)
    someone.post("/numbers/new/", {**ONE, "entity": "", "value": "80,000,000"})
    page = someone.get("/numbers/").text
    assert "Qwen License, by agreement" in page
    assert "The agreement counts the whole group. It ends on 31 December 2031." in page
    assert "50 % of the limit" in page
    assert "80 % of the limit" not in page
    said = Notice.objects.get(kind="limit").says
    assert "80,000,000 of 160,000,000 monthly users (Qwen License, by agreement) are counted, which is 50 %." in said
    own = someone.get(f"/numbers/{approved.reference}/").text
    assert "Qwen License, by agreement: 160 million" in own
    for value, ends in (("130,000,000", False), ("170,000,000", True)):
        someone.post("/numbers/new/", {**ONE, "entity": "", "value": value})
        own = someone.get(f"/numbers/{approved.reference}/").text
        assert ("The next daily run ends this approval" in own) is ends


def test_the_history_keeps_what_was_corrected(someone):
    for value in ("5", "6"):
        someone.post("/numbers/new/", {**ONE, "value": value})
    page = someone.get("/numbers/history/?metric=mau&company=Acme&product=Shop").text
    assert page.count("31 October 2026") == 2
    assert page.count("Replaced by a later entry") == 1
    assert someone.get("/numbers/history/?metric=mau&company=Acme&product=None").status_code == 404
    assert someone.get("/numbers/history/?metric=x").status_code == 404


def test_only_what_is_in_force_has_limits(someone):
    draft = factories.limited()
    assert someone.get(f"/numbers/{draft.reference}/").status_code == 404
    assert "No approval is in force." in someone.get("/numbers/").text


def queries_of(client, path):
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(path).status_code == 200
    return len(found)


def test_more_approvals_and_numbers_ask_the_database_no_more_often(someone, approved):
    someone.post("/numbers/new/", ONE)
    before = queries_of(someone, "/numbers/")
    factories.approved(factories.handed_over(factories.limited()), factories.legal_reviewer())
    someone.post("/numbers/new/", {**ONE, "product": "Search"})
    assert queries_of(someone, "/numbers/") == before
