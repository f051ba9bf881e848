"""The addresses of the public catalogue."""

from django.urls import path, re_path

from catalog.views import guide, intake, licences, models

app_name = "catalog"

urlpatterns = [
    path("licences/recognise/", intake.recognise, name="recognise"),
    path("licences/", licences.licences, name="licences"),
    path("licences/compare/", licences.compare, name="licences_compare"),
    re_path(r"^licences/export\.(?P<kind>csv|xlsx|json)$", licences.export, name="licences_export"),
    path("licences/<str:licence_id>/", licences.licence, name="licence"),
    path("licences/<str:licence_id>/row/", licences.licence_row, name="licence_row"),
    path("models/", models.models, name="models"),
    path("models/compare/", models.compare, name="model_compare"),
    re_path(r"^models/export\.(?P<kind>csv|xlsx|json)$", models.export, name="models_export"),
    path("models/<str:model_id>/", models.model, name="model"),
    path("situations/", guide.situations, name="situations"),
]
