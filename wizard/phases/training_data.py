"""Phase 3, fine-tuning data: where it came from, source by source, and where that is written down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.presenters.language import within
from wizard.phases.choices import Select, YesNo
from wizard.phases.context import Context
from wizard.phases.fields import Text
from wizard.phases.item import Group, Item, Lines, Rule
from wizard.phases.numbers import Percent
from wizard.phases.rows import RowForm, RowsForm, Table, YesNoCell

KINDS = (
    ("public-dataset", gettext_lazy("Public dataset")),
    ("licensed", gettext_lazy("Licensed from its holder")),
    ("private", gettext_lazy("Private, of others")),
    ("crawled", gettext_lazy("Crawled from the web")),
    ("user-data", gettext_lazy("From users of a product")),
    ("synthetic", gettext_lazy("Made by a model")),
    ("own", gettext_lazy("Our own")),
)


class SourceForm(RowForm):
    """One row of the table of data sources."""

    thing = gettext_lazy("source")
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "name": ("name", "source", "dataset", "datasource"),
        "kind": ("kind", "type", "category"),
        "origin": ("origin", "from", "wherefrom", "url", "address"),
        "permission": ("licenceorpermission", "permission", "licence", "license", "legalbasis"),
        "personal_data": ("personaldata", "personal", "pii", "containspersonaldata"),
        "opt_outs": ("optoutsrespected", "optouts", "optout", "copyrightoptoutsrespected", "tdmoptouts"),
        "share": ("share", "percent", "percentage", "shareofthedata"),
    }
    name = Text(label=gettext_lazy("Source"), required=False)
    kind = Select(label=gettext_lazy("Kind"), choices=KINDS, unsure=False, required=False)
    origin = Text(label=gettext_lazy("Origin"), required=False)
    permission = Text(label=gettext_lazy("Licence or permission"), required=False)
    personal_data = YesNoCell(label=gettext_lazy("Personal data"))
    opt_outs = YesNoCell(label=gettext_lazy("Opt-outs respected"))
    share = Percent(label=gettext_lazy("Share"), required=False, most=100)


SOURCES = Table(
    name="data_sources",
    row=SourceForm,
    caption=gettext_lazy("The sources of your training data"),
    add=gettext_lazy("Add a source"),
    paste=gettext_lazy(
        "Source, kind, origin, licence or permission, personal data, opt-outs respected, share in per cent; "
        "with or without a header, the columns in any order."
    ),
    stacked=True,
)


class FineTuningData(RowsForm):
    """Where the data of a change, or of a model of one's own, came from, and where that is written down."""

    table = SOURCES
    depends: ClassVar[Mapping[str, Rule]] = {
        "recorded_where": lambda values, _context: values.get("fine_tuning_data_recorded") == "yes"
    }
    fine_tuning_data_recorded = YesNo(
        label=gettext_lazy("Are the sources of your training data recorded?"),
        at="/safeguards/fine_tuning_data_recorded",
    )
    recorded_where = Text(label=gettext_lazy("Where is the record?"))

    def build(self) -> None:
        super().build()
        hint = _(
            "Opt-outs are the reservations that holders of rights make against text and data mining. "
            "The shares are parts of one whole; rough ones will do."
        )
        self.groups = [
            Group(("fine_tuning_data_recorded", "recorded_where")),
            Group((), _("The sources"), hint, table=True),
        ]

    def clean(self) -> dict[str, Any]:
        """Shares are parts of one whole."""
        whole = sum(row.get("share", 0) for row in self.listed())
        if whole > 1.0001:
            words = _("Share: together the sources make %(share)s of the whole. Bring them down to 100 %%.")
            self.add_error(None, ValidationError(words % {"share": f"{round(whole * 100, 2):g} %"}))
        return super().clean()

    def lines(self) -> Lines:
        """One line for each source."""
        return [
            *super().lines(),
            *(
                (_("Source: %(name)s") % {"name": row.get("name") or _("no name")}, source_words(row))
                for row in self.listed()
            ),
        ]


def source_words(row: Mapping[str, Any]) -> str:
    """What is told of one source, in the order of the table."""
    fields = SourceForm(prefix=SOURCES.prefix(0))
    parts = []
    for name in ("kind", "origin", "permission", "personal_data", "opt_outs", "share"):
        if name in row:
            field = fields.question(name)
            words = field.words(row[name])
            parts.append(words if name in {"kind", "origin"} else f"{within(str(field.label))}: {words}")
    return "; ".join(parts)


def trains(context: Context) -> bool:
    """Training data matters unless it is settled that nothing is tuned, and as soon as another model is trained.

    That is one that learns from the outputs, or one of one's own that is supplied in the Union.
    """
    return (
        context.fact("/adaptation/fine_tunes") is not False
        or context.fact("/outputs/train") not in (None, "none")
        or context.fact("/eu_ai_act/G0") is True
    )


FINE_TUNING_DATA = Item(
    "fine-tuning-data",
    "technical",
    gettext_lazy("Fine-tuning data"),
    gettext_lazy("Where does your training data come from?"),
    gettext_lazy("A record made now costs an hour; one made for an authority costs a month."),
    FineTuningData,
    articles=("53(1)(c)", "53(1)(d)"),
    applies=trains,
)
