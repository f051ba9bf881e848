"""A process that tells which environment it was given."""

import json
import os

from wizard import isolated


def answer(payload: bytes) -> bytes:
    """Return the environment as JSON."""
    return json.dumps(dict(os.environ)).encode()


if __name__ == "__main__":
    isolated.serve(answer)
