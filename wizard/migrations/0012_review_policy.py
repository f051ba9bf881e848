"""An approval keeps what the policy of the organisation said of it. A column that may be empty rebuilds no table."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("wizard", "0011_policy"),
    ]

    operations = [
        migrations.AddField(
            model_name="review",
            name="policy",
            field=models.JSONField(blank=True, null=True),
        ),
    ]
