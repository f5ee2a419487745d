"""The house under test: a home of its own, plain static files, letters kept in memory."""

import os
import tempfile
from pathlib import Path

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright runs an event loop in the thread of the tests
_home = tempfile.TemporaryDirectory(prefix="closeknit-test-", ignore_cleanup_errors=True)  # until the run is over
os.environ["CLOSEKNIT_HOME"] = _home.name
for _name in (
    "CLOSEKNIT_DATABASE_URL", "CLOSEKNIT_ADDRESS", "CLOSEKNIT_MAIL_URL", "CLOSEKNIT_DEMO",
    "CLOSEKNIT_TRUSTED_PROXY",
):  # fmt: skip
    os.environ.pop(_name, None)

from closeknit.house.config.settings import *  # noqa: E402, F403
from closeknit.house.config.settings import DATABASES, MIDDLEWARE, STORAGES  # noqa: E402

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
LETTERS_FOLDER = ""
# A file, as in a real house: an in-memory database has neither its locks nor its journal.
DATABASES["default"]["TEST"] = {"NAME": str(Path(os.environ["CLOSEKNIT_HOME"]) / "test.sqlite3")}
