"""Databases that are not rolled back: a SQLite file and a PostgreSQL of one's own, for races and live servers."""

import os
import pwd
import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections

NEEDS_POSTGRES = "needs Debian's PostgreSQL (looked for in /usr/lib/postgresql): apt-get install postgresql"


@contextmanager
def using(database: dict[str, Any]) -> Iterator[None]:
    """Make `database` the default one, in this thread and in those that begin now."""
    before = connections.settings["default"]
    connections["default"].close()
    connections.settings["default"] = {**before, "OPTIONS": {}, **database}
    del connections["default"]
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"] = before
        del connections["default"]


def migrated_file(folder: Path) -> Path:
    """A SQLite file with every table, to be copied."""
    path = folder / "template.sqlite3"
    with using({"NAME": str(path), "OPTIONS": sqlite_options()}):
        call_command("migrate", verbosity=0)
        with connections["default"].cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def sqlite_options() -> dict[str, Any]:
    """As a real house has them."""
    from closeknit.house.config.settings import ENVIRONMENT

    return dict(ENVIRONMENT.database["OPTIONS"])


class Cluster:
    """A PostgreSQL server of one's own in a folder, without durability."""

    def __init__(self, folder: Path) -> None:
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        if not programs:
            pytest.skip(NEEDS_POSTGRES)
        self.bin, self.folder = programs[-1].parent, folder
        self.as_user: list[str] = []
        if os.geteuid() == 0:  # the server refuses to run as root
            folder.chmod(0o777)
            for parent in folder.parents:
                if parent != Path("/tmp") and parent.stat().st_uid == 0 and len(parent.parts) > 2:
                    parent.chmod(parent.stat().st_mode | 0o011)
            pwd.getpwnam("postgres")
            self.as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._call("initdb", "-D", str(folder / "data"), "-U", "house", "-A", "trust", "--no-sync", "-E", "UTF8")
        options = f"-p {self.port} -h 127.0.0.1 -k {folder} -c fsync=off -c full_page_writes=off"
        self._call("pg_ctl", "-D", str(folder / "data"), "-w", "-l", str(folder / "log"), "-o", options, "start")
        self.count = 0
        self.sql("CREATE DATABASE template")
        with using(self.database("template")):
            call_command("migrate", verbosity=0)

    def _call(self, program: str, *words: str) -> None:
        subprocess.run(
            [*self.as_user, str(self.bin / program), *words], check=True, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, cwd="/",
        )  # fmt: skip

    def sql(self, text: str) -> None:
        import psycopg

        with psycopg.connect(f"host=127.0.0.1 port={self.port} user=house dbname=postgres", autocommit=True) as there:
            there.execute(text)

    def database(self, name: str) -> dict[str, Any]:
        return {
            "ENGINE": "django.db.backends.postgresql", "NAME": name, "USER": "house", "HOST": "127.0.0.1",
            "PORT": str(self.port), "PASSWORD": "",
        }  # fmt: skip

    def fresh(self) -> dict[str, Any]:
        """A new database with every table."""
        self.count += 1
        self.sql(f"CREATE DATABASE race{self.count} TEMPLATE template")
        return self.database(f"race{self.count}")

    def restart(self) -> None:
        """As after a power cut: whoever was connected is cut off."""
        self._call("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "restart")

    def stop(self) -> None:
        self._call("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")


class Race:
    """`race(first, second)` runs functions at the same moment, each in a thread and connection of its own.

    What each returned or raised, in order. The database is committed to: a later read sees it.
    """

    def __init__(self, vendor: str) -> None:
        self.vendor = vendor

    def __call__(self, *runners: Callable[[], Any]) -> Sequence[Any]:
        start, results = threading.Barrier(len(runners)), [None] * len(runners)

        def run(i: int) -> None:
            try:
                connections["default"].ensure_connection()
                start.wait(10)
                results[i] = runners[i]()
            except Exception as error:  # noqa: BLE001 - the test looks at it
                results[i] = error
            finally:
                connections["default"].close()

        threads = [threading.Thread(target=run, args=(i,)) for i in range(len(runners))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return results


def copied(template: Path, folder: Path) -> dict[str, Any]:
    """A copy of the file with every table, as a database."""
    path = folder / "house.sqlite3"
    shutil.copyfile(template, path)
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": sqlite_options()}
