"""Every page that needs no account: no accessibility violation, nothing wider than the screen, in light and dark."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Opener
from tests.browser.faults import faults_of
from tests.support.addresses import PUBLIC

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_page_has_no_fault(visit: Opener, address: str) -> None:
    assert faults_of(visit(), [address]) == {}
