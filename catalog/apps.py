"""The catalogue as a part of the Django project."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """What is known. It has pages and no database."""

    name = "catalog"
    verbose_name = "Catalogue"

    def ready(self) -> None:
        """Let pages and reports speak the language that Django has made active."""
        from catalog.presenters.language import register_language
        from catalog.translation import ReadersLanguage

        register_language(ReadersLanguage())
