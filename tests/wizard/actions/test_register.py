"""The register: what an approval enters, and how an entry goes on from there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from catalog.ambient import today
from tests.wizard import factories
from wizard.actions.register import deploy, end_deployment, replace, retire, transfer
from wizard.models import AuditEvent, RegisterEntry
from wizard.process.refusal import Refused
from wizard.queries.approvals import approved_lines, approved_models

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries() -> dict[str, RegisterEntry]:
    factories.approved(factories.in_review(), factories.legal_reviewer())
    return {entry.model: entry for entry in RegisterEntry.objects.all()}


def test_an_approval_enters_every_model_that_it_allows(entries) -> None:
    assert set(entries) == set(approved_models(today()))
    entry = entries["deepseek-r1"]
    assert entry.owner == entry.assessment.author
    assert [line.deployed_in for line in approved_lines(today())] == [() for _each in entries]


def test_where_a_model_runs_is_what_the_bill_says(entries) -> None:
    entry = entries["deepseek-r1"]
    for place in ("Search, production", " search,  PRODUCTION "):  # the same place twice is one
        made = deploy(entry=entry, actor=entry.owner, place=place, since=today(), today=today(), revision="abc123")
    (line,) = [line for line in approved_lines(today()) if line.id == "deepseek-r1"]
    assert line.deployed_in == ("Search, production",)
    end_deployment(deployment=made, actor=entry.owner, today=today())
    (line,) = [line for line in approved_lines(today()) if line.id == "deepseek-r1"]
    assert line.deployed_in == ()


def test_what_was_retired_is_allowed_no_longer_and_never_opened_again(entries) -> None:
    entry = entries["deepseek-r1"]
    deploy(entry=entry, actor=entry.owner, place="Search", since=today(), today=today())
    retire(entry=entry, actor=entry.owner, why="The product ends.", today=today())
    assert "deepseek-r1" not in approved_models(today())
    assert not entry.deployments.filter(until=None).exists()
    with pytest.raises(Refused, match="This entry has ended"):
        deploy(entry=entry, actor=entry.owner, place="Search", since=today(), today=today())
    assert AuditEvent.objects.filter(action="register.retired", details__entry=entry.pk).exists()


def test_another_entry_takes_the_place_of_one(entries) -> None:
    old, new = entries.values()
    with pytest.raises(Refused, match="Choose another entry"):
        replace(entry=old, actor=old.owner, by=old, why="Newer.", today=today())
    replace(entry=old, actor=old.owner, by=new, why="Newer.", today=today())
    assert (old.replaced_by, set(approved_models(today()))) == (new, {new.model})


def test_who_answers_for_it_hands_it_over(entries) -> None:
    entry, other = entries["deepseek-r1"], factories.product_manager()
    with pytest.raises(Refused, match="Only who answers for it"):
        transfer(entry=entry, actor=other, to=other)
    with pytest.raises(Refused, match="Choose a product manager or a legal reviewer"):
        transfer(entry=entry, actor=entry.owner, to=factories.administrator())
    transfer(entry=entry, actor=entry.owner, to=other)
    deploy(entry=entry, actor=other, place="Search", since=today(), today=today())


def test_a_deployment_begins_today_at_the_latest_and_has_a_name(entries) -> None:
    entry = entries["deepseek-r1"]
    with pytest.raises(Refused, match="lies in the future"):
        deploy(entry=entry, actor=entry.owner, place="Search", since=today() + timedelta(days=1), today=today())
    with pytest.raises(Refused, match="is empty"):
        deploy(entry=entry, actor=entry.owner, place=" ", since=today(), today=today())
    with pytest.raises(Refused, match="longer than 120 characters"):
        deploy(entry=entry, actor=entry.owner, place="x" * 121, since=today(), today=today())
