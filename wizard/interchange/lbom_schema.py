"""The shape of `ai-license-bom.yaml` as JSON Schema, for editors and other programs: the one that `lbom_file` reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wizard.interchange.lbom import NOTHING
from wizard.interchange.lbom_file import KEYS
from wizard.interchange.yaml_values import MOST_ENTRIES

_TEXT: Mapping[str, Any] = {"type": "string", "pattern": "\\S"}
_TEXTS: Mapping[str, Any] = {"type": "array", "items": _TEXT}
_VALUES: Mapping[str, Mapping[str, Any]] = {
    "id": {**_TEXT, "description": "The model: an id of the catalogue, an alias, or a Hugging Face repository."},
    "license": {**_TEXT, "description": "Its licences in force, with AND between them; OR where one may be chosen."},
    "source": {"type": ["string", "null"], "description": "The address of its weights; empty where there is none."},
    "commercial_use": {"type": "boolean", "description": "Whether the licences allow commercial use."},
    "restrictions": {
        "anyOf": [{"const": NOTHING}, {"type": "null"}, _TEXTS],
        "description": "What the licences take away, a sentence each.",
    },
    "mau_threshold": {
        "type": ["integer", "null"],
        "minimum": 1,
        "exclusiveMaximum": 10**15,
        "description": "The lowest limit of monthly active users among the licences; null where there is none.",
    },
    "last_reviewed": {
        "type": "string",
        "format": "date",
        "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
        "description": "The day on which the licences were last read against the use.",
    },
    "deployed_in": {**_TEXTS, "description": "The products and services that run it; empty where none does."},
}


def bill_schema(address: str) -> dict[str, Any]:
    """Return the schema (draft 2020-12) under its own address. That no model stands twice is said by no schema."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address,
        "title": "Licence bill of materials",
        "description": "The models that an organisation uses, with what their licences ask for: ai-license-bom.yaml.",
        "type": "object",
        "required": ["models"],
        "properties": {
            "models": {
                "type": "array",
                "maxItems": MOST_ENTRIES,
                "items": {"type": "object", "required": list(KEYS), "properties": {key: _VALUES[key] for key in KEYS}},
            }
        },
    }
