"""A server has the catalogue when it starts, and its collector leaves it alone."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
TOLD = "import config.wsgi, gc, catalog.ambient as it; print(it.edition.cache_info().currsize, gc.get_freeze_count())"


def test_a_server_starts_with_the_catalogue_at_hand_and_out_of_the_collectors_way(tmp_path: Path) -> None:
    environment = {**os.environ, "CLEARWEIGHTS_MODE": "demo", "CLEARWEIGHTS_DATA_DIR": str(tmp_path)}
    started = subprocess.run(
        [sys.executable, "-c", TOLD], cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    loaded, frozen = map(int, started.stdout.split())
    assert loaded == 1
    assert frozen > 10_000
