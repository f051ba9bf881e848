"""The wizard as a part of the Django project."""

from django.apps import AppConfig


class WizardConfig(AppConfig):
    """What a team decides, and the records of it."""

    name = "wizard"
    verbose_name = "Wizard"

    def ready(self) -> None:
        """Let the catalogue know what the organisation has added."""
        from wizard.queries import overlay  # reads models, which exist only now

        overlay.register()
