"""flows: orchestration only. Prefect is told to be quiet, offline and at home in this folder before it is imported."""

import atexit
import os
import sys
from pathlib import Path
from typing import NoReturn

HOME = Path(__file__).parents[1]

for _name, _value in {
    "PREFECT_HOME": str(HOME / ".prefect"),
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",  # hides the shutdown tracebacks of the temporary server
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",  # the first start migrates an empty database
}.items():
    os.environ.setdefault(_name, _value)


class QuietEnd:
    """Ends this process by os._exit after Prefect has stopped its temporary server: what was registered first is called last.

    At the interpreter's own end DuckDB's bindings report everything that Prefect still holds as leaked, in eighty lines that mean
    nothing. Make one before the flow is called, then `leave`; where nobody comes to leave, the exit code is `code`.
    """

    def __init__(self, code: int = 1) -> None:
        self._code = code
        atexit.register(self._end)

    def leave(self, code: int) -> NoReturn:
        """End with this exit code."""
        self._code = code
        sys.exit(code)

    def _end(self) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(self._code)
