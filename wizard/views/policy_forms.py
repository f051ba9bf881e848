"""The forms of the organisation's policy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wizard.models import RiskClass, RulingKind
from wizard.phases.fields import Day, Text
from wizard.process.policy import FEWEST, MOST, Risk, Rule

QUARTER = timedelta(days=91)
MOST_DAYS = 90


class RulesForm(forms.Form):
    """How many reviewers decide, and within how many days, for each risk."""

    use_required_attribute = False

    def __init__(self, data: QueryDict | None = None, *, rules: Mapping[Risk, Rule], **options: Any) -> None:
        super().__init__(data, **options)
        for risk in Risk:
            named = {"risk": RiskClass(risk).label}
            self.fields[f"{risk}_reviewers"] = forms.IntegerField(
                label=_now("%(risk)s risk: how many reviewers") % named,
                min_value=FEWEST,
                max_value=MOST,
                initial=rules[risk].reviewers,
            )
            self.fields[f"{risk}_days"] = forms.IntegerField(
                label=_now("%(risk)s risk: days to decide") % named,
                min_value=1,
                max_value=MOST_DAYS,
                initial=rules[risk].days,
            )

    @staticmethod
    def labels() -> list[tuple[Risk, str]]:
        """Each risk with its word."""
        return [(risk, str(RiskClass(risk).label)) for risk in Risk]

    def rule(self, risk: Risk) -> Rule:
        """What was entered for a risk."""
        return Rule(self.cleaned_data[f"{risk}_reviewers"], self.cleaned_data[f"{risk}_days"])


class RulingForm(forms.Form):
    """What legal says of a licence."""

    use_required_attribute = False
    ruling = forms.ChoiceField(
        label=_("What holds for every model under it"),
        choices=RulingKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three.")},
    )
    conditions = Text(
        label=_("Conditions"),
        help_text=_("Only for an approval on conditions. They stand in each review and report."),
        required=False,
        lines=3,
    )
    reason = Text(label=_("Reason"), lines=3, error_messages={"required": _("Write at least one sentence.")})
    review_due = Day(
        label=_("Next audit"),
        help_text=_("A quarter from now, unless you choose otherwise."),
        future_only=True,
        error_messages={"required": _("Enter a day after today.")},
    )

    def __init__(self, data: QueryDict | None = None, *, today: date, **options: Any) -> None:
        super().__init__(data, **options)
        _dated(self, "review_due", today, QUARTER)

    def clean(self) -> dict[str, Any]:
        """Conditions go with an approval on conditions, and with nothing else."""
        given = super().clean() or {}
        conditional = given.get("ruling") == RulingKind.CONDITIONAL
        if conditional and not given.get("conditions"):
            self.add_error("conditions", _("Write what has to be done, or choose another ruling."))
        if given.get("ruling") and not conditional and given.get("conditions"):
            self.add_error("conditions", _("Empty this, or choose the approval on conditions."))
        return given


class WaiverForm(forms.Form):
    """For whom, why and until when a ban is set aside."""

    use_required_attribute = False
    assessment = forms.CharField(
        label=_("Assessment"),
        help_text=_("Its reference, such as CW-2026-0001. Leave it empty to waive the ban for every assessment."),
        required=False,
        max_length=20,
    )
    reason = Text(label=_("Reason"), lines=3, error_messages={"required": _("Write at least one sentence.")})
    until = Day(
        label=_("Last day"),
        help_text=_("Yesterday or earlier takes a waiver back."),
        error_messages={"required": _("Enter a day.")},
    )

    def __init__(self, data: QueryDict | None = None, *, today: date, **options: Any) -> None:
        super().__init__(data, **options)
        _dated(self, "until", today, QUARTER)


def _dated(form: forms.Form, name: str, today: date, ahead: timedelta) -> None:
    field = form.fields[name]
    assert isinstance(field, Day)  # noqa: S101 (declared above)
    field.today = today
    field.initial = today + ahead
