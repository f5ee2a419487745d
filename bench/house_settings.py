"""The house's settings, and every answer says what it cost: `X-Queries`, and `Server-Timing` in ms, `cpu` and `app`."""

import time
from collections.abc import Callable
from typing import Any

from closeknit.house.config.settings import *  # noqa: F403
from closeknit.house.config.settings import MIDDLEWARE as _MIDDLEWARE


class Counting:
    """Outermost: compression and sessions are counted too."""

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        from django.db import connection

        count = 0

        def counted(execute: Callable[..., Any], *words: Any) -> Any:
            nonlocal count
            count += 1
            return execute(*words)

        began, worked = time.perf_counter(), time.thread_time()
        with connection.execute_wrapper(counted):
            response = self.get_response(request)
        took, cpu = (time.perf_counter() - began) * 1000, (time.thread_time() - worked) * 1000
        response["Server-Timing"] = f"cpu;dur={cpu:.2f}, app;dur={took:.2f}"
        response["X-Queries"] = str(count)
        return response


MIDDLEWARE = ["house_settings.Counting", *_MIDDLEWARE]
