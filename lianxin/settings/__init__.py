"""One set of settings; what differs between places comes from the environment.

LIANXIN_VAR         folder of the database, uploads and collected styles (default: ./var)
DATABASE_URL        e.g. postgres://user:secret@host/lianxin (default: SQLite in LIANXIN_VAR)
LIANXIN_SECRET_KEY  signing key; without it one is made once and kept in LIANXIN_VAR
LIANXIN_HOSTS       comma-separated host names the site answers to
LIANXIN_URL         address at which people open the site, for links and QR codes on paper
                    (default: the first of LIANXIN_HOSTS)
LIANXIN_FONTS       folder of faces for official papers, searched first
                    (default: fonts in LIANXIN_VAR)
LIANXIN_HTTPS       "1" behind a TLS proxy: secure cookies and HSTS
LIANXIN_PROXIES     how many proxies stand in front and add X-Forwarded-For
                    (default: 1 with LIANXIN_HTTPS, otherwise 0)
LIANXIN_MAX_UPLOAD_MB  largest file that may be uploaded (default: 20)
LIANXIN_MAX_FILES   most files attached to one record (default: 20)
LIANXIN_MAX_FILES_MB   most megabytes attached to one record (default: 100)
LIANXIN_S3_BUCKET   keeps uploads in this bucket of an S3-compatible store, not on disk;
                    with LIANXIN_S3_ENDPOINT (https://…), LIANXIN_S3_KEY, LIANXIN_S3_SECRET
                    and, where the store wants one, LIANXIN_S3_REGION
LIANXIN_CLAMD       has uploads scanned by this clamd (/run/clamav/clamd.ctl or host:3310);
                    while it does not answer, nothing can be uploaded
LIANXIN_SMTP_HOST   sends notices by e-mail through this server, with LIANXIN_SMTP_PORT,
                    LIANXIN_SMTP_USER, LIANXIN_SMTP_PASSWORD, LIANXIN_SMTP_SECURITY
                    ("starttls", "ssl" or empty) and LIANXIN_MAIL_FROM (the sender)
LIANXIN_WEBHOOK_URL  sends notices to another system, signed with LIANXIN_WEBHOOK_SECRET;
                    LIANXIN_WEBHOOK_PRIVATE=1 lets this and the next lie in the inner network
LIANXIN_SMS_URL     SMS gateway, with LIANXIN_SMS_SECRET and LIANXIN_SMS_TEMPLATE
LIANXIN_WECOM_KEY   key of a 企业微信 group robot
LIANXIN_DINGTALK_TOKEN  token of a 钉钉 group robot, with LIANXIN_DINGTALK_SECRET (加签)
LIANXIN_DEBUG       "1" for development: the component page /ui/, detailed errors
LIANXIN_DEMO        "1" shows the demo banner and the demo sign-ins
LIANXIN_JOB_WORKERS  processes for background jobs (default: 2; on SQLite always 1)
LIANXIN_LOG         "json" writes one line of JSON per request and event to stderr, "text"
                    the same in words (default: warnings and errors only, in words)
LIANXIN_METRICS_TOKEN  opens /metrics for whoever sends it as a bearer token (Prometheus)
LIANXIN_PG_BIN      folder of pg_dump and pg_restore, where they are not on the PATH
LIANXIN_JOB_STALE   seconds without a heartbeat after which a running job is given to
                    another worker (default: 60)
"""

import os
import secrets
import socket
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

PACKAGE_DIR = Path(__file__).resolve().parent.parent
CHECKOUT = PACKAGE_DIR.parent
VAR_DIR = Path(
    os.environ.get("LIANXIN_VAR")
    or ((CHECKOUT if (CHECKOUT / "pyproject.toml").exists() else Path.cwd()) / "var")
)


def _flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def _secret_key() -> str:
    """The key from the environment, or one made at first start and kept private."""
    if key := os.environ.get("LIANXIN_SECRET_KEY"):
        return key
    path = VAR_DIR / "secret_key"
    if not path.exists():
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        try:
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
                out.write(secrets.token_urlsafe(48))
        except FileExistsError:
            pass
    return path.read_text()


DEBUG = _flag("LIANXIN_DEBUG")
DEMO = _flag("LIANXIN_DEMO")
SECRET_KEY = _secret_key()
ALLOWED_HOSTS = [
    host for host in os.environ.get("LIANXIN_HOSTS", "127.0.0.1,localhost,[::1]").split(",") if host
]

# What is printed cannot ask a request at which address the site is open.
LIANXIN_URL = (
    os.environ.get("LIANXIN_URL")
    or f"{'https' if _flag('LIANXIN_HTTPS') else 'http'}://{ALLOWED_HOSTS[0]}"
).rstrip("/")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    # Before allauth: its pages are drawn by our templates of the same name.
    "lianxin.foundation.people",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_cotton",
    "django_htmx",
    "csp",
    "lianxin.ui",
    "lianxin.foundation.rulebook",
    "lianxin.foundation.calendars",
    "lianxin.foundation.ledger",
    "lianxin.foundation.files",
    "django_q",
    "lianxin.foundation.tasks",
    "lianxin.foundation.notices",
    "lianxin.foundation.papers",
    "lianxin.foundation.search",
    "lianxin.foundation.laws",
    "lianxin.foundation.figures",
    "lianxin.engines.matters",
    "lianxin.engines.triage",
    "lianxin.work.suggestions",
    "lianxin.work.stations",
    "lianxin.work.voices",
    "lianxin.work.receptions",
    "lianxin.work.opinions",
    "lianxin.work.petitions",
    "lianxin.work.activities",
    "lianxin.work.duty",
    "lianxin.work.links",
    "lianxin.work.groups",
    "lianxin.work.appraisals",
    "lianxin.work.honours",
    "lianxin.work.funds",
    "lianxin.work.care",
    "lianxin.work.assessments",
    "lianxin.work.diary",
    "lianxin.work.bulletins",
    "lianxin.work.returns",
    "lianxin.work.work_reports",
    "lianxin.faces.desk",
    "lianxin.faces.help",
    "lianxin.faces.operations",
    "lianxin.faces.portal",
    "lianxin.faces.reports",
    "lianxin.faces.setup",
]

MIDDLEWARE = [
    "lianxin.faces.operations.middleware.Watched",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lianxin.foundation.people.middleware.SignInFirst",
    "lianxin.foundation.people.middleware.SetPasswordFirst",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "lianxin.urls"
WSGI_APPLICATION = "lianxin.wsgi.application"
ASGI_APPLICATION = "lianxin.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lianxin.ui.context.site",
            ],
        },
    }
]
FORM_RENDERER = "lianxin.ui.forms.Renderer"

_SQLITE_OPTIONS = {
    # The slower of two clerks waits for the lock and then meets a refusal in
    # words, instead of "database is locked" half way through a step.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;"
        " PRAGMA temp_store=MEMORY;"
    ),
}
if url := os.environ.get("DATABASE_URL"):
    DATABASES = {"default": dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True)}
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(VAR_DIR / "lianxin.sqlite3"),
            "CONN_MAX_AGE": 600,
        }
    }
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = _SQLITE_OPTIONS
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:home"
LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# Length, not riddles: a long sentence is easier for an elderly deputy to keep
# than a short string of symbols.
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "phone")},
    },
]
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True

# Sign-in (people) -- begin
AUTHENTICATION_BACKENDS = ["lianxin.foundation.people.backends.UsernameOrPhone"]
ACCOUNT_ADAPTER = "lianxin.foundation.people.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "lianxin.foundation.people.forms.LoginForm",
    "change_password": "lianxin.foundation.people.forms.ChangePasswordForm",
    "reauthenticate": "lianxin.foundation.people.forms.ReauthenticateForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
# Signing in has the adapter's own throttle, which says how long to wait; what is
# left here slows down those who guess a TOTP code.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/5m/key"}
# Each proxy in front of us adds one address to X-Forwarded-For; trusting more
# than there are would let a visitor choose the address that is throttled.
ALLAUTH_TRUSTED_PROXY_COUNT = int(
    os.environ.get("LIANXIN_PROXIES") or ("1" if _flag("LIANXIN_HTTPS") else "0")
)
MFA_ADAPTER = "lianxin.foundation.people.adapter.MFAAdapter"
MFA_FORMS = {
    "authenticate": "lianxin.foundation.people.forms.CodeForm",
    "reauthenticate": "lianxin.foundation.people.forms.ReauthenticateByCodeForm",
    "activate_totp": "lianxin.foundation.people.forms.ActivateTOTPForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
# A phone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1
# In the database, because the throttle and used TOTP codes must be known to every
# worker process on every host, and because a row's key can be added only once:
# the file-based cache looks first and writes then.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "lianxin_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
# Sign-in (people) -- end

# Background jobs (tasks) -- begin
# The queue carries job numbers; the rows of tasks.Job say what is to be done. Its
# own schedules, retries and results are therefore off, and its notes about itself
# stay in memory instead of being written to the database twice a second.
CACHES["here"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
Q_CLUSTER = {
    "name": "lianxin",
    "orm": "default",
    # On SQLite a second one would only wait for the first one's lock.
    "workers": 1
    if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"
    else int(os.environ.get("LIANXIN_JOB_WORKERS", "2")),
    "queue_limit": 2,
    "poll": 0.5,
    "guard_cycle": 1,
    "scheduler": False,
    "timeout": 4 * 3600,
    "retry": 4 * 3600 + 60,
    "max_attempts": 1,
    "ack_failures": True,
    "save_limit": -1,
    "cache": "here",
    "log_level": "WARNING",
}
LIANXIN_JOB_STALE = float(os.environ.get("LIANXIN_JOB_STALE", "60"))
# Background jobs (tasks) -- end

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = VAR_DIR / "files"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_HANDLERS = ["lianxin.foundation.files.uploading.WatchfulUpload"]
LIANXIN_MAX_UPLOAD_MB = int(os.environ.get("LIANXIN_MAX_UPLOAD_MB", "20"))
LIANXIN_MAX_FILES = int(os.environ.get("LIANXIN_MAX_FILES", "20"))
LIANXIN_MAX_FILES_MB = int(os.environ.get("LIANXIN_MAX_FILES_MB", "100"))
LIANXIN_CLAMD = os.environ.get("LIANXIN_CLAMD", "")
if bucket := os.environ.get("LIANXIN_S3_BUCKET"):
    STORAGES["default"] = {
        # Named, not imported: only a worker that opens a file loads it.
        "BACKEND": "lianxin.foundation.files.cloud.CloudStorage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": os.environ.get("LIANXIN_S3_ENDPOINT", ""),
            "access_key": os.environ.get("LIANXIN_S3_KEY", ""),
            "secret_key": os.environ.get("LIANXIN_S3_SECRET", ""),
            "region_name": os.environ.get("LIANXIN_S3_REGION") or "us-east-1",
        },
    }
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if _flag("LIANXIN_HTTPS"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600

# Ways out of the house (notices) -- begin
# A channel that is not set up here is offered to nobody.
EMAIL_HOST = os.environ.get("LIANXIN_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("LIANXIN_SMTP_PORT") or "25")
EMAIL_HOST_USER = os.environ.get("LIANXIN_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("LIANXIN_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("LIANXIN_SMTP_SECURITY", "") == "starttls"
EMAIL_USE_SSL = os.environ.get("LIANXIN_SMTP_SECURITY", "") == "ssl"
EMAIL_TIMEOUT = 20
LIANXIN_MAIL_FROM = os.environ.get("LIANXIN_MAIL_FROM", "") if EMAIL_HOST else ""
LIANXIN_WEBHOOK_URL = os.environ.get("LIANXIN_WEBHOOK_URL", "")
LIANXIN_WEBHOOK_SECRET = os.environ.get("LIANXIN_WEBHOOK_SECRET", "")
LIANXIN_WEBHOOK_PRIVATE = _flag("LIANXIN_WEBHOOK_PRIVATE")
LIANXIN_SMS_URL = os.environ.get("LIANXIN_SMS_URL", "")
LIANXIN_SMS_SECRET = os.environ.get("LIANXIN_SMS_SECRET", "")
LIANXIN_SMS_TEMPLATE = os.environ.get("LIANXIN_SMS_TEMPLATE", "")
LIANXIN_WECOM_KEY = os.environ.get("LIANXIN_WECOM_KEY", "")
LIANXIN_DINGTALK_TOKEN = os.environ.get("LIANXIN_DINGTALK_TOKEN", "")
LIANXIN_DINGTALK_SECRET = os.environ.get("LIANXIN_DINGTALK_SECRET", "")
# Ways out of the house (notices) -- end

# Logs and figures (operations) -- begin
_LOG = os.environ.get("LIANXIN_LOG", "")
if _LOG not in {"", "json", "text"}:
    raise ValueError(f"LIANXIN_LOG 应为 json 或 text，不能是 {_LOG}")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "house": {"()": "lianxin.faces.operations.logs.formatter", "as_json": _LOG == "json"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "house"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "lianxin": {"level": "INFO" if _LOG else "WARNING"},
        # Without Django's own handlers, which would write each line a second time.
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
    },
}
LIANXIN_METRICS_TOKEN = os.environ.get("LIANXIN_METRICS_TOKEN", "")
if LIANXIN_METRICS_TOKEN:
    # Read by the library when it is first imported. A folder per host, since
    # hosts and containers may share LIANXIN_VAR and have the same process numbers.
    _figures = VAR_DIR / "run" / f"metrics-{socket.gethostname()}"
    _figures.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(_figures))
# Logs and figures (operations) -- end
