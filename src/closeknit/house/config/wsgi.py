"""The door for a WSGI server: `closeknit.house.config.wsgi:application`."""

import multiprocessing
import os
import signal
import threading
import time

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "closeknit.house.config.settings")
application = get_wsgi_application()


def _end_with(parent: multiprocessing.process.BaseProcess) -> None:
    """Where `serve` is killed, what it began would go on answering, hold the port and do no work."""
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(5)
    os._exit(1)


if (begun_by := multiprocessing.parent_process()) is not None:
    threading.Thread(target=_end_with, args=(begun_by,), name="watch", daemon=True).start()
