"""The settings. Every value that differs between places comes from the environment (see `config.env`).

`CLEARWEIGHTS_MODE` is `production` unless it is set to `demo`:

- production: every required variable has to be set, cookies and addresses are HTTPS only;
- demo: for this machine only; secrets are made and kept in the data folder, demo accounts are allowed.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config.env import DEMO as DEMO_MODE
from config.env import LOOPBACK_HOSTS, PRODUCTION, Environment, WrongEnvironment, kept_secret

BASE_DIR = Path(__file__).resolve().parent.parent

# The languages that pages can be read in; the browser asks for one of them. One is added by its translated messages
# (see CONTRIBUTING.md) and by its line here.
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]

# --- From the environment ---------------------------------------------------------------------------------------

_env = Environment(os.environ)
DEMO = _env.choice("CLEARWEIGHTS_MODE", (PRODUCTION, DEMO_MODE), default=PRODUCTION) == DEMO_MODE

# Everything the service writes: database, evidence, reports, keys, cache, undelivered mail.
DATA_DIR = _env.folder("CLEARWEIGHTS_DATA_DIR", default=BASE_DIR / ".data" if DEMO else None)
# The name that stands in reports and in the organisation's certificate.
ORGANISATION = _env.text(
    "CLEARWEIGHTS_ORGANISATION",
    "the name of your organisation as it shall stand in reports",
    default="Example Organisation" if DEMO else None,
)
_hosts = _env.hosts("CLEARWEIGHTS_HOSTS", default=LOOPBACK_HOSTS if DEMO else None)
if DEMO:
    _env.refuse_foreign_hosts("CLEARWEIGHTS_HOSTS", _hosts)
else:
    SECRET_KEY = _env.text(
        "CLEARWEIGHTS_SECRET_KEY", "a random text of at least 50 characters", minimum=50, different=5
    )
    KEY_PASSPHRASE = _env.text(
        "CLEARWEIGHTS_KEY_PASSPHRASE",
        "a text of at least 20 characters; it protects the organisation's signing keys, so keep a copy of it",
        minimum=20,
    )
# What a report is written in, whatever language its author and its reviewer read.
REPORT_LANGUAGE = _env.choice(
    "CLEARWEIGHTS_REPORT_LANGUAGE", tuple(code for code, _ in LANGUAGES), default=LANGUAGE_CODE
)
# Whether the service asks the addresses whose texts are watched. Nobody is asked before somebody watches an address.
WATCH = _env.choice("CLEARWEIGHTS_WATCH", ("yes", "no"), default="yes") == "yes"
_time_authority = _env.time_authority()
_reviewer_roots = _env.certificates(
    "CLEARWEIGHTS_REVIEWER_ROOTS",
    "the path of a file with the certificates (PEM) of the authorities that are accepted for reviewers",
)
# Where the key that certifies reports stays, if it is not a protected file in the data folder. Named so that no report
# of an error shows what is in it.
SECURITY_MODULE_TOKEN = _env.security_module()
_mail = _env.mail()
# Hosts of the organisation's own network that may be asked though they are private, by http and on any port.
INSIDE_HOSTS = frozenset(_env.hosts("CLEARWEIGHTS_INSIDE_HOSTS", default=()))
_behind_proxy = _env.flag("CLEARWEIGHTS_BEHIND_PROXY")
try:
    _env.refuse_if_wrong()
except WrongEnvironment as wrong:
    raise ImproperlyConfigured(str(wrong)) from None
if DEMO:
    SECRET_KEY = kept_secret(DATA_DIR / "demo-secret-key")
    KEY_PASSPHRASE = kept_secret(DATA_DIR / "demo-key-passphrase")

# Without an address signatures carry the signer's own word about the time (PAdES B-B). Certificates as PEM.
TIMESTAMP_URL, TIMESTAMP_ROOTS = _time_authority.url, _time_authority.roots
# Authorities outside whose certificates reviewers may sign with, as PEM; none unless they are named.
REVIEWER_ROOTS = _reviewer_roots
# The name under which others reach the service: it stands in messages and in certificates, which no request made.
PUBLIC_HOST = "" if DEMO else next((host for host in _hosts if not host.startswith(".")), "")

# Never, in demo mode either: a traceback is no page for a visitor.
DEBUG = False
ALLOWED_HOSTS = list(_hosts)

# --- The parts --------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "catalog.apps.CatalogConfig",
    "wizard.apps.WizardConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "template_partials",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.caches.private_pages",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wizard.views.errors.wrong_method",
    "wizard.api.frame.api_frame",
    "config.limits.request_size_limit",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

# template_partials wraps the loaders itself, so that "page.html#part" names a part of a page.
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wizard.presenters.frame.frame",
            ]
        },
    }
]

# --- Data -------------------------------------------------------------------------------------------------------

# Writers queue instead of failing (IMMEDIATE and the timeout), readers never wait for them (WAL). FULL, not NORMAL:
# a signed decision must survive a power cut, and the price, a third of the rate of writes, is far from felt here.
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "clearweights.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 5,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
        # Tests run on a real file too; Django's default, a database in memory, knows neither WAL nor a second writer.
        "TEST": {"NAME": DATA_DIR / "test.sqlite3"},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# In files, because the workers are separate processes and have to count failed sign-ins together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "cache",
        "OPTIONS": {"MAX_ENTRIES": 5000},
    }
}

# An oversized text has to reach the form that explains the limit, so the bound on a whole request is wider than that
# of any field. Larger uploads are spooled to disk; the forms that accept files check their size and kind.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
REQUEST_MAX_SIZE = 32 * 1024 * 1024

# --- People and sessions ----------------------------------------------------------------------------------------

AUTH_USER_MODEL = "wizard.User"
AUTHENTICATION_BACKENDS = ["wizard.accounts.SignIn"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "full_name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/assessments/"
LOGOUT_REDIRECT_URL = "/"

# The administrator makes the accounts: nobody signs up, and no address needs to be confirmed.
ACCOUNT_ADAPTER = "wizard.accounts.ClosedAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    # Anybody may have a file verified, and each takes a process of its own.
    "verify": "20/m/ip",
}

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = not DEMO
CSRF_COOKIE_SECURE = not DEMO
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "wizard.views.errors.csrf_failure"

# Without a mail server nothing is lost and no link lands in a log: messages wait as files for the administrator.
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _mail.host else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_HOST = _mail.host
EMAIL_PORT = _mail.port
EMAIL_HOST_USER = _mail.user
EMAIL_HOST_PASSWORD = _mail.password
EMAIL_USE_SSL = _mail.port == 465
EMAIL_USE_TLS = not EMAIL_USE_SSL
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _mail.sender

# --- What the browser is told -----------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = not DEMO
SECURE_HSTS_SECONDS = 0 if DEMO else 365 * 24 * 60 * 60
# Only the owner of the domain can promise HTTPS for its other hosts, or enter it in a browser's preload list.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
if _behind_proxy:
    # True only when a proxy sets these headers itself; otherwise any client could claim HTTPS or another address.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
# The API counts calls by address too, and would believe any X-Forwarded-For without a number.
NINJA_NUM_PROXIES = 1 if _behind_proxy else 0

# --- Static files, language, log --------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEMO
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEMO
WHITENOISE_AUTOREFRESH = DEMO

LOCALE_PATHS = [BASE_DIR / "config" / "locale"]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

LOGGING = {
    "version": 1,
    # True would silence Django's own error log.
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # Django's own handlers print to the console only when DEBUG is on.
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # Whoever asks for a foreign host gets 400; scanners would fill the log with its traceback.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "django.server": {"level": "INFO", "propagate": False, "handlers": ["console"]},
    },
}
