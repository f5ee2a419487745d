"""Django's settings. Everything that differs between two houses comes from the environment, by `env.read()`."""

from pathlib import Path
from urllib.parse import urlsplit

from django.utils.csp import CSP

from closeknit import __version__
from closeknit.house.config import discovery, env

ENVIRONMENT = env.read()
HOME = ENVIRONMENT.home
HOUSE = Path(__file__).parents[1]

VERSION = __version__
SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = False
DEMO = ENVIRONMENT.demo
FOUNDING = ENVIRONMENT.founding
ADDRESS = ENVIRONMENT.address
TRUSTED_PROXY = ENVIRONMENT.trusted_proxy
HTTPS = ADDRESS.startswith("https://")

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
if ADDRESS:
    ALLOWED_HOSTS.append(urlsplit(ADDRESS).netloc.removesuffix(f":{urlsplit(ADDRESS).port}"))
    CSRF_TRUSTED_ORIGINS = [ADDRESS]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "closeknit.house.core",
    "closeknit.house.ui",
    "django.forms",
    *discovery.installed(),
]
MIDDLEWARE = [
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "closeknit.house.core.middleware.HouseMiddleware",
]
ROOT_URLCONF = "closeknit.house.config.urls"
WSGI_APPLICATION = "closeknit.house.config.wsgi.application"
CSRF_FAILURE_VIEW = "closeknit.house.ui.views.stale"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "closeknit.house.ui.context.house",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django.templatetags.tz",
                "closeknit.house.ui.templatetags.ui",
            ],
        },
    }
]
FORM_RENDERER = "closeknit.house.ui.forms.Renderer"

DATABASES = {"default": dict(ENVIRONMENT.database)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

AUTH_USER_MODEL = "accounts.Person"
LOGIN_URL = "accounts:enter"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LANGUAGE_CODE = "zh-hant"
LANGUAGES = [("zh-hant", "繁體中文"), ("zh-hans", "简体中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = ENVIRONMENT.time_zone

STATIC_URL = "/static/"
WHITENOISE_ALLOW_ALL_ORIGINS = False
STATIC_ROOT = HOME / "static"
# The report's style sheets are the house's: one copy, found where the report keeps it.
STATICFILES_DIRS = [("style", HOUSE.parent / "report" / "style")]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HOME / "files", "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_MEMORY_SIZE = 10_485_760

TASKS = {"default": {"BACKEND": "closeknit.house.core.jobs.backend.HouseBackend"}}

MAILERS = {"default": {"BACKEND": ENVIRONMENT.mail["backend"], "OPTIONS": ENVIRONMENT.mail["options"]}}
LETTERS_FOLDER = ENVIRONMENT.mail["options"].get("folder", "")
DEFAULT_FROM_EMAIL = ENVIRONMENT.mail["from"] or "closeknit@localhost"

# No inline script or style anywhere, and nothing from another host.
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
