"""views: what analysts ask now and then, derived when it is asked. Each .sql file here is one view; others may read provenance."""

from pathlib import Path

FILES = {path.stem: path for path in sorted(Path(__file__).parent.glob("*.sql"), key=lambda path: (path.stem != "provenance", path.stem))}
