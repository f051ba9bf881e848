"""Phase 4: who looks again, when, and where the decision is kept."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wizard.interchange.calendar import QUARTER, months_later
from wizard.phases.alerts import has_limit
from wizard.phases.choices import Choice
from wizard.phases.fields import Address, Day, Text
from wizard.phases.item import Group, Item, ItemForm, Note
from wizard.phases.numbers import Count, grouped

PHASE = "monitoring"

RHYTHMS = (
    ("1", gettext_lazy("Every month")),
    ("3", gettext_lazy("Every three months")),
    ("6", gettext_lazy("Every six months")),
    ("12", gettext_lazy("Every year")),
)


class LicenceReview(ItemForm):
    """When the licences are read again, and by whom."""

    next_review = Day(
        label=gettext_lazy("Next review on"),
        help_text=gettext_lazy("Within three months: licences change with each model."),
        future_only=True,
    )
    every = Choice(label=gettext_lazy("And after that?"), choices=RHYTHMS, unsure=False, initial="3", required=False)
    reviewer = Text(label=gettext_lazy("Who reviews them?"))

    def build(self) -> None:
        self.fields["next_review"].initial = months_later(self.context.today, QUARTER)


class UserGrowth(ItemForm):
    """Who projects the users forward; the growth itself is stated once, with the users."""

    watcher = Text(label=gettext_lazy("Who watches the growth?"))
    next_projection = Day(label=gettext_lazy("Next projection on"), future_only=True)

    def build(self) -> None:
        growth = self.context.fact("/organisation/monthly_growth")
        said = (
            _("not stated yet: nothing is assumed in your favour")
            if growth is None
            else _("%(share)s a month") % {"share": f"{round(growth * 100, 4):g} %"}
        )
        notes = [Note(_("Growth you stated"), said)]
        if (users := self.context.fact("/organisation/monthly_active_users")) is not None:
            notes.append(Note(_("Users you stated"), _("%(users)s a month") % {"users": grouped(users)}))
        self.groups = [Group(tuple(self.fields), notes=tuple(notes))]


class RegulatoryUpdates(ItemForm):
    """Who follows the law, in which sources, and when next."""

    follower = Text(label=gettext_lazy("Who follows the law?"))
    sources = Text(
        label=gettext_lazy("Which sources?"),
        help_text=gettext_lazy("Official journals, the AI Office, a law firm’s letter; one to a line."),
        lines=3,
    )
    next_look = Day(label=gettext_lazy("Next look on"), future_only=True)


class AuditTrail(ItemForm):
    """Where the decision is kept, how long, and who answers for it."""

    kept_where = Text(
        label=gettext_lazy("Where is the decision kept?"),
        help_text=gettext_lazy("The signed report and the evidence behind it."),
    )
    years = Count(
        label=gettext_lazy("For how many years?"),
        help_text=gettext_lazy("The AI Act asks ten for its documents."),
        unit=gettext_lazy("%(number)s years"),
        most=100,
    )
    responsible = Text(label=gettext_lazy("Who is responsible?"))


class Addresses(Text):
    """Web addresses, one to a line."""

    def validate(self, value: str) -> None:
        """Name the first line that is no address."""
        super().validate(value)
        for line in value.splitlines():
            try:
                Address().clean(line.strip())
            except ValidationError:
                raise ValidationError(
                    _("“%(line)s” is no web address. Put one address on each line.") % {"line": line.strip()[:80]}
                ) from None


class UpstreamChanges(ItemForm):
    """Which pages are watched for a change of terms, and by whom."""

    addresses = Addresses(
        label=gettext_lazy("Which pages are watched?"),
        help_text=gettext_lazy("Licences, use policies, model pages; one address to a line."),
        lines=4,
    )
    watcher = Text(label=gettext_lazy("Who watches them?"))
    every = Choice(label=gettext_lazy("How often?"), choices=RHYTHMS, unsure=False, initial="1", required=False)

    def build(self) -> None:
        pages = {str(licence.url) for licence in self.context.texts}
        policies = {str(value.url) for _, value in self.context.values("use-policy") if value.url}
        cards = {f"https://huggingface.co/{model.hf_repo}" for model in self.context.models if model.hf_repo}
        self.fields["addresses"].initial = "\n".join(sorted(pages | policies | cards))


ITEMS = (
    Item(
        "licence-review",
        PHASE,
        gettext_lazy("Licence review"),
        gettext_lazy("When are the licences read again?"),
        gettext_lazy("A new version of a model may come with new terms."),
        LicenceReview,
        topics=("use-policy",),
    ),
    Item(
        "user-growth",
        PHASE,
        gettext_lazy("User growth"),
        gettext_lazy("Who projects the users forward?"),
        gettext_lazy("What is free today may need a licence after a good quarter."),
        UserGrowth,
        topics=("threshold",),
        applies=has_limit,
    ),
    Item(
        "regulatory-updates",
        PHASE,
        gettext_lazy("Regulatory updates"),
        gettext_lazy("Who follows the law?"),
        gettext_lazy("Dates under the AI Act moved in 2026, and guidelines are still in draft."),
        RegulatoryUpdates,
        articles=("111", "113"),
    ),
    Item(
        "audit-trail",
        PHASE,
        gettext_lazy("Audit trail"),
        gettext_lazy("Where is this decision kept?"),
        gettext_lazy("The signed report stands alone. Somebody has to be able to find it in ten years."),
        AuditTrail,
        articles=("18",),
    ),
    Item(
        "upstream-changes",
        PHASE,
        gettext_lazy("Upstream changes"),
        gettext_lazy("Who notices when a licence changes upstream?"),
        gettext_lazy("We filled in the pages that matter for your candidates. Take away or add what you like."),
        UpstreamChanges,
        topics=("use-policy",),
    ),
)
