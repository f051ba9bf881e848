"""Work on untrusted or expensive input in a process of its own: limited in memory and time, and without our secrets.

The parent calls `run`, naming a module; that module's `__main__` part calls `serve` with the function that answers.
Bytes go in by standard input and come back by standard output. A refusal that the function raises as `ValueError`
comes back to the parent as `Refused` with the same sentence; everything else that ends the process is `Stopped`.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

_ROOT = Path(__file__).resolve().parent.parent
_REFUSED = 3
_INHERITED = ("PATH", "SYSTEMROOT", "DYLD_FALLBACK_LIBRARY_PATH")
"""What the process needs to find its interpreter and its libraries; nothing else of our environment is passed."""

_OURS = "CLEARWEIGHTS_"


class Refused(Exception):
    """The work was refused; the message is the sentence that says why."""


class Stopped(Exception):
    """The process came to no answer. `cause` is `time`, `memory` or `failure`."""

    def __init__(self, cause: str) -> None:
        self.cause = cause
        super().__init__(cause)


def run(module: str, payload: bytes, *, seconds: int, memory_mb: int, environment: bool = False) -> bytes:
    """Answer `payload` by `module` in a new process and return its bytes. Raises `Refused` or `Stopped`.

    The working directory of the process is a temporary folder of its own, removed afterwards. With `environment` it
    has our environment but for our own settings and secrets, as libraries need that are set up by theirs.
    """
    with tempfile.TemporaryDirectory(prefix="clearweights-") as folder:
        command = [sys.executable, "-X", "utf8", "-m", module, str(memory_mb), str(seconds)]
        try:
            done = subprocess.run(  # noqa: S603 (a fixed command: our own interpreter and a module of ours)
                command,
                input=payload,
                capture_output=True,
                check=False,
                timeout=seconds,
                cwd=folder,
                env=_environment(folder, whole=environment),
            )
        except subprocess.TimeoutExpired:
            raise Stopped("time") from None
    if done.returncode == _REFUSED:
        raise Refused(done.stderr.decode("utf-8", "replace").strip())
    if done.returncode:
        raise Stopped("memory" if b"MemoryError" in done.stderr else "failure")
    return done.stdout


def serve(answer: Callable[[bytes], bytes]) -> NoReturn:
    """Be the process that `run` starts: take the limits from the command line, then answer standard input."""
    memory_mb, seconds = int(sys.argv[1]), int(sys.argv[2])
    _confine(memory_mb, seconds)
    try:
        reply = answer(sys.stdin.buffer.read())
    except ValueError as refusal:
        sys.stderr.write(str(refusal))
        sys.exit(_REFUSED)
    sys.stdout.buffer.write(reply)
    sys.stdout.buffer.flush()
    sys.exit(0)


def _environment(folder: str, *, whole: bool) -> dict[str, str]:
    own = {"TMPDIR": folder, "TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONPATH": str(_ROOT)}
    if whole:
        return {**{name: said for name, said in os.environ.items() if not name.startswith(_OURS)}, **own}
    inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    return {**inherited, **own, "HOME": folder}


def _confine(memory_mb: int, seconds: int) -> None:
    """Limit this process. Not every system knows every limit (macOS ignores the first); the others still hold."""
    try:
        import resource
    except ImportError:
        return
    limits = {
        resource.RLIMIT_AS: memory_mb * 1024 * 1024,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_CORE: 0,
    }
    for limit, value in limits.items():
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limit, (value, value))
