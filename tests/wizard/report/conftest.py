"""The sample report, rendered once."""

import pytest

from tests.wizard.report import sample
from wizard.report.pdf import render_isolated


@pytest.fixture(scope="session")
def rendered() -> bytes:
    return render_isolated(sample.request())
