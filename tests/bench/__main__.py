"""Our public pages against a plain Django view that queries the same rows and renders the same table.

Both answer through the whole of Django in one process, in turns, and the medians are compared: the machine may be as
busy as it likes, the ratio stays. Engine, gate, saving and reports are measured beside them. Ends with status 1 where a
target is missed.
"""

from __future__ import annotations

import re
import sys
from datetime import date
from itertools import count
from pathlib import Path
from statistics import median

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext, setup_test_environment

django.setup()

from catalog.ambient import current_catalog, current_law  # noqa: E402 (after Django is set up)
from catalog.engine.screening import screen  # noqa: E402
from catalog.views.edition import forget  # noqa: E402
from tests.bench.engine import measure_engine  # noqa: E402
from tests.bench.gate import measure_gate  # noqa: E402
from tests.bench.plain import filled  # noqa: E402
from tests.bench.report import measure_reports  # noqa: E402
from tests.bench.saving import measure_saving  # noqa: E402
from tests.bench.timing import Answer, in_turns, milliseconds, say  # noqa: E402
from tests.support.many_models import many_models  # noqa: E402

TARGET = 2.0
# What the organisation has added is asked for once; the edition itself is in memory.
MOST_QUERIES = 1


def page(client: Client, path: str, **headers: str) -> Answer:
    """Return what asks for a page and insists on getting it."""

    def ask() -> object:
        response = client.get(path, headers=headers)
        assert response.status_code in (200, 304), (path, response.status_code)
        return response

    return ask


def anew(client: Client, path: str) -> Answer:
    """Return what asks for a page of which nothing is prepared."""

    def ask() -> object:
        forget()
        return client.get(path)

    return ask


def same(client: Client, path: str, plain: str) -> bool:
    """Whether both views send the same page, but for its own address and the space between its parts."""
    pages = (client.get(each).content.decode() for each in (path, plain))
    ours, theirs = (re.sub(r'\s+|aria-current="\w+"', "", each) for each in pages)
    return ours == theirs


def measure(name: str, path: str, plain: str, unasked: str) -> bool:
    """Print how our page stands against the plain one; True where the target is met.

    `unasked` is a parameter with a place for a number: an address of our page that nobody has asked for before.
    """
    client, numbers = Client(), count()
    if not same(client, path, plain):
        say(f"{name}: the two views do not send the same page. Bring tests/bench up to date.")
        return False
    etag = client.get(path).headers["ETag"]
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    theirs, *ours = in_turns(
        page(client, plain),
        page(client, path),
        page(client, path, **{"If-None-Match": etag}),
        lambda: client.get(path + unasked.format(next(numbers))),
    )
    first = median(milliseconds(anew(client, path)) for _ in range(7))
    met = theirs / ours[0] >= TARGET and len(queries) <= MOST_QUERIES
    say(f"{name}{'' if met else ': TARGET MISSED'}", f"  {theirs:8.2f} ms  plain Django view")
    told = ("asked for again", "held by the browser (304)", "with another filter", "first in a new edition")
    for how, took in zip(told, (*ours, first), strict=True):
        say(f"  {took:8.2f} ms  ours, {how}: {theirs / took:.1f} times as fast")
    say(f"  {len(queries):8} queries of ours")
    return met


def screening() -> None:
    """Print how long it takes to hold all licences against a situation."""
    facts = {
        "organisation": {"country": "DE", "monthly_active_users": 5_000_000},
        "use": {"commercial": True, "delivery": ["hosted-service"]},
        "outputs": {"train": "other-llm", "distils": True},
    }
    catalogue, law = current_catalog(), current_law()
    (took,) = in_turns(lambda: screen(facts, catalogue, law, date(2026, 11, 23)))
    say(f"All {len(catalogue.licences)} licences held against one situation: {took:.1f} ms")


def main() -> bool:
    """Measure everything, and say whether every target is met."""
    models = ("/models/", "/plain/models/", "?after=19{:02}-01-01")
    with filled():
        results = [measure("The licence matrix", "/licences/", "/plain/licences/", "?id=x{}")]
        results.append(measure("The list of models", *models))
    with many_models(5000) as catalogue, filled():
        results.append(measure(f"The list of {len(catalogue.models):,} models", *models))
    screening()
    results += [measure_engine(), measure_gate(), measure_saving(), measure_reports()]
    return all(results)


if __name__ == "__main__":
    setup_test_environment(debug=False)
    call_command("migrate", verbosity=0)
    template = settings.TEMPLATES[0]
    templates = [{**template, "DIRS": [*template["DIRS"], Path(__file__).parent]}]
    with override_settings(ROOT_URLCONF="tests.bench.plain", TEMPLATES=templates):
        sys.exit(not main())
