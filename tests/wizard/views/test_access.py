"""Who is answered what: tables of roles and addresses, complete by the list of addresses itself.

Each line says what a visitor, the author, somebody who takes part, a colleague who does not, a legal reviewer and an
administrator get. An address that is added without its line fails `test_every_address_has_its_line`.
"""

from __future__ import annotations

from copy import copy
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, resolve, reverse

from catalog.ambient import today
from tests.wizard import factories
from tests.wizard.views.addresses import BEFORE, ON, ONLY_POSTED, ONLY_READ, POSTED_ELSEWHERE, READ_ELSEWHERE, SIGN_IN
from tests.wizard.views.addresses_of_drafts import POSTED_DRAFT, READ_DRAFT
from tests.wizard.views.cast import client_of, freshly
from wizard.actions.evidence import add_evidence
from wizard.actions.knowledge import save_entry
from wizard.actions.participants import add_participant
from wizard.actions.texts import keep_text
from wizard.actions.todos import Plan, keep_todo
from wizard.actions.tokens import make_token
from wizard.actions.watching import watch
from wizard.management.story_teller import hand_over
from wizard.models import AuditEvent, RegisterEntry

READ_IN_REVIEW = {
    "wizard:as_known": (SIGN_IN, 200, 200, 404, 200, 200),
    "wizard:as_known_on": (SIGN_IN, 200, 200, 404, 200, 200),
    "wizard:revise": (SIGN_IN, 403, 403, 404, 403, 403),
    "wizard:approve": (SIGN_IN, 403, 403, 404, 200, 403),
    "wizard:making": (SIGN_IN, 404, 404, 404, 404, 404),
    "wizard:sign": (SIGN_IN, 403, 403, 404, 403, 403),
    "wizard:sign_otherwise": (SIGN_IN, 403, 403, 404, 403, 403),
    "wizard:sign_file": (SIGN_IN, 404, 404, 404, 404, 404),
    "wizard:assessment": (SIGN_IN, 200, 200, 404, 200, 200),
    "wizard:ask": (SIGN_IN, 403, 403, 404, 403, 403),
    "wizard:candidates": (SIGN_IN, ON, ON, 404, ON, ON),
    "wizard:check": (SIGN_IN, 200, 200, 404, 200, 200),
    "wizard:comments": (SIGN_IN, 200, 200, 404, 200, 200),
    "wizard:copy": (SIGN_IN, 200, 200, 404, 200, 403),
    "wizard:evidence": (SIGN_IN, 200, 200, 404, 200, 200),
    "wizard:export": (SIGN_IN, 200, 200, 404, 200, 200),
    "wizard:item": (SIGN_IN, ON, ON, 404, ON, ON),
    "wizard:participants": (SIGN_IN, 200, 200, 404, 200, 200),
    "wizard:proposals": (SIGN_IN, 403, 403, 404, 403, 403),
    "wizard:numbers_of": (SIGN_IN, 404, 404, 404, 404, 404),
    "wizard:paper": (SIGN_IN, 200, 200, 404, 200, 200),
    "wizard:report": (SIGN_IN, 404, 404, 404, 404, 404),
    "wizard:report_file": (SIGN_IN, 404, 404, 404, 404, 404),
    "wizard:report_json": (SIGN_IN, 404, 404, 404, 404, 404),
    "wizard:report_markdown": (SIGN_IN, 404, 404, 404, 404, 404),
    "wizard:report_redacted": (SIGN_IN, 404, 404, 404, 404, 404),
    "wizard:result": (SIGN_IN, 200, 200, 404, 200, 200),
    "wizard:review": (SIGN_IN, 200, 200, 404, 200, 200),
    "wizard:suggestions": (SIGN_IN, 403, 403, 404, 403, 403),
    "wizard:review_calendar": (SIGN_IN, 200, 200, 404, 200, 200),
    "wizard:todo": (SIGN_IN, 200, 200, 404, 403, 403),
    "wizard:todo_file": (SIGN_IN, 200, 200, 404, 200, 200),
    "wizard:training_summary": (SIGN_IN, 404, 404, 404, 404, 404),
    "wizard:what_if": (SIGN_IN, 200, 200, 404, 200, 200),
}
POSTED_IN_REVIEW = {
    "wizard:revise": (SIGN_IN, 403, 403, 404, 403, 403),
    "wizard:approve": (SIGN_IN, 403, 403, 404, 422, 403),
    "wizard:making": (SIGN_IN, 403, 403, 404, 403, 403),
    "wizard:sign": (SIGN_IN, 403, 403, 404, 403, 403),
    "wizard:sign_otherwise": (SIGN_IN, 403, 403, 404, 403, 403),
    "wizard:ask": (SIGN_IN, 422, 422, 404, 422, 422),
    "wizard:candidates": (SIGN_IN, 403, 403, 404, 403, 403),
    "wizard:comments": (SIGN_IN, ON, ON, 404, ON, 422),
    "wizard:copy": (SIGN_IN, 422, 422, 404, 422, 403),
    "wizard:evidence_add": (SIGN_IN, 422, 422, 404, 422, 422),
    "wizard:evidence_remove": (SIGN_IN, 403, 403, 404, 403, 403),
    "wizard:item": (SIGN_IN, 403, 403, 404, 403, 403),
    "wizard:participants": (SIGN_IN, 403, 403, 404, 403, 403),
    "wizard:proposals": (SIGN_IN, 403, 403, 404, 403, 403),
    "wizard:report_redact": (SIGN_IN, 404, 404, 404, 404, 404),
    "wizard:accept_plain": (SIGN_IN, 403, 403, 404, ON, 403),
    "wizard:dissent": (SIGN_IN, 403, 403, 404, ON, 403),
    "wizard:mark": (SIGN_IN, 403, 403, 404, ON, 403),
    "wizard:reject": (SIGN_IN, 403, 403, 404, ON, 403),
    "wizard:request_changes": (SIGN_IN, 403, 403, 404, ON, 403),
    "wizard:submit": (SIGN_IN, BEFORE, 403, 404, 403, 403),
    "wizard:suggestions": (SIGN_IN, 403, 403, 404, 403, 403),
    "wizard:text_read": (SIGN_IN, 403, 403, 404, 403, 403),
    "wizard:todo": (SIGN_IN, ON, ON, 404, 403, 403),
    "wizard:todo_done": (SIGN_IN, ON, ON, 404, 403, 403),
    "wizard:withdraw": (SIGN_IN, 403, 403, 404, 403, 403),
    "wizard:change": (SIGN_IN, 403, 403, 404, 403, 403),
    "wizard:change_undo": (SIGN_IN, 403, 403, 404, 403, 403),
}

READ_APPROVED = {
    "wizard:as_known": (SIGN_IN, 200, 200, 404, 200, 200),
    "wizard:as_known_on": (SIGN_IN, 200, 200, 404, 200, 200),
    "wizard:revise": (SIGN_IN, 200, 403, 404, 403, 403),
    "wizard:approve": (SIGN_IN, 403, 403, 404, 403, 403),
    "wizard:making": (SIGN_IN, ON, ON, 404, ON, ON),
    "wizard:sign": (SIGN_IN, 403, 403, 404, 403, 403),
    "wizard:sign_otherwise": (SIGN_IN, 403, 403, 404, 403, 403),
    "wizard:sign_file": (SIGN_IN, 404, 404, 404, 404, 404),
    "wizard:assessment": (SIGN_IN, 200, 200, 404, 200, 200),
    "wizard:ask": (SIGN_IN, 403, 403, 404, 403, 403),
    "wizard:candidates": (SIGN_IN, ON, ON, 404, ON, ON),
    "wizard:check": (SIGN_IN, 200, 200, 404, 200, 200),
    "wizard:comments": (SIGN_IN, 200, 200, 404, 200, 200),
    "wizard:copy": (SIGN_IN, 200, 200, 404, 200, 403),
    "wizard:evidence": (SIGN_IN, 200, 200, 404, 200, 200),
    "wizard:export": (SIGN_IN, 200, 200, 404, 200, 200),
    "wizard:item": (SIGN_IN, ON, ON, 404, ON, ON),
    "wizard:participants": (SIGN_IN, 200, 200, 404, 200, 200),
    "wizard:proposals": (SIGN_IN, 403, 403, 404, 403, 403),
    "wizard:numbers_of": (SIGN_IN, 200, 200, 200, 200, 200),
    "wizard:paper": (SIGN_IN, 200, 200, 404, 200, 200),
    "wizard:report": (SIGN_IN, 200, 200, 404, 200, 200),
    "wizard:report_file": (SIGN_IN, 200, 200, 404, 200, 200),
    "wizard:report_json": (SIGN_IN, 200, 200, 404, 200, 200),
    "wizard:report_markdown": (SIGN_IN, 200, 200, 404, 200, 200),
    "wizard:report_redacted": (SIGN_IN, 404, 404, 404, 404, 404),
    "wizard:result": (SIGN_IN, 200, 200, 404, 200, 200),
    "wizard:review": (SIGN_IN, 200, 200, 404, 200, 200),
    "wizard:suggestions": (SIGN_IN, 403, 403, 404, 403, 403),
    "wizard:review_calendar": (SIGN_IN, 200, 200, 404, 200, 200),
    "wizard:todo": (SIGN_IN, 200, 200, 404, 403, 403),
    "wizard:todo_file": (SIGN_IN, 200, 200, 404, 200, 200),
    "wizard:training_summary": (SIGN_IN, 404, 404, 404, 404, 404),
    "wizard:what_if": (SIGN_IN, 200, 200, 404, 200, 200),
}
POSTED_APPROVED = {
    "wizard:revise": (SIGN_IN, ON, 403, 404, 403, 403),
    "wizard:approve": (SIGN_IN, 403, 403, 404, 403, 403),
    "wizard:making": (SIGN_IN, 403, 403, 404, 403, 403),
    "wizard:sign": (SIGN_IN, 403, 403, 404, BEFORE, 403),
    "wizard:sign_otherwise": (SIGN_IN, 403, 403, 404, BEFORE, 403),
    "wizard:ask": (SIGN_IN, 422, 422, 404, 422, 422),
    "wizard:candidates": (SIGN_IN, 403, 403, 404, 403, 403),
    "wizard:comments": (SIGN_IN, 422, 422, 404, 422, 422),
    "wizard:copy": (SIGN_IN, 422, 422, 404, 422, 403),
    "wizard:evidence_add": (SIGN_IN, 422, 422, 404, 422, 422),
    "wizard:evidence_remove": (SIGN_IN, 403, 403, 404, 403, 403),
    "wizard:item": (SIGN_IN, 403, 403, 404, 403, 403),
    "wizard:participants": (SIGN_IN, 403, 403, 404, 403, 403),
    "wizard:proposals": (SIGN_IN, 403, 403, 404, 403, 403),
    "wizard:report_redact": (SIGN_IN, ON, BEFORE, 404, BEFORE, BEFORE),
    "wizard:accept_plain": (SIGN_IN, 403, 403, 404, 403, 403),
    "wizard:dissent": (SIGN_IN, 403, 403, 404, 403, 403),
    "wizard:mark": (SIGN_IN, 403, 403, 404, 403, 403),
    "wizard:reject": (SIGN_IN, 403, 403, 404, 403, 403),
    "wizard:request_changes": (SIGN_IN, 403, 403, 404, 403, 403),
    "wizard:submit": (SIGN_IN, 403, 403, 404, 403, 403),
    "wizard:suggestions": (SIGN_IN, 403, 403, 404, 403, 403),
    "wizard:text_read": (SIGN_IN, 403, 403, 404, 403, 403),
    "wizard:todo": (SIGN_IN, ON, ON, 404, 403, 403),
    "wizard:todo_done": (SIGN_IN, ON, ON, 404, 403, 403),
    "wizard:withdraw": (SIGN_IN, ON, 403, 404, ON, 403),
    "wizard:change": (SIGN_IN, 403, 403, 404, 403, 403),
    "wizard:change_undo": (SIGN_IN, 403, 403, 404, 403, 403),
}

SENT = {
    "change": "/outputs/distils:no",
    "comment": "Said in a test.",
    "say": "accept",
    "do": "link",
    "model": "qwen3-32b",
    "url": "https://example.org/",
}

VALUES = {
    "day": today().isoformat(),
    "form": "csv",
    "kind": "csv",
    "item_id": "licence-text",
    "licence_id": "Apache-2.0",
    "model_id": "qwen3-32b",
    "paper_kind": "notice",
    "todo_key": "ai-act:O-LIT",
    "uidb36": "1",
    "key": "no-such-key",
    "token": "no-such-token",
    "mark": "no-such-authority",
    "secret": "no-such-secret",
}


def names(resolver, prefix=""):
    """The names of all addresses, with the parts that each needs."""
    for one in resolver.url_patterns:
        if hasattr(one, "url_patterns"):
            yield from names(one, f"{one.namespace}:" if one.namespace else prefix)
        else:
            yield prefix + one.name, set(one.pattern.converters) | set(one.pattern.regex.groupindex)


ADDRESSES = dict(names(get_resolver()))
OF_AN_ASSESSMENT = {name for name, parts in ADDRESSES.items() if "reference" in parts}


def outcome(client, method, name, values):
    """What one person is answered. What was done left events, what was refused left none; then it is undone."""
    address = reverse(name, kwargs={part: values[part] for part in ADDRESSES[name]})
    sent = {**SENT, "evidence": values["evidence_id"]} if method == "post" else {}
    cookies, before = copy(client.cookies), AuditEvent.objects.count()
    with transaction.atomic():
        response = getattr(client, method)(address, sent)
        events = AuditEvent.objects.count() - before
        transaction.set_rollback(True)
    b"".join(response)  # a file is closed once it was read to its end
    client.cookies = cookies
    to_sign_in = response.headers.get("Location", "").startswith("/accounts/login/")
    answer = SIGN_IN if to_sign_in else ON if response.status_code == 302 else response.status_code
    if method == "post" and answer == ON and not events:
        return BEFORE
    assert (events > 0) == (method == "post" and answer in (ON, 200)), address
    return answer


def table(method, addresses, everybody, values):
    found = {}
    for name in sorted(addresses):
        cache.clear()  # how often one may call is another matter
        found[name] = tuple(outcome(client, method, name, values) for client in everybody)
    return found


@pytest.fixture
def as_participant(told, author):
    someone = factories.product_manager()
    add_participant(assessment=told, actor=author, email=someone.email)
    return client_of(someone)


@pytest.fixture
def everybody(as_author, as_participant, as_colleague, as_reviewer, as_administrator):
    people = (as_author, as_participant, as_colleague, as_reviewer, as_administrator)
    return [Client(), *(freshly(client) for client in people)]


@pytest.fixture
def attached(told, author, reviewer, data_dir):
    """A file in the worked example, what the organisation and its author have, and how addresses are filled in."""
    save_entry(actor=reviewer, seen_version=0, **factories.POSITION)
    text = keep_text(actor=reviewer, licence="MIT", document="licence", variant="", text="Permission.", url="")
    own = {"entry_kind": factories.POSITION["kind"], "entry_key": factories.POSITION["key"], "text_id": text.pk}
    file = ContentFile(b"%PDF-1.7 evidence", name="licence.pdf")
    evidence = add_evidence(assessment=told, item="licence-text", actor=author, kind="file", upload=file)
    seen_to = Plan("Paula Meyer", upload=ContentFile(b"%PDF-1.7 the footer", name="footer.pdf"))
    todo = keep_todo(assessment=told, key="ai-act:O-LIT", actor=author, today=today(), plan=seen_to)
    own["sha256"] = todo.sha256
    token, _ = make_token(actor=author, name="Nightly check", scopes=["read"], days=30)
    own["token_id"] = token.pk
    factories.approved(factories.in_review(author), reviewer)
    own["entry_id"] = RegisterEntry.objects.latest("id").pk
    watched = watch(actor=reviewer, document="licence", subject="MIT", url="https://example.org/licence")
    own["address_id"] = watched.pk
    return {**VALUES, **own, "reference": told.reference, "evidence_id": evidence.pk, "person_id": author.pk}


def test_every_address_has_its_line():
    for read, posted in (
        (READ_DRAFT, POSTED_DRAFT),
        (READ_IN_REVIEW, POSTED_IN_REVIEW),
        (READ_APPROVED, POSTED_APPROVED),
    ):
        assert {*read, *(ONLY_POSTED & OF_AN_ASSESSMENT)} == OF_AN_ASSESSMENT
        assert {*posted, *(ONLY_READ & OF_AN_ASSESSMENT)} == OF_AN_ASSESSMENT
    elsewhere = set(ADDRESSES) - OF_AN_ASSESSMENT
    accounts = {name for name in elsewhere if name.startswith("account_")}
    assert {*READ_ELSEWHERE, *(ONLY_POSTED & elsewhere)} == elsewhere
    assert {*POSTED_ELSEWHERE, *(ONLY_READ & elsewhere)} == elsewhere - accounts


def test_pages_of_no_assessment_are_public_or_for_a_role(attached, everybody):
    assert table("get", READ_ELSEWHERE, everybody, attached) == READ_ELSEWHERE
    assert table("post", POSTED_ELSEWHERE, everybody, attached) == POSTED_ELSEWHERE


def test_a_draft_belongs_to_its_author_and_those_who_take_part(attached, everybody):
    assert table("get", READ_DRAFT, everybody, attached) == READ_DRAFT
    assert table("post", POSTED_DRAFT, everybody, attached) == POSTED_DRAFT


def test_what_was_handed_over_is_read_and_decided_by_those_who_review(attached, told, author, everybody):
    hand_over(told, author)
    assert table("get", READ_IN_REVIEW, everybody, attached) == READ_IN_REVIEW
    assert table("post", POSTED_IN_REVIEW, everybody, attached) == POSTED_IN_REVIEW


def test_what_was_approved_is_read_by_the_same_and_only_withdrawn(attached, told, author, reviewer, everybody):
    hand_over(told, author)
    factories.approved(told, reviewer)
    assert table("get", READ_APPROVED, everybody, attached) == READ_APPROVED
    assert table("post", POSTED_APPROVED, everybody, attached) == POSTED_APPROVED


def test_the_other_method_is_answered_to_nobody(attached, as_author):
    for method, addresses in (("get", ONLY_POSTED), ("post", ONLY_READ)):
        found = table(method, addresses, [Client(), as_author], attached)
        assert set(found.values()) == {(405, 405)}


def test_after_a_new_sign_in_what_only_takes_posts_leads_to_a_page_that_can_be_read(attached):
    visitor = Client()
    for name in sorted(ONLY_POSTED):
        if name.startswith("wizard:"):
            answer = visitor.post(reverse(name, kwargs={part: attached[part] for part in ADDRESSES[name]}))
            page = resolve(parse_qs(urlsplit(answer["Location"]).query)["next"][0])
            assert page.view_name not in ONLY_POSTED, name


def test_what_does_not_exist_looks_like_what_one_may_not_know(as_author, as_colleague, fresh_draft):
    missing = as_author.get("/assessments/CW-1999-0001/")
    hidden = as_colleague.get(f"/assessments/{fresh_draft.reference}/")
    assert (missing.status_code, hidden.status_code) == (404, 404)
    assert as_author.get(f"/assessments/{fresh_draft.reference}/items/nonsense/").status_code == 404


def test_a_reviewer_does_not_decide_on_what_the_reviewer_wrote(reviewer, as_reviewer):
    own = factories.in_review(reviewer)
    page = freshly(as_reviewer).get(f"/reviews/{own.reference}/approve/")
    assert page.status_code == 403
    assert "somebody else has to review it" in page.text
    for step in ("changes/", "reject/"):
        assert as_reviewer.post(f"/reviews/{own.reference}/{step}", SENT).status_code == 403


def test_a_refusal_says_what_to_do(submitted, as_author):
    page = freshly(as_author).get(f"/reviews/{submitted.reference}/approve/")
    assert page.status_code == 403
    assert "Only a legal reviewer decides on an assessment: ask one to review it." in page.text


def test_signing_asks_for_the_password_again(submitted, reviewer):
    reviewer.set_password("a long quiet password")
    reviewer.save()
    page = client_of(reviewer).get(f"/reviews/{submitted.reference}/sign/")
    assert page["Location"].startswith("/accounts/reauthenticate/")
