"""The checklist as declared data: four phases, twenty items, their forms, and the facts that answers state."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.translation import gettext_lazy

from wizard.phases import identification, monitoring, technical
from wizard.phases.eu import HIGH_RISK, SYSTEMIC_RISK
from wizard.phases.item import Item, Phase
from wizard.phases.organisation import ORGANISATION
from wizard.phases.use import BEHAVIOUR, TRAINING_ITEM

PHASES = (
    Phase("identification", gettext_lazy("Licence identification"), identification.ITEMS),
    Phase("use-case", gettext_lazy("Use case"), (BEHAVIOUR, ORGANISATION, TRAINING_ITEM, HIGH_RISK, SYSTEMIC_RISK)),
    Phase("technical", gettext_lazy("Technical compliance"), technical.ITEMS),
    Phase("monitoring", gettext_lazy("Monitoring"), monitoring.ITEMS),
)

ITEMS: Mapping[str, Item] = MappingProxyType({item.id: item for phase in PHASES for item in phase.items})

__all__ = ["ITEMS", "PHASES", "Item", "Phase"]
