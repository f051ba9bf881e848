"""Phase 4: who looks again, when, and where the decision is kept."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from wizard.interchange.calendar import QUARTER, months_later
from wizard.phases.alerts import has_limit
from wizard.phases.choices import Choice
from wizard.phases.fields import Address, Day, Text
from wizard.phases.item import Group, Item, ItemForm, Note
from wizard.phases.numbers import Count, grouped

PHASE = "monitoring"

RHYTHMS = (("1", "Every month"), ("3", "Every three months"), ("6", "Every six months"), ("12", "Every year"))


class LicenceReview(ItemForm):
    """When the licences are read again, and by whom."""

    next_review = Day(
        label="Next review on", help_text="Within three months: licences change with each model.", future_only=True
    )
    every = Choice(label="And after that?", choices=RHYTHMS, unsure=False, initial="3", required=False)
    reviewer = Text(label="Who reviews them?")

    def build(self) -> None:
        self.fields["next_review"].initial = months_later(self.context.today, QUARTER)


class UserGrowth(ItemForm):
    """Who projects the users forward; the growth itself is stated once, with the users."""

    watcher = Text(label="Who watches the growth?")
    next_projection = Day(label="Next projection on", future_only=True)

    def build(self) -> None:
        growth = self.context.fact("/organisation/monthly_growth")
        said = (
            "not stated yet: nothing is assumed in your favour"
            if growth is None
            else f"{round(growth * 100, 4):g} % a month"
        )
        notes = [Note("Growth you stated", said)]
        if (users := self.context.fact("/organisation/monthly_active_users")) is not None:
            notes.append(Note("Users you stated", f"{grouped(users)} a month"))
        self.groups = [Group(tuple(self.fields), notes=tuple(notes))]


class RegulatoryUpdates(ItemForm):
    """Who follows the law, in which sources, and when next."""

    follower = Text(label="Who follows the law?")
    sources = Text(
        label="Which sources?",
        help_text="Official journals, the AI Office, a law firm’s letter; one to a line.",
        lines=3,
    )
    next_look = Day(label="Next look on", future_only=True)


class AuditTrail(ItemForm):
    """Where the decision is kept, how long, and who answers for it."""

    kept_where = Text(label="Where is the decision kept?", help_text="The signed report and the evidence behind it.")
    years = Count(
        label="For how many years?", help_text="The AI Act asks ten for its documents.", unit="years", most=100
    )
    responsible = Text(label="Who is responsible?")


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
                    f"“{line.strip()[:80]}” is no web address. Put one address on each line."
                ) from None


class UpstreamChanges(ItemForm):
    """Which pages are watched for a change of terms, and by whom."""

    addresses = Addresses(
        label="Which pages are watched?",
        help_text="Licences, use policies, model pages; one address to a line.",
        lines=4,
    )
    watcher = Text(label="Who watches them?")
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
        "Licence review",
        "When are the licences read again?",
        "A new version of a model may come with new terms.",
        LicenceReview,
        topics=("use-policy",),
    ),
    Item(
        "user-growth",
        PHASE,
        "User growth",
        "Who projects the users forward?",
        "What is free today may need a licence after a good quarter.",
        UserGrowth,
        topics=("threshold",),
        applies=has_limit,
    ),
    Item(
        "regulatory-updates",
        PHASE,
        "Regulatory updates",
        "Who follows the law?",
        "Dates under the AI Act moved in 2026, and guidelines are still in draft.",
        RegulatoryUpdates,
        articles=("111", "113"),
    ),
    Item(
        "audit-trail",
        PHASE,
        "Audit trail",
        "Where is this decision kept?",
        "The signed report stands alone. Somebody has to be able to find it in ten years.",
        AuditTrail,
        articles=("18",),
    ),
    Item(
        "upstream-changes",
        PHASE,
        "Upstream changes",
        "Who notices when a licence changes upstream?",
        "We filled in the pages that matter for your candidates. Take away or add what you like.",
        UpstreamChanges,
        topics=("use-policy",),
    ),
)
