"""Mail and calls about notices, through a real mail server and to a real receiver, with crashes in between."""

from __future__ import annotations

import email
import json
from datetime import timedelta
from email.policy import default
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from catalog.ambient import today
from tests.support.mail_server import mail_server
from tests.support.webhook import crash, receiver
from tests.wizard import factories
from tests.wizard.views.cast import client_of
from wizard.actions.calls import end_webhook, set_webhook
from wizard.actions.deliveries import TAKES, deliver, make_digests
from wizard.actions.notices import mark_read, wish
from wizard.actions.people import deactivate_person
from wizard.models import Delivery, Mailing, NoticeKind
from wizard.process.delivery import WAITS
from wizard.process.refusal import Refused

pytestmark = pytest.mark.django_db
README = Path(__file__).parents[3] / "README.md"


def through(server, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", server.port, False


def states():
    return [(one.state, one.trouble) for one in Delivery.objects.order_by("id")]


def later(wait=TAKES):
    """Let the time pass, for everything that waits or was cut off."""
    for one in Delivery.objects.all():
        started = one.started_at and one.started_at - wait
        Delivery.objects.filter(pk=one.pk).update(due_at=one.due_at - wait, started_at=started)


@pytest.fixture
def hook(settings):
    """A receiver that the organisation calls, with its secret; the first call, to try it, has been made."""
    settings.INSIDE_HOSTS = frozenset({"127.0.0.1"})
    with receiver() as heard:
        _webhook, secret = set_webhook(actor=factories.administrator(), address=heard.address)
        deliver()
        heard.calls.clear()
        Delivery.objects.all().delete()
        yield heard, secret


@pytest.fixture
def author():
    return factories.product_manager()


@pytest.fixture
def silent():
    """Somebody who wants no mail."""
    person = factories.product_manager()
    wish(actor=person, wishes=dict.fromkeys(NoticeKind, Mailing.NEVER))
    return person


def test_what_concerns_only_people_who_left_is_told_to_the_legal_reviewers(author):
    reviewer = factories.legal_reviewer()
    left = factories.product_manager()
    deactivate_person(actor=factories.administrator(), person=left)
    assert factories.notice(left).person == reviewer
    assert factories.notice(author).person == author


class TestMail:
    def test_each_kind_comes_at_once_once_a_day_or_not_at_all(self, author, settings, mailoutbox):
        settings.PUBLIC_HOST = "clearweights.example.com"
        wish(actor=author, wishes={NoticeKind.LAW: Mailing.DAILY, NoticeKind.EDITION: Mailing.NEVER})
        factories.notice(author, says="A limit is near.\nLook now.")
        for number in range(3):
            factories.notice(author, kind=NoticeKind.LAW, says=f"Duty {number} begins.", page=("catalog:ai_act",))
        factories.notice(author, kind=NoticeKind.EDITION)
        mark_read(actor=author, notice_id=author.notices.get(says="Duty 1 begins.").pk)
        deliver()
        (letter,) = mailoutbox
        assert letter.subject == "A limit is near. Look now."
        assert "https://clearweights.example.com/assessments/" in letter.body
        assert "https://clearweights.example.com/account/notices/" in letter.body
        make_digests(today=today())
        make_digests(today=today())
        deliver()
        digest = mailoutbox[1]
        assert digest.subject == "2 notices from Clearweights"
        assert digest.body.index("Duty 0") < digest.body.index("Duty 2")
        assert "Duty 1" not in digest.body
        factories.notice(author, kind=NoticeKind.LAW, says="Duty 3 begins.")
        call_command("daily", stdout=StringIO())
        assert len(mailoutbox) == 2
        make_digests(today=today() + timedelta(days=1))
        deliver()
        assert mailoutbox[2].subject == "Duty 3 begins."

    def test_a_mail_keeps_its_id_and_waits_longer_after_each_failure(self, author, settings):
        with mail_server() as server:
            through(server, settings)
        factories.notice(author)
        factories.notice(author)
        waits = []
        for _ in WAITS:
            assert len(deliver()) == 1  # where nobody answers, the next one need not try
            one = Delivery.objects.get(attempts__gt=0)
            waits.append(one.due_at - timezone.now())
            Delivery.objects.filter(pk=one.pk).update(due_at=timezone.now() - timedelta(days=9))
        assert waits == sorted(waits)
        with mail_server() as server:
            through(server, settings)
            deliver()
        names = [email.message_from_string(letter, policy=default)["Message-ID"] for _to, letter in server.letters]
        assert names == [f"<{one.name}@localhost>" for one in Delivery.objects.order_by("due_at")]
        assert states() == [("sent", "")] * 2

    def test_a_refused_mail_is_given_up_and_the_others_go_out(self, author, settings, capsys):
        factories.notice(author)
        factories.notice(author)
        with mail_server(refuses=True) as server:
            through(server, settings)
            call_command("notify")
        assert states() == [("given-up", "refused")] * 2
        assert capsys.readouterr().err.count("The mail server refused the message. (550)") == 2
        assert "Mail about this did not arrive." in client_of(author).get("/notices/").content.decode()

    @pytest.mark.parametrize("crashes", [False, True])
    def test_what_was_cut_off_is_uncertain_and_never_sent_again(self, author, settings, crashes):
        factories.notice(author)
        with mail_server(hangs_up=crash if crashes else lambda: None) as server:
            through(server, settings)
            if crashes:
                with pytest.raises(KeyboardInterrupt):
                    deliver()
                assert states() == [("under-way", "")]
            for _ in range(3):
                deliver()
                later()
        assert len(server.letters) == 1
        assert states() == [("uncertain", "interrupted")]
        assert "Mail about this may not have arrived." in client_of(author).get("/notices/").content.decode()
        page = client_of(factories.administrator()).get("/webhook/").content.decode()
        assert "It was interrupted before the server confirmed it." in page

    def test_a_closed_account_gets_no_mail(self, author, mailoutbox):
        factories.notice(author)
        author.is_active = False
        author.save()
        deliver()
        assert not mailoutbox
        assert states() == [("given-up", "closed")]


class TestWebhook:
    def test_a_call_is_signed_and_the_recipe_of_the_readme_takes_it_once(self, hook, silent, monkeypatch):
        heard, secret = hook
        factories.notice(silent, key="limit:7:80", says="Naïve limits: 80 %.")
        deliver()
        ((headers, body),) = heard.calls
        document = json.loads(body)
        assert (document["type"], document["data"]["page"]) == ("notice.limit", "/assessments/")
        recipe: dict[str, Any] = {}
        exec(README.read_text().partition("```python\n")[2].partition("```")[0], recipe)
        known: set[str] = set()
        assert recipe["genuine"](headers, body, secret)
        assert not recipe["genuine"](headers, body.replace(b"80", b"20"), secret)
        assert not recipe["genuine"]({**headers, "webhook-id": "another"}, body, secret)
        assert recipe["accept"](headers, body, secret, known)
        assert not recipe["accept"](headers, body, secret, known)
        moment = recipe["time"].time() + 600
        monkeypatch.setattr(recipe["time"], "time", lambda: moment)
        assert not recipe["accept"](headers, body, secret, set())

    def test_many_people_and_one_event_make_one_call(self, hook, silent):
        heard, _secret = hook
        factories.notice(silent, key="edition:2")
        factories.notice(factories.product_manager(), key="edition:2", kind=NoticeKind.EDITION)
        deliver()
        assert len(heard.calls) == 1

    def test_a_failed_call_is_repeated_with_its_id_and_no_redirect_is_followed(self, hook, silent, capsys):
        heard, _secret = hook
        heard.answers = [500, 302]
        factories.notice(silent)
        for _ in range(4):
            call_command("notify")
            later(WAITS[1])
        assert len(heard.calls) == 3
        assert len({headers["webhook-id"] for headers, _body in heard.calls}) == 1
        assert len({body for _headers, body in heard.calls}) == 1
        told = capsys.readouterr()
        assert "The server answered with an error. (500)" in told.err
        assert "that is not followed. (302)" in told.err
        assert ": sent." in told.out

    def test_after_a_crash_the_same_call_is_made_again(self, hook, silent):
        heard, _secret = hook
        factories.notice(silent)
        heard.meanwhile = crash
        with pytest.raises(KeyboardInterrupt):
            deliver()
        heard.meanwhile = None
        assert not deliver()
        later()
        deliver()
        assert [headers["webhook-id"] for headers, _body in heard.calls] == [str(Delivery.objects.get().name)] * 2
        assert states() == [("sent", "")]

    def test_it_is_given_up_in_the_end(self, hook, silent):
        heard, _secret = hook
        heard.answers = [503] * 20
        factories.notice(silent)
        for _ in range(20):
            deliver()
            later(WAITS[-1])
        assert len(heard.calls) == len(WAITS) + 1
        assert states() == [("given-up", "status")]

    def test_a_new_secret_keeps_what_waits_and_an_end_gives_it_up(self, hook, silent):
        heard, former = hook
        administrator = factories.administrator()
        factories.notice(silent)
        _webhook, secret = set_webhook(actor=administrator, address=heard.address)
        assert secret != former
        deliver()
        assert len(heard.calls) == 2  # the notice, and the call that tries the new secret
        factories.notice(silent)
        end_webhook(actor=administrator)
        factories.notice(silent)
        assert not deliver()
        assert states()[-1] == ("given-up", "closed")

    @pytest.mark.parametrize(
        ("address", "told"),
        [
            ("http://127.0.0.1:9/", "not https"),
            ("https://127.0.0.1/", "private network"),
            ("https://[::ffff:10.0.0.1]/", "private network"),
            ("https://localhost/", "private network"),
            ("https://user:word@example.com/", "no web address"),
            ("call me", "no web address"),
        ],
    )
    def test_only_public_addresses_may_be_called(self, address, told):
        with pytest.raises(Refused, match=told):
            set_webhook(actor=factories.administrator(), address=address)

    def test_a_name_that_leads_to_a_private_machine_later_is_not_called(self, hook, silent, settings):
        heard, _secret = hook
        settings.INSIDE_HOSTS = frozenset()
        factories.notice(silent)
        deliver()
        assert not heard.calls
        assert states() == [("waiting", "address")]
