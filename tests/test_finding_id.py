"""The number of a finding: the same in Python and in SQL."""

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from qmon.findings import Place, define_finding_id, finding_id

TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=5)


@settings(deadline=None)
@given(TEXT, TEXT, st.none() | st.integers(1, 10**6), st.none() | TEXT, st.none() | TEXT, st.none() | TEXT)
def test_the_number_is_the_same_in_python_and_in_sql(
    delivery: str, sheet: str, row_no: int | None, column: str | None, sample: str | None, found: str | None
) -> None:
    with duckdb.connect() as connection:
        define_finding_id(connection)
        told = connection.execute("SELECT finding_id_of(?, ?, ?, ?, ?, ?, ?)", ["S01", delivery, sheet, row_no, column, sample, found])
        assert told.fetchall() == [(finding_id("S01", Place(delivery, "f", sheet, row_no, column, sample), found),)]
