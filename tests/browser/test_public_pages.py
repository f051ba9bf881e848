"""Every page that needs no account: no accessibility violation, nothing wider than the screen, in light and dark."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Opener
from tests.browser.faults import faults_of

pytestmark = pytest.mark.browser

PUBLIC = [
    "/",
    "/licences/",
    "/licences/?family=community&commercial-use=conditional",
    "/licences/?seat=DE&users=5000000&commercial=yes&hosted=yes&weights=no&outputs=distil&sort=verdict&guide=row",
    "/licences/?columns=patent&columns=threshold&q=llama&id=MIT",
    "/licences/compare/",
    "/licences/compare/?id=MIT&id=llama-4-community&id=gemma-terms",
    "/licences/llama-4-community/",
    "/licences/MIT/?seat=DE&hosted=yes",
    "/licences/recognise/",
    "/licences/no-such-licence/",
    "/models/",
    "/models/?lineage=stripped&sort=-compute",
    "/models/deepseek-v3/",
    "/models/deepseek-r1-distill-llama-70b/",
    "/models/mistral-large-2/",
    "/models/compare/",
    "/models/compare/?id=llama-4-maverick&id=deepseek-v3&id=mistral-large-2&differences=on",
    "/guide/",
    "/situations/",
    "/flowchart/",
    "/checklist/",
    "/families/",
    "/traps/",
    "/faq/",
    "/practices/",
    "/ai-act/?as-of=2026-12-01",
    "/disagreements/",
    "/disagreements/?severity=low&direction=overstates&kind=model",
    "/editions/",
    "/cases/",
    "/patterns/",
    "/cases/?subject=engine-scale",
    "/cases/?subject=law-models&q=modifier",
    "/check/",
    "/check/?model=llama-4-maverick&seat=DE&field=ordinary",
    "/check/?model=nonsense&users=many",
    "/verify/",
    "/assessments/questions/",
    "/assessments/example/",
    "/accounts/login/",
    "/accounts/password/reset/",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_page_has_no_fault(visit: Opener, address: str) -> None:
    assert faults_of(visit(), [address]) == {}
