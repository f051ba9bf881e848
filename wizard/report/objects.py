"""Reading PDF objects without tripping over what is not there."""

from typing import Any

import pikepdf


def inside(start: Any, *keys: str) -> Any:
    """Follow keys through nested dictionaries; None as soon as one of them is missing."""
    found = start
    for key in keys:
        if not isinstance(found, pikepdf.Dictionary | pikepdf.Stream | pikepdf.Page) or key not in found:
            return None
        found = found[key]
    return found
