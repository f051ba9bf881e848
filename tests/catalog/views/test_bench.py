"""The measurement is worth something only while both sides send the same page."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings

from tests import bench
from tests.bench.plain import filled

TEMPLATE = settings.TEMPLATES[0]
DIRS = [*TEMPLATE["DIRS"], Path(bench.__file__).parent]


def page(client: Client, path: str) -> str:
    """The page without its own address and the space between its parts."""
    response: Any = client.get(path)
    return re.sub(r'\s+|aria-current="\w+"', "", response.content.decode())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["licences", "models"])
def test_the_plain_view_of_the_measurement_sends_our_page(client: Client, name: str) -> None:
    with override_settings(ROOT_URLCONF="tests.bench.plain", TEMPLATES=[{**TEMPLATE, "DIRS": DIRS}]), filled():
        assert page(client, f"/{name}/") == page(client, f"/plain/{name}/")
