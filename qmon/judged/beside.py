"""What checks need beside the columns of a sample: its number taken apart, working days counted, each distinct credit code checked once."""

import datetime
from pathlib import Path

import duckdb
import pyarrow as pa
from stdnum.cn import uscc

from qmon.engine import fetch, fetch_one
from qmon.reference import sample_numbers
from qmon.reference.working_days import working_days
from qmon.sql import literal, read_sql

HERE = Path(__file__).parent
_ALPHABET = frozenset("0123456789ABCDEFGHJKLMNPQRTUWXY")  # GB 32100-2015: no I, O, S, V, Z
_LENGTH = 18
_REGISTRATION = 15  # the business registration number (注册号) that the credit code replaced from 2015 on


def judge_samples(connection: duckdb.DuckDBPyConnection, described: str, received_at: datetime.datetime, national_numbers: bool) -> None:
    """Create judged_sample: the samples of the query `described` over conformed_sample, with their receipt (UTC) and the columns beside.

    national_numbers: whether the source's numbers are those of the national food sampling system.
    """
    codes = fetch(
        connection,
        "SELECT sampled_unit_credit_code FROM conformed_sample UNION SELECT producer_credit_code FROM conformed_sample",
    )
    known = {code: credit_code_fits(code) for (code,) in codes if code is not None}
    places = sample_numbers.provinces() if national_numbers or known else {}
    columns = {
        "code": pa.array(known, pa.string()),
        "fits": pa.array(known.values(), pa.bool_()),
        # The office of registration; 10: the national one, which lies in no province.
        "province": pa.array([places.get(f"{code[2:4]}0000") if known[code] else None for code in known], pa.string()),
    }
    connection.register("credit_code", pa.table(columns))
    connection.register("place", pa.table({"code": pa.array(places, pa.string()), "province": pa.array(places.values(), pa.string())}))
    pairs = fetch(
        connection, "SELECT DISTINCT arrived_on, reported_on FROM conformed_sample WHERE reported_on - arrived_on BETWEEN 1 AND 366"
    )
    worked = {
        "arrived_on": pa.array([start for start, _ in pairs], pa.date32()),
        "reported_on": pa.array([end for _, end in pairs], pa.date32()),
        "days": pa.array([working_days(start, end) for start, end in pairs], pa.int64()),
    }
    connection.register("worked", pa.table(worked))
    family, year, region = _parts() if national_numbers else ("CAST(NULL AS VARCHAR)",) * 3
    query = f"SELECT avg(CAST({family} IS NOT NULL AS INTEGER)) FROM conformed_sample WHERE sample_no IS NOT NULL"
    parameters = {"received_at": received_at, "numbers_known": fetch_one(connection, query)[0] if national_numbers else None}
    beside = read_sql(HERE / "beside.sql", described=described, family=family, year=year, region=region)
    connection.execute(f"CREATE TEMP TABLE judged_sample AS {beside}", parameters)


def credit_code_fits(code: str) -> bool | None:
    """Whether a unified social credit code (统一社会信用代码) is built as GB 32100-2015 says, its check character included (mod 31).

    None where that is not to be said: a business registration number of fifteen digits, or a code of which a part is hidden.
    """
    if "*" in code or (len(code) == _REGISTRATION and code.isdecimal()):
        return None
    written = uscc.compact(code)
    # Not uscc.validate: it wants digits in the first two places, where rural collectives have N2 and others a letter as well.
    if len(written) != _LENGTH or not set(written) <= _ALPHABET or not written[2:8].isdecimal():
        return False
    return bool(uscc.calc_check_digit(written[:-1]) == written[-1])


def _parts() -> tuple[str, str, str]:
    """SQL: the family of sample_no, the year and the six digits of the region in it."""
    known = sample_numbers.families()
    families, years, regions = "", "", ""
    for one in known:
        digits = f"2000 + CAST(substr(sample_no, {one.year_at}, 2) AS INTEGER)"
        whole = f"regexp_full_match(sample_no, {literal(one.pattern)})"
        bounds = "".join(f" AND {digits} {sign} {year}" for sign, year in ((">=", one.from_year), ("<=", one.to_year)) if year is not None)
        where = f"CASE WHEN {whole} THEN true{bounds} ELSE false END" if bounds else whole
        families += f" WHEN {where} THEN {literal(one.name)}"
        years += f" WHEN {literal(one.name)} THEN {digits}"
        if one.region_at is not None:
            regions += f" WHEN {literal(one.name)} THEN substr(sample_no, {one.region_at}, 6)"
    return f"CASE{families} END", f"CASE number_family{years} END", f"CASE number_family{regions} END"
