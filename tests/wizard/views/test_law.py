"""What the law changes next, told before its day; and an edition that is tried before it is in force."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.ambient import edition, today
from catalog.knowledge.editions import archive
from catalog.knowledge.index import sealed
from tests.wizard import factories
from tests.wizard.views.cast import client_of
from wizard.actions.knowledge import save_entry
from wizard.actions.law import SOON, law_due
from wizard.models import Assessment, Notice
from wizard.process.lifecycle import State

pytestmark = pytest.mark.django_db
HIGH_RISK = date(2027, 12, 2)
"""The day from which the high-risk chapter binds what Annex III lists, such as the product of the factories."""


@pytest.fixture
def reviewer():
    return factories.legal_reviewer()


@pytest.fixture
def approved(reviewer, data_dir):
    """An approval of a high-risk product that lasts beyond the day on which its duties begin."""
    days = (HIGH_RISK - today()).days + 10
    return factories.approved(factories.in_review(), reviewer, days=days).snapshot


@pytest.fixture
def stricter():
    """An edition under which one model of the worked examples bears another licence."""
    now = edition()
    model = now.models["qwen3-32b"]
    text = model.weights_licence.text.model_copy(update={"value": "CC-BY-NC-4.0"})
    other = model.model_copy(update={"weights_licence": model.weights_licence.model_copy(update={"text": text})})
    models = sealed({**now.models, model.id: other})
    changed = replace(now, models=models, edition=now.edition.model_copy(update={"version": "2099.1.1"}))
    return archive(changed)


def offered(data):
    return {"file": ContentFile(data, name="2099.1.1.json.gz")}


def test_a_day_ahead_names_the_approvals_that_it_changes_something_for(approved, reviewer):
    shown = client_of(reviewer).get(f"/law/ahead/{HIGH_RISK}/")
    [one] = shown.context["touched"]
    assert one.reference == approved.assessment.reference
    assert any("binds from 2 December 2027" in says for says in one.reasons)
    assert "31 more points" in shown.text
    assert {link.href for link in one.entries} == {f"/register/{it.pk}/" for it in approved.assessment.entries.all()}
    assert "1 of 1 approvals looked at will be superseded" in shown.text


def test_the_next_day_is_shown_first_and_what_it_leaves_alone_is_not_listed(approved, reviewer):
    shown = client_of(reviewer).get("/law/ahead/")
    assert "On 2 December 2026" in shown.text or today() >= date(2026, 12, 2)
    assert "It changes nothing for the 1 approval looked at." in shown.text
    assert "The high-risk chapter applies to the purposes listed in Annex III." in shown.text


def test_a_product_manager_sees_only_approvals_that_are_open_to_them(approved):
    theirs = client_of(approved.assessment.author).get(f"/law/ahead/{HIGH_RISK}/")
    assert approved.assessment.reference in theirs.text
    assert "Only legal reviewers and administrators try a new edition" in theirs.text
    others = client_of(factories.product_manager()).get(f"/law/ahead/{HIGH_RISK}/")
    assert "No approval that you see is in force" in others.text


def test_a_day_that_has_come_leads_to_those_ahead_and_no_day_of_the_law_is_not_found(reviewer):
    client = client_of(reviewer)
    assert "That day has come." in client.get("/law/ahead/2025-02-02/", follow=True).text
    assert client.get("/law/ahead/2027-01-01/").status_code == 404
    assert client.get("/law/ahead/soon/").status_code == 404


def test_the_page_takes_the_same_number_of_queries_for_one_approval_and_for_two(approved, reviewer):
    client = client_of(reviewer)
    with CaptureQueriesContext(connection) as one:
        client.get(f"/law/ahead/{HIGH_RISK}/")
    factories.approved(factories.in_review(), reviewer, days=800)
    with CaptureQueriesContext(connection) as two:
        client.get(f"/law/ahead/{HIGH_RISK}/")
    assert len(two) == len(one)


def test_a_change_of_the_law_is_told_once_before_its_day(approved, reviewer):
    assert law_due(today=HIGH_RISK - SOON - timedelta(days=1)) == []
    told = law_due(today=HIGH_RISK - timedelta(days=3))
    assert {notice.person for notice in told} == {approved.assessment.author, reviewer}
    assert all(notice.page == f"/law/ahead/{HIGH_RISK}/" for notice in told)
    assert "35 points" in told[0].says
    assert law_due(today=HIGH_RISK - timedelta(days=2)) == []
    assert law_due(today=HIGH_RISK) == []


def test_an_approval_that_ends_before_the_day_is_not_told_of(reviewer, data_dir):
    factories.approved(factories.in_review(), reviewer, days=90)
    assert law_due(today=HIGH_RISK - timedelta(days=3)) == []
    assert not Notice.objects.exists()


def test_an_edition_is_tried_and_nothing_is_written(approved, reviewer, stricter):
    shown = client_of(reviewer).post("/law/ahead/edition/", offered(stricter))
    assert shown.status_code == 200
    assert "1 of 1 approvals in force would be superseded." in shown.text
    assert "New for qwen3-32b:" in shown.text
    assert "Qwen3-32B" in shown.text
    assert Assessment.objects.get(pk=approved.assessment_id).state == State.APPROVED


def test_the_edition_in_force_would_end_nothing(approved, reviewer):
    save_entry(actor=reviewer, seen_version=0, **factories.POSITION)
    shown = client_of(reviewer).post("/law/ahead/edition/", offered(archive(edition())))
    assert "This is the edition that is in force." in shown.text
    assert "The 1 approval in force would stand." in shown.text


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "not a whole gzip file"),
        (b"\x1f\x8b nothing", "not a whole gzip file"),
        (gzip.compress(b"0" * (65 * 1024 * 1024), mtime=0), "or too large"),
        (gzip.compress(b"[]", mtime=0), "holds no edition"),
        (gzip.compress(b"{}", mtime=0), "holds no edition"),
        (gzip.compress(b"[" * 100_000, mtime=0), "holds no edition"),
        (gzip.compress(b'{"shape": 2, "licences": {"x": 1}}', mtime=0), "no longer fits"),
    ],
    ids=["empty", "no gzip", "too large", "a list", "nothing in it", "too deep", "another shape"],
)
def test_a_file_that_is_no_edition_is_refused_with_a_sentence(reviewer, data, says):
    shown = client_of(reviewer).post("/law/ahead/edition/", offered(data))
    assert shown.status_code == 422
    assert says in shown.text


def test_an_edition_that_is_not_sound_is_refused_with_its_first_problem(reviewer):
    now = edition()
    broken = archive(replace(now, sources=sealed({})))
    shown = client_of(reviewer).post("/law/ahead/edition/", offered(broken))
    assert "The edition is not sound:" in shown.text


def test_the_command_tries_an_edition_from_its_archive_or_its_folder(approved, stricter, tmp_path):
    file, said = tmp_path / "2099.1.1.json.gz", StringIO()
    file.write_bytes(stricter)
    call_command("catalog", "rehearse", str(file), stdout=said)
    assert "It would supersede 1 of 1 approval in force. Nothing was changed." in said.getvalue()
    assert approved.assessment.reference in said.getvalue()
    with pytest.raises(CommandError, match="name the archive of an edition"):
        call_command("catalog", "rehearse", str(tmp_path / "none.gz"))
