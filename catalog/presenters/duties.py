"""What an evaluation says is owed: each duty once, under a key that stays when the evaluation is made anew.

Licence duties are those of every model that may be used; a blocked model owes nothing. Knows no web framework.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Owed:
    """One duty of the evaluation, its key, and the ids of the models for which it is owed; none for the AI Act."""

    key: str
    duty: Mapping[str, Any]
    models: tuple[str, ...] = ()


def licence_duties(evaluation: Mapping[str, Any]) -> tuple[Owed, ...]:
    """The duties under the licences, in the order of the evaluation. A key is the duty's code and its licence."""
    found: dict[str, Owed] = {}
    for model in evaluation["models"]:
        for duty in model["obligations"] if model["verdict"] != "blocked" else ():
            key = _free_key(duty, found)
            known = found.get(key, Owed(key, duty))
            found[key] = Owed(key, known.duty, (*known.models, model["model"]))
    return tuple(found.values())


def act_duties(evaluation: Mapping[str, Any]) -> tuple[Owed, ...]:
    """The duties under the AI Act, the earliest first."""
    duties = sorted(evaluation["eu_ai_act"]["obligations"], key=lambda duty: str(duty["applies_from"]))
    return tuple(Owed(f"ai-act:{duty['id']}", duty) for duty in duties)


def _free_key(duty: Mapping[str, Any], found: Mapping[str, Owed]) -> str:
    """The key of a duty; where a licence asks for two things under one code, the second is counted."""
    key = plain = f"{duty['code']}:{duty.get('licence', '')}"
    number = 1
    while key in found and found[key].duty["says"] != duty["says"]:
        number += 1
        key = f"{plain}:{number}"
    return key
