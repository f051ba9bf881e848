"""A real PKCS#11 token by SoftHSM in a folder of its own, and a look inside with another session than ours."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from config.env import SecurityModule

LIBRARIES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
)
PIN, WRONG_PIN = "4711-8150-2217", "1234-5678-9012"
LABEL, KEY = "Report token", "clearweights"

_LOOK = """
import sys
import pkcs11
from pkcs11 import Attribute, KeyType, ObjectClass
from pkcs11.util.ec import encode_named_curve_parameters
library, label, pin, name = sys.argv[1:5]
session = pkcs11.lib(library).get_token(token_label=label).open(rw=True, user_pin=pin)
wanted = {Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.LABEL: name}
keys = list(session.get_objects(wanted))
"""


def new_token(folder: Path, monkeypatch: pytest.MonkeyPatch) -> SecurityModule:
    """Make a token, and say where it is as the settings do."""
    library = next((each for each in LIBRARIES if Path(each).exists()), None)
    tool = shutil.which("softhsm2-util")
    assert library, "Install softhsm2 to run this test."
    assert tool, "Install softhsm2 to run this test."
    tokens = folder / "tokens"
    tokens.mkdir(parents=True)
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {tokens}\nlog.level = ERROR\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
    command = [tool, "--init-token", "--free", "--label", LABEL, "--so-pin", "8150-4711", "--pin", PIN]
    subprocess.run(command, capture_output=True, check=True)
    return SecurityModule(library=library, token=LABEL, serial="", key=KEY, pin=PIN, pin_file="")


def inside(module: SecurityModule, code: str, key: str = KEY) -> str:
    """What a program prints that has the PIN and finds `keys` of this label in a `session`."""
    command = [sys.executable, "-c", _LOOK + code, module.library, LABEL, PIN, key]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def broken(module: SecurityModule) -> list[tuple[SecurityModule, str]]:
    """Ways in which it fails, and a part of the sentence that says so."""
    return [
        (replace(module, library="/nowhere/libp11.so"), "does not load: ask who runs this service to check"),
        (replace(module, token="Another token"), "The token with the key that certifies is not there"),
        (replace(module, pin=WRONG_PIN), "refuses its PIN: ask who runs this service to correct the PIN before"),
        (replace(module, pin="", pin_file="/nowhere/pin"), "The PIN of the security module cannot be read"),
    ]
