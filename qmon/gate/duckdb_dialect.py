"""Lets Great Expectations read DuckDB: names the dialect among those whose connection it keeps until the result is read.

Great Expectations 1.24 gives a DuckDB connection back before it reads the result, and every expectation errors ("list index out of range");
known upstream as great_expectations #10738 and #11579, a native engine is proposed in #12084. The list is private: the test
tests/gate/test_duckdb_dialect.py fails once it is gone or no longer needed.
"""

from great_expectations.execution_engine import sqlalchemy_execution_engine as engine


class _Dialect(str):
    """A dialect's name with the attribute `value` that the members of the list have."""

    @property
    def value(self) -> str:
        return str(self)


def keep_duckdb_connections() -> None:
    """Add DuckDB to the list, once."""
    persisted = engine._PERSISTED_CONNECTION_DIALECTS
    if all(getattr(dialect, "value", dialect) != "duckdb" for dialect in persisted):
        extended = [*persisted, _Dialect("duckdb")]
        engine._PERSISTED_CONNECTION_DIALECTS = type(persisted)(extended)
