"""The addresses of the public catalogue."""

from django.urls import path, re_path

from catalog.views import cases, check, guide, intake, licences, models, patterns

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
    path("check/", check.check, name="check"),
    path("guide/", guide.index, name="guide"),
    path("situations/", guide.situations, name="situations"),
    path("flowchart/", guide.chart, name="flowchart"),
    path("checklist/", guide.checklist, name="checklist"),
    path("families/", guide.families, name="families"),
    path("traps/", guide.traps, name="traps"),
    path("faq/", guide.faq, name="faq"),
    path("practices/", guide.practices, name="practices"),
    path("ai-act/", guide.ai_act, name="ai_act"),
    path("disagreements/", guide.disagreements, name="disagreements"),
    path("editions/", guide.editions, name="editions"),
    path("cases/", cases.cases, name="cases"),
    path("patterns/", patterns.patterns, name="patterns"),
]
