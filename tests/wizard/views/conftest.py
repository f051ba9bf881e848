"""Four people and the worked example, told through the same forms and actions as in the browser.

Imports stand inside the fixtures: this file is read before Django is set up.
"""

from __future__ import annotations

import pytest


@pytest.fixture
def author(db):
    from tests.wizard import factories

    return factories.product_manager()


@pytest.fixture
def reviewer(db):
    from tests.wizard import factories

    return factories.legal_reviewer()


@pytest.fixture
def as_author(author):
    from tests.wizard.views.cast import client_of

    return client_of(author)


@pytest.fixture
def as_reviewer(reviewer):
    from tests.wizard.views.cast import client_of

    return client_of(reviewer)


@pytest.fixture
def colleague(db):
    from tests.wizard import factories

    return factories.product_manager()


@pytest.fixture
def as_colleague(colleague):
    from tests.wizard.views.cast import client_of

    return client_of(colleague)


@pytest.fixture
def as_administrator(db):
    from tests.wizard import factories
    from tests.wizard.views.cast import client_of

    return client_of(factories.administrator())


@pytest.fixture
def fresh_draft(author):
    """A draft without answers."""
    from tests.wizard.views.cast import bare_draft

    return bare_draft(author)


@pytest.fixture
def told(author):
    """The worked example with all its answers, still a draft."""
    from wizard.management.story_teller import tell

    return tell(author)


@pytest.fixture
def submitted(told, author):
    """The worked example in review."""
    from wizard.management.story_teller import hand_over

    hand_over(told, author)
    return told
