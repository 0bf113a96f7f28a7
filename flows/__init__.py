"""flows: orchestration only. Prefect is told to be quiet, offline and at home in this folder before it is imported."""

import os
from pathlib import Path

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
