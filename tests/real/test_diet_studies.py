"""Two total diet studies, each by a source folder beside this file: rows, what is found, what is censored, and ANSES's own bounds."""

import csv
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from tests.conftest import Office

FOLDER = Path(__file__).parent / "sources"
EAT2 = ("Acrylamide.csv", "HAP.csv", "Perfluores.csv")


@pytest.fixture(scope="module")
def office(real: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One night over both and a sample of our own: the gate asks that not every verdict of a night is empty."""
    made = Office(tmp_path_factory.mktemp("diet"))
    made.folders = (FOLDER,)
    for source, names in (("ca_tds", None), ("fr_eat2", EAT2)):
        for path in sorted((real / "real" / source).glob("*.csv")):
            if names is None or path.name in names:
                made.deliver(f"{source}/{path.name}", path.read_bytes())
    made.form("SC1,监督抽检,省抽,流通,糕点,虚构蛋糕,2025-03-05,虚构食品厂,虚构超市,济南市,纯抽检合格样品,")
    made.items("SC1,铅,0.1,mg/kg,合格项,0.5,mg/kg,,")
    outcome = made.night()
    assert outcome.exit_code == 0, outcome
    yield made


def rows(path: Path) -> list[dict[str, str]]:
    content = path.read_bytes()
    text = content.decode("utf-8-sig") if content.startswith(b"\xef\xbb\xbf") else content.decode("utf-8")
    return list(csv.DictReader(text.splitlines()))


def counted(office: Office, source: str) -> dict[str, tuple[int, int, int]]:
    """By file: rows, of these found (quantified or not), of these censored."""
    found = office.ask(
        "SELECT split_part(file, '/', 2), count(*), count(*) FILTER (qualifier IN ('=', 'nq')), "
        "count(*) FILTER (qualifier IN ('nd', 'nq', '<')) "
        f"FROM result_current INNER JOIN delivery USING (delivery_id) WHERE source = '{source}' GROUP BY ALL ORDER BY ALL"
    )
    return {name: (n, detected, censored) for name, n, detected, censored in found}


def test_canada_rows_found_and_censored_of_every_file(office: Office, real: Path) -> None:
    said = {}
    for path in sorted((real / "real" / "ca_tds").glob("*.csv")):
        operators = Counter(row["Result Operator"] for row in rows(path))
        said[path.name] = (operators.total(), operators["="], operators["<LOD/MDL"] + operators["ND"])
    assert counted(office, "ca_tds") == said
    assert [sum(column) for column in zip(*said.values(), strict=True)] == [6940, 1835, 5105]


def test_france_rows_found_and_censored_of_every_file(office: Office, real: Path) -> None:
    said = {}
    for name in EAT2:
        reported = [row["Contamination rapportée"] for row in rows(real / "real" / "fr_eat2" / name)]
        censored = sum(text.startswith(("<", "N")) for text in reported)
        found = sum(text == "NQ" or text[:1].isdigit() for text in reported)
        said[name] = (len(reported), found, censored)
    assert counted(office, "fr_eat2") == said
    assert said == {"Acrylamide.csv": (192, 171, 49), "HAP.csv": (14500, 5602, 8326), "Perfluores.csv": (9584, 203, 8562)}


def test_bounds_are_those_of_anses_row_by_row(office: Office, real: Path) -> None:
    """LB, MB and UB as printed, of every row with a result; they differ in the lower bound of 28 rows alone. Acrylamide that was found and
    not quantified is printed with LB 10 above its MB 5: the limit of quantification, where the limit of detection (4) belongs."""
    asked = (
        "SELECT split_part(file, '/', 2), measurement.row_no, lower_bound, middle_bound, upper_bound "
        "FROM measurement INNER JOIN delivery USING (delivery_id) WHERE measurement.source = 'fr_eat2'"
    )
    ours = {(name, row_no): bounds for name, row_no, *bounds in office.ask(asked)}
    differing, compared = [], 0
    for name in EAT2:
        for row_no, row in enumerate(rows(real / "real" / "fr_eat2" / name), start=2):
            if not row["LB"]:
                assert (name, row_no) not in ours
                continue
            printed = [float(Decimal(row[which])) for which in ("LB", "MB", "UB")]
            compared += 1
            if ours[name, row_no] != pytest.approx(printed, rel=1e-12):
                differing.append((row["Contamination rapportée"], printed, ours[name, row_no]))
    assert compared == 22_885
    assert len(differing) == 28
    assert {(text, *printed, *bounds) for text, printed, bounds in differing} == {("NQ", 10.0, 5.0, 10.0, 4.0, 5.0, 10.0)}


def test_means_of_bounds_are_those_of_the_printed_columns(office: Office, real: Path) -> None:
    """By substance; every one stands with its share censored."""
    found = {
        item: (n, share, low, middle, high)
        for item, n, share, low, middle, high in office.ask(
            "SELECT item_name, n, share_censored, mean_lower, mean_middle, mean_upper FROM occurrence "
            "WHERE source = 'fr_eat2' AND category_code = 'ALL' AND period = 'ALL'"
        )
    }
    printed: dict[str, list[dict[str, str]]] = {}
    for name in ("HAP.csv", "Perfluores.csv"):
        for row in rows(real / "real" / "fr_eat2" / name):
            if row["LB"]:
                printed.setdefault(row["Substance"], []).append(row)
    assert len(printed) == 36
    for substance, some in printed.items():
        n, share, *means = found[substance]
        assert n == len(some)
        assert share == pytest.approx(sum(row["Contamination rapportée"].startswith("<") for row in some) / n)
        assert means == pytest.approx([sum(float(row[which]) for row in some) / n for which in ("LB", "MB", "UB")], rel=1e-9)


def test_what_may_be_estimated_follows_from_the_share_censored(office: Office) -> None:
    """Over 80 % censored only the bounds are given; a percentile stands on enough results."""
    found = office.ask(
        "SELECT estimated_by, share_censored, mean_estimate IS NULL, p95 IS NULL, n FROM occurrence "
        "WHERE source IN ('ca_tds', 'fr_eat2') AND category_code = 'ALL' AND period = 'ALL'"
    )
    assert len(found) == 95
    for method, share, no_mean, no_p95, n in found:
        assert (method in ("bounds", None)) == no_mean
        assert method == "bounds" or method is None or share <= 0.8
        assert n >= 59 or no_p95


def test_units_of_two_dimensions_are_never_pooled(office: Office) -> None:
    """Ochratoxin A is measured in ng/g and, in milk, in ng/ml."""
    found = office.ask(
        "SELECT unit, n FROM occurrence WHERE source = 'ca_tds' AND item_name = 'Ochratoxin A' "
        "AND category_code = 'ALL' AND period = 'ALL' ORDER BY unit"
    )
    assert found == [("ng/g", 113), ("ng/mL", 24)]


def test_no_diet_study_enters_a_pass_rate(office: Office) -> None:
    assert office.ask("SELECT max(n), max(n_fail) FROM pass_rate") == [(1, 0)]
