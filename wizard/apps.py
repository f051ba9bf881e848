"""The wizard as a part of the Django project."""

from django.apps import AppConfig
from django.core.checks import register

from wizard import checks


class WizardConfig(AppConfig):
    """What a team decides, and the records of it."""

    name = "wizard"
    verbose_name = "Wizard"

    def ready(self) -> None:
        """Let the catalogue know what the organisation has added, and `check --deploy` what to look at."""
        from wizard.queries import overlay  # reads models, which exist only now

        overlay.register()
        register(checks.certifying_key, deploy=True)
