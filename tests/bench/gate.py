"""The gate over a file of 10,000 models, as `manage.py lbom check` reads, judges and tells it."""

from __future__ import annotations

from datetime import date
from time import process_time

from catalog import ambient
from tests.bench.timing import in_turns, say
from wizard.interchange.gate import checked
from wizard.interchange.gate_report import as_text
from wizard.interchange.lbom_file import read_bill
from wizard.interchange.yaml_values import MOST_ENTRIES

TODAY = date(2026, 11, 23)
LIMIT = 3000.0
ENTRY = """\
  - id: "{source}/{number}"
    license: "{licence}"
    source: "https://huggingface.co/{source}"
    commercial_use: true
    restrictions:
      - "Read the licence before the next release"
    mau_threshold: 700000000
    last_reviewed: "2026-06-01"
    deployed_in: ["shop-{number}"]
"""


def bill() -> bytes:
    """A file of as many models as one may hold: those of the edition in turns, each under a name of its own."""
    models = [model for model in ambient.edition().models.values() if model.hf_repo]
    chosen = (models[number % len(models)] for number in range(MOST_ENTRIES))
    entries = (
        ENTRY.format(number=number, source=model.hf_repo, licence=model.weights_licence.text.value)
        for number, model in enumerate(chosen)
    )
    return ("models:\n" + "".join(entries)).encode()


def measure_gate() -> bool:
    """Print what the gate takes; True where the limit holds."""
    content, catalogue, law = bill(), ambient.edition(), ambient.current_law()
    users = 600_000_000
    reading, whole = in_turns(
        lambda: read_bill(content),
        lambda: as_text(checked(content, catalogue, law, TODAY, users=users, approved={})),
        rounds=5,
        clock=process_time,
    )
    say(
        "The gate",
        f"  {whole:8.0f} ms  a bill of {MOST_ENTRIES:,} models, {len(content) / 2**20:.1f} MiB",
        f"  {reading:8.0f} ms  of it to read the file",
    )
    if whole > LIMIT:
        say("  TARGET MISSED: 3 seconds")
    return whole <= LIMIT
