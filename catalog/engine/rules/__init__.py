"""The rules, one subject per file. The mapping below is the complete list: topic of a licence to its rule."""

from collections.abc import Callable, Mapping
from typing import Any

from catalog.engine.case import Case, Stated
from catalog.engine.finding import Outcome
from catalog.engine.rules import duties, outputs, passing_on, rights, scale, uses

Rule = Callable[[Stated[Any], Case], Outcome]

RULES: Mapping[str, Rule] = {
    "commercial-use": rights.commercial_use,
    "modification": rights.modification,
    "distribution": rights.distribution,
    "registration": rights.registration,
    "territory": rights.territory,
    "field": rights.field,
    "patent": rights.patent,
    "threshold": scale.threshold,
    "use-restrictions": uses.use_restrictions,
    "output-training": outputs.output_training,
    "output-naming": outputs.output_naming,
    "output-derivative": outputs.output_derivative,
    "attribution": duties.attribution,
    "notice": duties.notice,
    "licence-copy": duties.licence_copy,
    "use-policy": duties.use_policy,
    "content-filter": duties.content_filter,
    "propagation": passing_on.propagation,
    "copyleft": passing_on.copyleft,
}

# Every other rule is silent where the text was searched and states nothing, so it need not be asked there.
SPEAK_OF_SILENCE = frozenset({"patent"})
