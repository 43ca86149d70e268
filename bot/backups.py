"""`bot backup`, `bot restore`, `bot copy`: all rows from one database into another, compared row for row.

A backup is an SQLite file, whichever database it is of, so one mechanism serves all three.
"""

import asyncio
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Concatenate, ParamSpec

from sqlalchemy import Connection

from bot.commands import Unfit, alone, machine_clock
from bot.ledger import Ledger
from domain.outcomes import Refused
from services import restoring
from services.restoring import NotEmpty
from services.transactions import Tx
from storage import migrations
from storage.engine import open_database, snapshot

P = ParamSpec("P")
SKIPPED = 1000  # ids and numbers that may have been given since the backup


def backup(url: str, file: Path) -> int:
    """Rows written to `file`, beside a running bot if need be. A file that is there is never overwritten."""
    if file.exists():
        raise Unfit(f"{file} is there already. Please name another file.")
    draft = file.with_name(f"{file.name}.part")
    draft.unlink(missing_ok=True)
    rows = _filled(f"sqlite:///{draft}", url, restoring.take_over)
    for left in (f"{draft}-wal", f"{draft}-shm"):
        Path(left).unlink(missing_ok=True)
    draft.rename(file)
    return rows


def restore(url: str, file: Path) -> int:
    """From a backup, made by this release or an older one, into an empty database."""
    with tempfile.TemporaryDirectory() as folder, alone(url):
        known = Path(folder) / "backup.db"
        shutil.copyfile(file, known)
        return _filled(url, _newest(f"sqlite:///{known}"), restoring.restore, skip=SKIPPED)


def copy(url: str, to: str) -> int:
    """Into another, empty database, to go on there: nobody may write into this one meanwhile."""
    with alone(url):
        return _filled(to, url, restoring.take_over)


def _newest(url: str) -> str:
    engine = open_database(url, connections=1)
    try:
        migrations.upgrade(engine)
    finally:
        engine.dispose()
    return url


def _filled(
    url: str,
    source_url: str,
    verb: Callable[Concatenate[Tx, Connection, P], int],
    *args: P.args,
    **kwargs: P.kwargs,
) -> int:
    with _source(source_url) as source:
        ledger = Ledger(open_database(_newest(url)), machine_clock, random.SystemRandom())
        try:
            return asyncio.run(ledger.write(verb, source, *args, **kwargs))
        except Refused as refused:
            if isinstance(refused.refusal, NotEmpty):
                raise Unfit("There is a desk in that database already. An empty one is needed.") from refused
            raise Unfit(f"Not the same after copying, so nothing was kept: {refused.refusal}") from refused
        finally:
            ledger.close()


@contextmanager
def _source(url: str) -> Iterator[Connection]:
    engine = open_database(url, connections=1)
    try:
        found = migrations.revision(engine)
        if found != migrations.newest():
            raise Unfit(f"The database is at revision {found}, not {migrations.newest()}: run bot migrate first.")
        with snapshot(engine) as connection:
            yield connection
    finally:
        engine.dispose()
