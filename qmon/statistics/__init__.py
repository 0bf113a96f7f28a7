"""Statistics: intervals and rounding as SQL macros that travel with every release."""

from pathlib import Path

from qmon.sql import read_sql

FOLDER = Path(__file__).parent


def macros() -> str:
    """The statements that create every macro of this folder in a connection."""
    return "\n".join(read_sql(path) for path in sorted(FOLDER.glob("*.sql")))
