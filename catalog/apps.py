"""The catalogue as a part of the Django project."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """What is known. It has pages and no database."""

    name = "catalog"
    verbose_name = "Catalogue"
