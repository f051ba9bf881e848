"""What the pages of an assessment offer, and whether who follows a link is let through, whatever their part in it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.urls import resolve

from tests.wizard import factories
from tests.wizard.views.cast import client_of, freshly
from wizard.actions.participants import add_participant
from wizard.management.story_teller import hand_over

START = "wizard:assessment"


@pytest.fixture
def as_participant(told, author):
    someone = factories.product_manager()
    add_participant(assessment=told, actor=author, email=someone.email)
    return client_of(someone)


@pytest.fixture
def cast(as_author, as_participant, as_reviewer, as_administrator):
    return {
        "author": freshly(as_author),
        "participant": freshly(as_participant),
        "reviewer": freshly(as_reviewer),
        "administrator": freshly(as_administrator),
    }


def links(page, reference):
    """The links of a page that stay inside this assessment, and its forms that only ask: the first of each kind."""
    found = re.findall(r'<a [^>]*?href="([^"#?]+)', page) + re.findall(
        r'<form [^>]*method="get"[^>]*action="([^"]+)', page
    )
    return {resolve(unescape(href)).view_name: href for href in reversed(found) if f"/{reference}/" in href}


def refused(client, reference):
    """Every offer that is refused: the page it stands on, and where it leads. Each kind of page is tried once."""
    waiting, seen, dead = {START: ("", f"/assessments/{reference}/")}, set(), []
    while waiting:
        name, (place, href) = waiting.popitem()
        answer = client.get(href)
        seen.add(name)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            found = links(answer.text, reference)
            waiting |= {kind: (name, to) for kind, to in found.items() if kind not in seen}
        elif answer.status_code not in (200, 302):
            dead.append((place, href))
        b"".join(answer)
    assert seen > {"wizard:assessment", "wizard:item", "wizard:result"}
    return dead


def test_nobody_is_offered_in_a_draft_what_is_then_refused(told, cast):
    for who in ("author", "participant", "administrator"):
        assert refused(cast[who], told.reference) == [], who


def test_nobody_is_offered_during_the_review_what_is_then_refused(told, author, cast):
    hand_over(told, author)
    for who, client in cast.items():
        assert refused(client, told.reference) == [], who


def test_nobody_is_offered_after_the_decision_what_is_then_refused(told, author, reviewer, cast):
    hand_over(told, author)
    factories.approved(told, reviewer)
    for who, client in cast.items():
        assert refused(client, told.reference) == [], who
