"""Warnings before a negotiated licence ends: who hears what, how often, and where it stands meanwhile."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from io import StringIO

import pytest
from django.core.management import call_command

from catalog.ambient import today
from tests.wizard import factories
from tests.wizard.views.cast import client_of
from wizard.actions.agreements import agreements_due
from wizard.actions.knowledge import save_entry
from wizard.actions.reviews import submit
from wizard.models import Notice, RegisterEntry

pytestmark = pytest.mark.django_db
ENTRY = "/knowledge/agreement/agreement-1/"


@pytest.fixture
def reviewer():
    return factories.legal_reviewer()


def agree(reviewer, *, days, version=0, licence="qwen-license-2024"):
    document = {
        "id": "agreement-1",
        "licence": licence,
        "covers": ["threshold"],
        "until": (today() + timedelta(days=days)).isoformat(),
        "limit": {"metric": "mau", "at_most": 160_000_000, "counts": "product"},
        "kept_at": "Contracts, folder 7.",
    }
    given = {"kind": "agreement", "key": "agreement-1", "reason": "Negotiated with the vendor."}
    save_entry(actor=reviewer, document=document, seen_version=version, **given)


def shown(person, page):
    return unescape(client_of(person).get(page).content.decode())


def test_each_step_is_told_once_and_after_a_pause_only_the_one_that_stands(reviewer):
    agree(reviewer, days=100)
    told = [
        [notice.says for notice in agreements_due(today=today() + timedelta(days=days))]
        for days in (9, 10, 11, 60, 95, 100, 101, 110)  # so that 91, 90, 89, 40, 5 and 0 days are left, then none
    ]
    assert [len(says) for says in told] == [0, 1, 0, 1, 1, 0, 1, 0]
    assert "ends on" in told[1][0]
    assert told[1][0].endswith("It covers up to 160 million monthly active users of the product.")
    assert "ended on" in told[6][0]
    agree(reviewer, days=30, version=1)
    call_command("daily", stdout=(lines := StringIO()))
    assert f"{reviewer.full_name}: The agreement on" in lines.getvalue()
    assert Notice.objects.count() == 5


def test_who_answers_for_what_rests_on_it_is_warned_and_finds_it(reviewer, data_dir):
    author, owner, stranger = (factories.product_manager() for _ in range(3))
    agree(reviewer, days=40, licence="MIT")
    draft, content = factories.draft(author), factories.content()
    limit = {"metric": "annual-revenue-usd", "at_most": 5_000_000, "counts": "group"}
    until = str(today() + timedelta(days=40))
    counted = [{"licence": "MIT", "covers": ["threshold"], "until": until, "limit": limit}]
    content["facts"] = {**content["facts"], "agreements": counted}
    submit(assessment=draft, actor=author, snapshot_content=content)
    factories.approved(draft, reviewer)
    RegisterEntry.objects.update(owner=owner)
    told = {notice.person: notice.says for notice in agreements_due(today=today())}
    assert set(told) == {reviewer, author, owner}
    assert all("It carries the approval of Shop assistant." in says for says in told.values())
    for person in (reviewer, author, owner):
        assert "The agreement ends" in shown(person, "/assessments/")
    assert "The agreement ends" not in shown(stranger, "/assessments/")
    assert "in 40 days" in shown(stranger, "/knowledge/")
    assert "limit of scale, up to US$ 5 million of yearly revenue of the whole group, until" in shown(
        owner, f"/register/{RegisterEntry.objects.get(model='deepseek-r1').pk}/"
    )
    assert "What rests on it" in shown(author, ENTRY)
    assert "What rests on it" not in shown(stranger, ENTRY)
    RegisterEntry.objects.all().delete()
    assert not agreements_due(today=today() + timedelta(days=20))[1:]
