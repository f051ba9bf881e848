"""The addresses of the public catalogue."""

from django.urls import path

from catalog.views import pages

app_name = "catalog"

urlpatterns = [
    path("licences/", pages.licences, name="licences"),
    path("licences/<str:licence_id>/", pages.licence, name="licence"),
    path("licences/<str:licence_id>/row/", pages.licence_row, name="licence_row"),
    path("models/", pages.models, name="models"),
    path("models/<str:model_id>/", pages.model, name="model"),
    path("situations/", pages.situations, name="situations"),
]
