"""Settings of the test suite: SQLite, or PostgreSQL when DATABASE_URL names one.

Everything a test writes goes under var/test. The suite runs with DEBUG off, as
a county does; pages that exist only in development bring their own address
table in their tests.
"""

import os

from lianxin.settings import *  # noqa: F403
from lianxin.settings import DATABASES, VAR_DIR

VAR_DIR = VAR_DIR / "test"
VAR_DIR.mkdir(parents=True, exist_ok=True)
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
MEDIA_ROOT = VAR_DIR / "files"

DEBUG = False
DEMO = False
SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {
    name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
    for name in ("default", "here")
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# A connection kept open would hinder the removal of the test database.
DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: threads then have connections and locks of their own,
    # as two clerks have. Named by process, so that two runs do not meet.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / f"{os.getpid()}.sqlite3")}
    DATABASES["default"]["OPTIONS"] = {
        **DATABASES["default"]["OPTIONS"],
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;",
    }
else:
    # A statement that got stuck fails by name, before the run's own patience
    # (faulthandler_timeout) ends the whole test process.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
        "-c statement_timeout=240s -c lock_timeout=240s"
    )
