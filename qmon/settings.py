"""Settings of a night: where it reads and writes, what it takes for now, and by which sources and definitions."""

import datetime
import hashlib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from qmon.dictionary import EXPECTATIONS
from qmon.sources import PACKAGED, sources
from qmon.sources.contract import Source


class Settings(NamedTuple):
    """Where a night reads and writes, what it takes for now, how long a file must rest, and the Spark cluster that sums, if any."""

    raw: Path
    curated: Path
    sources: tuple[Path, ...] = ()
    now: datetime.datetime | None = None
    rest_seconds: int = 0
    spark_master: str | None = None

    @property
    def moment(self) -> datetime.datetime:
        """Now, in UTC, to the second."""
        given = self.now or datetime.datetime.now(datetime.UTC)
        return given.astimezone(datetime.UTC).replace(microsecond=0)

    def known_sources(self) -> dict[str, Source]:
        """The sources of the package and of --sources. Raises DefinitionError."""
        return sources(self.sources)

    def definitions_hash(self) -> str:
        """A hash over every definition and every line of code: a changed definition makes a new release."""
        return hashlib.sha256(b"".join((_packaged(), *map(_digest, self.sources)))).hexdigest()


@cache
def _packaged() -> bytes:
    """Once for a process, which reads each of these files once."""
    return _digest(EXPECTATIONS) + _digest(PACKAGED.parent)


def _digest(folder: Path) -> bytes:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".yml", ".csv", ".sql", ".py") and path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.digest()
