"""Settings of Provision Map. What differs between machines comes from `env.py`; see `.env.example`."""

from __future__ import annotations

import os
from pathlib import Path

import fontpkg_atkinson_hyperlegible as typeface
from csp.constants import NONE, SELF

from provisionmap.env import read_environment

os.umask(0o077)  # every entry reads this first: what any of them writes is for this account alone
os.environ["OPENPYXL_LXML"] = "False"  # it would read workbooks without the guards of defusedxml, where lxml is there
BASE_DIR = Path(__file__).resolve().parent.parent
ENVIRONMENT = read_environment(BASE_DIR)

DEBUG = ENVIRONMENT.debug
DEMO = ENVIRONMENT.demo  # no second factor, e-mail to a folder, this machine only
TODAY = ENVIRONMENT.today  # a date that stands in for today, or None
SECRET_KEY = ENVIRONMENT.secret_key
ALLOWED_HOSTS = ENVIRONMENT.allowed_hosts
DATA_FOLDER = ENVIRONMENT.data_folder  # what must be backed up beside the database

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "simple_history",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_tables2",
    "django_htmx",
    "django_include_bootstrap",
    "bs_icon_templates",
    "django_tasks",
    "django_tasks_db",
    "ui",
    "schools",
    "costing",
    "pupils",
    "provisions",
    "delivery",
    "audits",
    "workbook",
    "reports",
    "pages",
    "provisionmap",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "schools.entrance.middleware.nothing_is_kept",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "schools.entrance.middleware.signed_in_while_here",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "schools.middleware.SchoolMiddleware",
]

ROOT_URLCONF = "provisionmap.urls"
WSGI_APPLICATION = "provisionmap.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "schools.context.frame",
            ],
        },
    },
]

DATABASES = {"default": ENVIRONMENT.database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# People and signing in
AUTH_USER_MODEL = "schools.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "schools.entrance.passwords.EnoughDifferent"},
    {"NAME": "schools.entrance.passwords.NotCommon"},
    {"NAME": "schools.entrance.passwords.NotOurNames"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # of those kept before; the next sign-in makes them new
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "choose_school"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]  # asked by nobody: sign-up has no address
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is proved by its one-time invitation
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # who asks for a new password hears the same, known or not
ACCOUNT_EMAIL_NOTIFICATIONS = True  # of changes to password and second step
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_ADAPTER = "schools.entrance.adapter.Adapter"
ACCOUNT_RATE_LIMITS: dict[str, str | None] | bool = {
    # For an account first; a whole school has one address, and its people come within minutes.
    "login": None,
    "login_failed": "10/5m/key,300/h/ip",
    "login_failed_known": "10/5m/key",
    "reset_password": "5/h/key,300/h/ip",
    "reset_password_from_key": "300/h/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT.trusted_proxies
MFA_TOTP_ISSUER = "Provision Map"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "activate_totp": "schools.entrance.forms.SetUpAppForm",
    "authenticate": "schools.entrance.forms.SecondStepForm",
    "reauthenticate": "schools.entrance.forms.SecondStepAgainForm",
}
SESSION_COOKIE_AGE = 60 * 60  # since somebody was last here
SIGNED_IN_AT_MOST = 60 * 60 * 10  # a school day; closing the browser ends it sooner
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# Safety on the wire
CSRF_FAILURE_VIEW = "schools.views.faults.no_token"
CSRF_TRUSTED_ORIGINS = ENVIRONMENT.trusted_origins
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = ENVIRONMENT.safe
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.safe else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = ENVIRONMENT.safe
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.behind_proxy else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],  # Bootstrap's own style sheet holds small icons as data
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_PERMISSIONS = 0o600

# Words, dates and money
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

# How pages are drawn
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "components/table.html"
STATIC_URL = "static/"
STATIC_ROOT = DATA_FOLDER / "static"
STATICFILES_DIRS = [BASE_DIR / "static", ("fonts", typeface.ROOT / "files")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "provisionmap.storage.StaticStorage"
        if ENVIRONMENT.safe
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map", "png", "gz", "br"]  # source maps are for developers
WHITENOISE_USE_FINDERS = not ENVIRONMENT.safe
MEDIA_ROOT = DATA_FOLDER / "files"

# E-mail and messages to whoever runs it
globals().update(ENVIRONMENT.email)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.email_from
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
