"""The register as pages: the portfolio, its exports, and what is done with one entry."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from catalog.ambient import current_catalog, today
from tests.wizard import factories
from wizard.actions.register import deploy, retire, transfer
from wizard.actions.superseding import revise
from wizard.actions.todos import Plan, keep_todo
from wizard.actions.watching import watch
from wizard.models import Assessment, Ending, EndingKind, RegisterEntry, Todo
from wizard.process.lifecycle import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries(client: Client) -> list[RegisterEntry]:
    factories.approved(factories.in_review(), factories.legal_reviewer())
    found = list(RegisterEntry.objects.all())
    client.force_login(found[0].owner)
    return found


def exported(client: Client, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/register/export.json{query}").json()["entries"]
    return found


def test_the_portfolio_is_narrowed_sorted_and_taken_along_by_its_address(client: Client, entries) -> None:
    one, other = entries
    deploy(entry=one, actor=one.owner, place="=Search", since=today(), today=today())
    retire(entry=other, actor=one.owner, why="Never used.", today=today())
    assert [row["id"] for row in exported(client)] == [one.pk]
    assert [row["id"] for row in exported(client, "?standing=retired")] == [other.pk]
    assert exported(client, "?risk=high") == []
    assert [row["id"] for row in exported(client, "?q=search")] == [one.pk]
    page = client.get("/register/?standing=retired").content.decode()
    assert f"/register/{other.pk}/" in page
    assert f'/register/{one.pk}/"' not in page
    table = list(csv.DictReader(io.StringIO(client.get("/register/export.csv").content.decode())))
    assert [row["places"] for row in table] == ["'=Search"]  # no formula for the spreadsheet that opens it
    assert client.get("/register/export.exe").status_code == 404


def test_exports_name_the_evidence_of_duties(client: Client, entries) -> None:
    one = entries[0]
    owed = f"notice:{one.snapshot.data['evaluation']['models'][0]['licences'][0]}"
    for key, proof in ((owed, "https://wiki.example/footer"), ("notice:no-licence-of-it", "https://wiki.example/x")):
        keep_todo(
            assessment=one.assessment, key=key, actor=one.assessment.author, today=today(), plan=Plan(proof=proof)
        )
    [found] = [row for row in exported(client) if row["id"] == one.pk]
    [shown] = found["evidence"]
    assert (shown["duty"], shown["kind"], shown["url"]) == (owed, "link", "https://wiki.example/footer")
    assert (shown["by"], shown["on"]) == (one.assessment.author.full_name, today().isoformat())
    table = csv.DictReader(io.StringIO(client.get("/register/export.csv").content.decode()))
    assert f"duty: {owed}, kind: link" in next(row["evidence"] for row in table if row["id"] == str(one.pk))


def test_what_needs_somebody_is_said_and_comes_first(client: Client, entries) -> None:
    one, other = entries
    assert {row["standing"] for row in exported(client)} == {"in-force"}
    assert all(not row["needs"] for row in exported(client))
    Todo.objects.create(assessment=one.assessment, key="ai-act:O-LIT", owner="Kim", due=today() - timedelta(days=1))
    assert exported(client)[0]["needs"] == ["1 duty is late."]
    deploy(entry=other, actor=one.owner, place="Search", since=today(), today=today())
    Assessment.objects.filter(pk=one.assessment_id).update(state=State.SUPERSEDED)
    Ending.objects.create(snapshot=one.snapshot, kind=EndingKind.SUPERSEDED, reason="Changed.", ended_at=now())
    by_id = {row["id"]: row for row in exported(client)}
    assert by_id[other.pk]["standing"] == "superseded"
    assert by_id[other.pk]["needs"][0] == (
        "Runs in Search without an approval in force: approve it anew or take it out."
    )
    assert "2 need somebody." in client.get("/register/").content.decode()


def test_the_page_of_a_watched_text_names_the_entries_that_rest_on_it(client: Client, entries) -> None:
    one, other = entries
    assert [one.model, other.model] == ["deepseek-r1", "qwen3-32b"]
    url = "https://example.org/LICENSE"
    text = watch(actor=factories.legal_reviewer(), document="licence", subject="Apache-2.0", url=url)
    page = client.get(f"/watch/{text.pk}/").content.decode()
    assert f'<a href="/register/{other.pk}/">Qwen3-32B, {other.assessment.name}</a> In force' in page
    assert f"/register/{one.pk}/" not in page
    retire(entry=other, actor=other.owner, why="Never used.", today=today())
    assert f"/register/{other.pk}/" not in client.get(f"/watch/{text.pk}/").content.decode()


def test_an_entry_is_deployed_handed_over_and_replaced_on_its_page(client: Client, entries) -> None:
    one, other = entries
    page, person = f"/register/{one.pk}/", factories.product_manager()
    sent = {"deploy-place": "Search", "deploy-revision": "abc", "deploy-since_0": "", "deploy": "1"}
    answer = client.post(page, sent)
    assert answer.status_code == 422
    assert "Enter the first day." in answer.content.decode()
    assert 'value="Search"' in answer.content.decode()  # nothing typed is lost
    deploy(entry=one, actor=one.owner, place="Search", since=today(), today=today())
    ended = client.post(page, {"end": str(one.deployments.get().pk)}, follow=True)
    assert "it no longer runs there" in ended.content.decode()
    assert one.deployments.get().until == today()
    handed = client.post(page, {"transfer-to": str(person.pk), "transfer": "1"}, follow=True)
    assert f"{person.full_name} answers for it now." in handed.content.decode()
    done = client.post(page, {"retire-why": "Newer.", "retire-by": str(other.pk), "retire": "1"}, follow=True)
    assert "the other takes its place" in done.content.decode()
    named = current_catalog().models[other.model].name
    assert f">{named}, {other.assessment.name}</a>" in done.content.decode()
    one.refresh_from_db()
    assert (one.owner, one.replaced_by, one.ended_why) == (person, other, "Newer.")
    again = client.post(page, {"retire-why": "Once more.", "retire": "1"})
    assert (again.status_code, "This entry has ended" in again.content.decode()) == (422, True)


def told_of(client: Client, entry: RegisterEntry) -> list[str]:
    """What the page of an entry tells of its past, latest first, each with its person."""
    events = client.get(f"/register/{entry.pk}/").context["history"]
    return [f"{event.who} {event.what}" for event in events]


def test_the_page_of_an_entry_tells_what_happened_to_it_and_to_its_approval(
    client: Client, entries, django_assert_max_num_queries
) -> None:
    one, other = entries
    owner = one.owner.full_name
    issued, entered = told_of(client, one)
    assert "approved it and issued the report" in issued
    assert entered == f"The service entered {one.model} in the register"
    with CaptureQueriesContext(connection) as few:
        client.get(f"/register/{one.pk}/")
    asked = len(few)
    deploy(entry=one, actor=one.owner, place="Search", since=today(), today=today())
    person = factories.product_manager()
    transfer(entry=one, actor=one.owner, to=person)
    retire(entry=one, actor=person, why="Newer.", today=today())
    revise(assessment=one.assessment, actor=one.assessment.author)
    assert told_of(client, one)[:3] == [
        f"{person.full_name} retired {one.model} from the register",
        f"{owner} handed {one.model} over to {person.full_name}",
        f"{owner} noted that {one.model} runs in Search",
    ]
    author = one.assessment.author.full_name
    assert told_of(client, other)[:2] == [
        f"{author} opened the next revision",
        f"{author} marked the approval as superseded",
    ]
    with django_assert_max_num_queries(asked):
        client.get(f"/register/{one.pk}/")


def test_the_portfolio_asks_the_database_as_often_for_many_entries(
    client: Client, entries, django_assert_max_num_queries
) -> None:
    client.get("/register/")
    with django_assert_max_num_queries(14) as few:
        client.get("/register/")
    for _each in range(3):
        factories.approved(factories.in_review(), factories.legal_reviewer())
    with django_assert_max_num_queries(len(few)):
        client.get("/register/")
    with django_assert_max_num_queries(32):
        client.get(f"/register/{entries[0].pk}/")
