"""What every other test stands on: the settings were read with the folder that this process made for itself."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings


def test_a_process_of_tests_keeps_its_files_and_its_cache_to_itself() -> None:
    assert Path(os.environ["CLEARWEIGHTS_DATA_DIR"]) == settings.DATA_DIR
    assert Path(str(settings.CACHES["default"]["LOCATION"])).parent == settings.DATA_DIR
