"""An office at its desk: deliveries are taken in and what is known is asked, without the release that a night would make."""

import datetime
from pathlib import Path
from typing import Any

import duckdb

from qmon import cells
from qmon.curated import History, knowledge
from qmon.indicators import indicators
from qmon.marts import counted
from qmon.night import Outcome
from qmon.sources import sources
from tests.conftest import Office


class Desk(Office):
    """As an office, at a third of the time: the tables of what is known, findings, cells and their macros; no marts, no revisions."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.known: duckdb.DuckDBPyConnection | None = None

    def night(self, days: int = 0) -> Outcome:
        self.now += datetime.timedelta(days=days)
        taken = self.take_in()
        self.close()
        return Outcome(0, "", None, taken, [])

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        if self.known is None:
            self.known = duckdb.connect()
            knowledge.from_history(self.known, History(self.curated), sources(), self.moment)
            of_food = {"food_pass_rate": indicators()["food_pass_rate"]}
            cells.from_curated(self.known, of_food)
            counted.from_curated(self.known, of_food)
            cells.macros(self.known, of_food)
        return self.known.execute(query).fetchall()

    def close(self) -> None:
        if self.known is not None:
            self.known.close()
            self.known = None
