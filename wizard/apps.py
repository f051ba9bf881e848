"""The wizard as a part of the Django project."""

from django.apps import AppConfig


class WizardConfig(AppConfig):
    """What a team decides, and the records of it."""

    name = "wizard"
    verbose_name = "Wizard"
