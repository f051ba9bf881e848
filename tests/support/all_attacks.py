"""Every attack on signed reports that is tried, in the order of the table in the README."""

from tests.support.attacks_by_editing import BY_EDITING
from tests.support.attacks_from_outside import FROM_OUTSIDE
from tests.support.attacks_on_additions import ON_ADDITIONS
from tests.support.attacks_on_bytes import ON_BYTES

ATTACKS = (*BY_EDITING, *ON_BYTES, *ON_ADDITIONS, *FROM_OUTSIDE)
