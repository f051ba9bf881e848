"""Which address leads where."""

from __future__ import annotations

from allauth.account import views as account
from django.urls import include, path, re_path

from wizard.api.verify import api

# Only what closed accounts need: allauth's own list would add sign-up and the keeping of several addresses.
accounts = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]

urlpatterns = [
    path("accounts/", include(accounts)),
    path("api/v1/", api.urls),
    path("", include("wizard.urls")),
    path("", include("catalog.urls")),
]

handler400 = "wizard.views.errors.bad_request"
handler403 = "wizard.views.errors.permission_denied"
handler404 = "wizard.views.errors.page_not_found"
handler500 = "wizard.views.errors.server_error"
