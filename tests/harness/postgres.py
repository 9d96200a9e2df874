"""A throw-away PostgreSQL: one cluster per test process, one fresh database per test."""

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

START_SECONDS = 30.0
STOP_SECONDS = 30.0
FAST = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")


class PostgresMissing(Exception):
    """No PostgreSQL on this machine; the message says what to do about it."""


class Postgres:
    """A running server on which a test may make databases; everything made is dropped with it."""

    def __init__(self, admin_url: str) -> None:
        """Takes the address of an existing database whose user may create others."""
        self.admin_url = admin_url
        self._prefix = f"piket_{secrets.token_hex(4)}"
        self._made: list[str] = []
        self._templates: dict[str, str] = {}

    def database(self, template: str | None = None) -> str:
        """The `postgresql://` address of a new database: empty, or a copy of a template or unused database."""
        name = f"{self._prefix}_{len(self._made)}"
        source = f' TEMPLATE "{self._templates.get(template, template)}"' if template else ""
        self._admin(f'CREATE DATABASE "{name}"{source}')
        self._made.append(name)
        return self._address(name)

    def template(self, name: str, prepare: Callable[[str], None]) -> str:
        """Prepares a database once (`prepare` gets its address, and closes what it opens); returns `name`."""
        if name not in self._templates:
            address = self.database()
            prepare(address)
            self._templates[name] = self._made[-1]
        return name

    def drop(self, address: str) -> None:
        """Drops one database, ending whatever still uses it."""
        name = urlsplit(address).path.lstrip("/")
        self._admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def drop_all(self) -> None:
        """Drops every database made here; for a server that outlives the tests."""
        for name in self._made:
            self.drop(self._address(name))

    def _address(self, name: str) -> str:
        return urlunsplit(urlsplit(self.admin_url)._replace(path=f"/{name}"))

    def _admin(self, statement: str) -> None:
        with psycopg.connect(self.admin_url, autocommit=True) as connection:
            connection.execute(statement.encode())


def programs() -> Path:
    """The folder with `initdb` and `postgres`: from PATH, else the newest of Debian's; raises PostgresMissing."""
    on_path = shutil.which("initdb")
    if on_path and (Path(on_path).resolve().parent / "postgres").exists():
        return Path(on_path).resolve().parent
    debian = [found.parent for found in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if not debian:
        raise PostgresMissing("no initdb found: install PostgreSQL 15 or newer, or set PIKET_TEST_POSTGRES")
    return max(debian, key=lambda folder: float(folder.parent.name))


def unprivileged() -> tuple[int, int] | None:
    """Who runs the server when we are root, which PostgreSQL refuses: (uid, gid); None when we are not root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return entry.pw_uid, entry.pw_gid
    raise PostgresMissing("PostgreSQL refuses to run as root, and there is no user postgres or nobody")


@contextlib.contextmanager
def cluster(durable: bool = True) -> Iterator[Postgres]:
    """A new server on a Unix socket and on loopback (password), gone with its data at the end.

    Not `durable` means no fsync: faster, for tests that do not kill the machine. Raises PostgresMissing.
    """
    folder, identity = programs(), unprivileged()
    with tempfile.TemporaryDirectory(prefix="piket-pg-", ignore_cleanup_errors=True) as root:
        password = secrets.token_urlsafe(16)
        pwfile = Path(root, "password")
        pwfile.write_text(password)
        if identity:
            os.chown(root, *identity)
            os.chown(pwfile, *identity)
        initdb = [folder / "initdb", "-D", f"{root}/data", "-U", "piket", "--pwfile", pwfile, "-E", "UTF8"]
        initdb += ["--locale=C", "--auth-local=trust", "--auth-host=scram-sha-256"]
        made = _spawn([*map(str, initdb), *(() if durable else ("--no-sync",))], root, identity)
        if made.wait(START_SECONDS) != 0:
            raise RuntimeError(f"initdb failed: {Path(root, 'log').read_text()}")
        port = _free_port()
        server = [str(folder / "postgres"), "-D", f"{root}/data", "-k", root, "-p", str(port)]
        server += ["-c", "listen_addresses=127.0.0.1", "-c", "max_connections=60", *(() if durable else FAST)]
        process = _spawn(server, root, identity)
        try:
            _await_ready(process, f"postgresql://piket@/postgres?host={root}&port={port}", Path(root, "log"))
            yield Postgres(f"postgresql://piket:{password}@127.0.0.1:{port}/postgres")
        finally:
            process.send_signal(signal.SIGQUIT)  # at once: nothing is written out that is thrown away next
            process.wait(STOP_SECONDS)


def _spawn(command: list[str], root: str, identity: tuple[int, int] | None) -> subprocess.Popen[bytes]:
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC", "HOME": root}
    uid, gid = identity or (None, None)
    with Path(root, "log").open("ab") as log:
        return subprocess.Popen(
            command,
            cwd=root,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            user=uid,
            group=gid,
            extra_groups=[] if identity else None,
        )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await_ready(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    for _ in range(int(START_SECONDS / 0.05)):
        with contextlib.suppress(psycopg.OperationalError), psycopg.connect(address, connect_timeout=2):
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.05)
            break
    raise RuntimeError(f"PostgreSQL did not start within {START_SECONDS:g} s: {log.read_text()[-2000:]}")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The server of this test process: PIKET_TEST_POSTGRES when given, else a throw-away cluster, else a skip.

    PIKET_TEST_POSTGRES_FSYNC=off trades durability for speed.
    """
    given = os.environ.get("PIKET_TEST_POSTGRES")
    if given:
        server = Postgres(given.replace("postgresql+psycopg://", "postgresql://"))
        yield server
        server.drop_all()
        return
    with contextlib.ExitStack() as stack:
        try:
            durable = os.environ.get("PIKET_TEST_POSTGRES_FSYNC", "on") != "off"
            server = stack.enter_context(cluster(durable=durable))
        except PostgresMissing as missing:
            pytest.skip(str(missing))
        yield server


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """The address of an empty database for this test alone."""
    address = postgres.database()
    yield address
    postgres.drop(address)
