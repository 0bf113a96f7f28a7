"""views: what analysts ask now and then, derived when it is asked. Each .sql file here is one view, in the order of FILES."""

from pathlib import Path

FILES = {name: Path(__file__).parent / f"{name}.sql" for name in ("provenance", "impact")}
