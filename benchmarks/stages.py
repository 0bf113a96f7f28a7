"""The corridor stage by stage, timed from outside by its public functions. `python -m benchmarks.stages RAW CURATED` prints JSON."""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qmon import intake, night
from qmon.curated import History
from qmon.received import Store
from qmon.settings import Settings

STAGES = ("survey", "import of the stages", "landed + conformed", "judged", "curated", "gate", "  of it the import", "release")


class Clock:
    """Wall and CPU seconds by stage, over all deliveries and with what its child processes took, and the peak memory of the largest
    process until the stage last ended."""

    def __init__(self) -> None:
        self.spent: dict[str, dict[str, float]] = {stage: {"wall": 0.0, "cpu": 0.0, "peak_mb": 0.0} for stage in STAGES}

    @contextmanager
    def on(self, stage: str) -> Iterator[None]:
        wall, cpu = time.perf_counter(), _cpu()
        yield
        spent = self.spent[stage]
        spent["wall"] += time.perf_counter() - wall
        spent["cpu"] += _cpu() - cpu
        spent["peak_mb"] = max(resource.getrusage(who).ru_maxrss for who in _WHO) / 1024


_WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def _cpu() -> float:
    return sum(sum(resource.getrusage(who)[:2]) for who in _WHO)


def take_in(settings: Settings, clock: Clock) -> None:
    """What intake.ingest does for each delivery, in the same order."""
    with clock.on("import of the stages"):
        from qmon import conformed, curated, judged, landed

    history, contracts = History(settings.curated), settings.known_sources()
    for receipt in intake.waiting(settings):
        scratch = settings.curated / "staging" / receipt.delivery_id
        (scratch / "tables").mkdir(parents=True)
        # Landed records are read as the typing asks for them: the two cannot be told apart.
        with clock.on("landed + conformed"):
            landing = landed.from_raw(receipt, Store(settings.curated).kept(receipt.sha256), contracts[receipt.source], scratch)
            typed = conformed.from_landed(landing, scratch)
        with clock.on("judged"):
            result = judged.from_conformed(typed, scratch / "tables")
        with clock.on("curated"):
            curated.from_judged(result, history)


def publish(settings: Settings, clock: Clock) -> None:
    """What night.publish does."""
    with clock.on("import of the stages"):
        from qmon import gate
        from qmon.indicators import indicators
        from qmon.release import building

    # The gate works in a process of its own, where no clock reaches: what it imports is imported once more, alone.
    with clock.on("  of it the import"):
        subprocess.run([sys.executable, "-c", "import great_expectations"], check=True)
    history = History(settings.curated)
    with clock.on("gate"), gate.Keeper() as keeper:
        verdict = gate.from_history(history, set(history.deliveries()), settings.curated / "staging" / "gate", keeper)
    if not verdict.success:
        raise SystemExit(verdict.sentence)
    with clock.on("release"):
        building.from_marts(
            settings.curated,
            settings.known_sources(),
            indicators(),
            settings.definitions_hash(),
            settings.moment.replace(tzinfo=None),
            lambda: {"validation.html": verdict.page},
        )


def main() -> None:
    settings, clock = Settings(Path(sys.argv[1]), Path(sys.argv[2])), Clock()
    with night.locked(settings.curated):
        with clock.on("survey"):
            intake.survey(settings)
        take_in(settings, clock)
        publish(settings, clock)
    print(json.dumps(clock.spent))


if __name__ == "__main__":
    main()
