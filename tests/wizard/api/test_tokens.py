from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.wizard import factories
from wizard.actions.people import deactivate_person
from wizard.actions.tokens import MOST_TOKENS, make_token, note_use, revoke_token
from wizard.models import ApiToken, AuditEvent
from wizard.process.refusal import Refused

pytestmark = pytest.mark.django_db

READ = ["licences", "licences/MIT", "models", "models/qwen3-32b", "situations", "law", "editions", "openapi.json"]
# What anybody gets, and a token with each choice of scopes.
ALLOWED = {
    **{path: {(): 200, ("read",): 200, ("evaluate",): 403, ("evaluate", "read"): 200} for path in READ},
    "evaluate": {(): 200, ("read",): 403, ("evaluate",): 200, ("evaluate", "read"): 200},
}


def call(client, path, headers):
    address = f"/api/v1/{path}"
    if path != "evaluate":
        return client.get(address, headers=headers)
    return client.post(address, b'{"candidates": ["qwen3-32b"]}', content_type="application/json", headers=headers)


@pytest.mark.parametrize("path", ALLOWED)
def test_a_token_does_what_its_scopes_say(client, token, path):
    for scopes, status in ALLOWED[path].items():
        headers = token(*scopes)[1] if scopes else {}
        assert call(client, path, headers).status_code == status, scopes


@pytest.mark.parametrize("role", [factories.product_manager, factories.legal_reviewer, factories.administrator])
def test_every_role_makes_tokens_that_work(client, token, role):
    assert call(client, "evaluate", token("evaluate", owner=role())[1]).status_code == 200


def test_a_refused_scope_says_which_one_is_needed(client, token):
    [problem] = call(client, "evaluate", token("read")[1]).json()["problems"]
    assert problem["problem"] == "This token may not evaluate."
    assert "scope “evaluate”" in problem["remedy"]


def _revoked(record):
    revoke_token(actor=record.owner, token=record)


def _ended(record):
    past = timezone.now() - timedelta(days=40)
    ApiToken.objects.filter(pk=record.pk).update(created_at=past, expires_at=past + timedelta(days=30))


def _closed(record):
    deactivate_person(actor=factories.administrator(), person=record.owner)


@pytest.mark.parametrize("end", [_revoked, _ended, _closed])
def test_a_token_that_ended_is_refused_at_once(client, token, end):
    record, headers = token("read", "evaluate")
    assert call(client, "law", headers).status_code == 200
    end(record)
    answer = call(client, "law", headers)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer.json()["problems"][0]["problem"] == "This token does not work."


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer cwt_nonsense", "Basic YTpi", "cwt_nonsense", ""])
def test_a_header_that_is_no_token_is_refused(client, header):
    assert call(client, "law", {"Authorization": header}).status_code == 401


def test_tokens_of_demo_people_work_in_the_demo_only(client, token, settings):
    record, headers = token("read")
    type(record.owner).objects.filter(pk=record.owner_id).update(is_demo=True)
    assert call(client, "law", headers).status_code == 200
    settings.DEMO = False
    assert call(client, "law", headers).status_code == 401


def test_a_session_opens_nothing_that_a_token_does_not(client, token):
    client.force_login(factories.administrator())
    assert call(client, "evaluate", token("read")[1]).status_code == 403


def test_the_secret_is_kept_nowhere(token):
    record, headers = token("read")
    secret = headers["Authorization"].removeprefix("Bearer ")
    assert len(secret) > 40
    assert secret not in str(vars(record))
    assert record.prefix == secret[: len(record.prefix)]
    assert len(record.prefix) < len(secret) / 4
    assert all(secret not in str(vars(event)) for event in AuditEvent.objects.all())


def test_no_log_names_a_secret(client, token, caplog, settings):
    settings.DEBUG = True
    _, headers = token("read")
    secret = headers["Authorization"].removeprefix("Bearer ")
    with caplog.at_level(logging.DEBUG):
        for sent in (headers, {"Authorization": f"Basic {secret}"}, {"Authorization": f"Bearer {secret}x"}):
            call(client, "evaluate", sent)
    assert caplog.records
    assert secret not in caplog.text


def test_making_and_revoking_leave_events_about_the_person(token):
    record, _ = token("read", "evaluate")
    revoke_token(actor=record.owner, token=record)
    revoke_token(actor=record.owner, token=record)
    made, revoked = AuditEvent.objects.order_by("-seq")[:2][::-1]
    assert (made.action, revoked.action) == ("api-token.made", "api-token.revoked")
    assert made.actor == record.owner
    assert made.subject_id == str(record.owner_id)
    assert made.details["scopes"] == ["evaluate", "read"]
    assert revoked.details == {"token": record.pk, "name": "Nightly check", "prefix": record.prefix}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "  "}, "needs 1 to 80 characters"),
        ({"name": "x" * 81}, "needs 1 to 80 characters"),
        ({"scopes": []}, "may do nothing"),
        ({"scopes": ["write"]}, "may do nothing"),
        ({"days": 3650}, "no such lifetime"),
    ],
)
def test_what_makes_no_good_token_is_refused(changes, words):
    values = {"name": "Nightly check", "scopes": ["read"], "days": 30, **changes}
    with pytest.raises(Refused, match=words):
        make_token(actor=factories.product_manager(), **values)
    assert not ApiToken.objects.exists()


def test_nobody_hoards_tokens(token):
    owner = factories.product_manager()
    records = [token("read", owner=owner)[0] for _ in range(MOST_TOKENS)]
    with pytest.raises(Refused, match="revoke one"):
        token("read", owner=owner)
    revoke_token(actor=owner, token=records[0])
    token("read", owner=owner)


def test_only_the_owner_revokes(token):
    record, _ = token("read")
    with pytest.raises(Refused, match="Only its owner"):
        revoke_token(actor=factories.administrator(), token=record)
    record.refresh_from_db()
    assert record.revoked_at is None


def test_use_is_noted_to_the_hour(client, token):
    record, headers = token("read")
    call(client, "law", headers)
    record.refresh_from_db()
    first = record.last_used_at
    assert first is not None
    note_use(token=record, now=first + timedelta(minutes=59))
    record.refresh_from_db()
    assert record.last_used_at == first
    note_use(token=record, now=first + timedelta(minutes=61))
    record.refresh_from_db()
    assert record.last_used_at == first + timedelta(minutes=61)
