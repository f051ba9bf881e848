"""What somebody is told, on their own page and on the list of assessments."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.wizard import factories
from wizard.actions.deliveries import deliver
from wizard.actions.notices import notify
from wizard.models import AuditEvent, Notice, NoticeKind

PAGE = "/notices/"


def shown(client, page=PAGE):
    return unescape(client.get(page).content.decode())


def test_unread_notices_stand_first_and_on_the_start_page_until_they_are_read(author, as_author, as_colleague):
    old = factories.notice(author, says="The first sentence.")
    factories.notice(author, says="The second sentence.")
    assert "The first sentence." in shown(as_author, "/assessments/")
    as_author.post(PAGE, {"read": old.pk})
    page = shown(as_author)
    assert page.index("The second sentence.") < page.index("<h2>Read</h2>") < page.index("The first sentence.")
    assert page.count('name="read"') == 1
    assert "The first sentence." not in shown(as_author, "/assessments/")
    assert "sentence." not in shown(as_colleague)
    factories.notice(author)
    as_author.post(PAGE, {"read": "all"})
    assert "Nothing is unread." in shown(as_author)
    start = shown(as_author, "/assessments/")
    assert "You have not read" not in start
    assert '<a href="/notices/">All notices</a>' in start
    assert '<a href="/notices/">Your notices</a>' in shown(as_author, "/licences/")


def test_nobody_reads_the_notices_of_others(author, as_colleague):
    kept = factories.notice(author)
    as_colleague.post(PAGE, {"read": kept.pk})
    as_colleague.post(PAGE, {"read": "all"})
    kept.refresh_from_db()
    assert kept.read_at is None


def test_the_page_asks_the_database_as_often_for_many_notices(author, as_author):
    counts = []
    for many in (2, 20):
        for _ in range(many):
            factories.notice(author)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            as_author.get(PAGE)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_what_happened_is_told_to_each_person_once(author, colleague):
    gone = factories.product_manager()
    gone.is_active = False
    told: dict[str, Any] = {
        "kind": NoticeKind.LAW,
        "key": "law:2026-12-02",
        "says": "A duty begins.",
        "page": ("catalog:ai_act",),
    }
    with transaction.atomic():
        assert [one.person for one in notify(to=[author, author, gone], **told)] == [author]
        assert [one.person for one in notify(to=[author, colleague], **told)] == [colleague]
    assert Notice.objects.filter(key="law:2026-12-02").count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_notice_outside_the_transaction_of_its_cause_is_refused():
    with pytest.raises(RuntimeError, match="transaction"):
        notify(to=[], kind=NoticeKind.LAW, key="x", says="x", page=("wizard:home",))


def test_an_administrator_sets_the_webhook_and_sees_its_secret_once(as_administrator, settings):
    settings.INSIDE_HOSTS = frozenset({"127.0.0.1"})
    refused = as_administrator.post("/webhook/set/", {"address": "http://10.0.0.1/"})
    assert "The address is not https on its usual port" in unescape(refused.content.decode())
    made = as_administrator.post("/webhook/set/", {"address": "http://127.0.0.1:9/hook"})
    assert (made["Cache-Control"], made.content.count(b"whsec_")) == ("no-store", 1)
    deliver()
    page = shown(as_administrator, "/webhook/")
    assert "Clearweights can reach this address." in page
    assert "1 attempt failed; the next is due on" in page
    assert "whsec_" not in page
    as_administrator.post("/webhook/end/")
    assert "No webhook is set." in shown(as_administrator, "/webhook/")
    assert [event.action for event in AuditEvent.objects.order_by("-seq")[:2]] == ["webhook.ended", "webhook.set"]


def test_each_person_chooses_how_mail_comes(author, as_author):
    page = "/account/notices/"
    chosen = {kind.value: "never" for kind in NoticeKind}
    assert as_author.post(page, {**chosen, "limit": "hourly"}).status_code == 422
    as_author.post(page, {**chosen, "law": "at-once"})
    factories.notice(author)
    factories.notice(author, kind=NoticeKind.LAW)
    assert [one.mail is not None for one in author.notices.order_by("id")] == [False, True]
