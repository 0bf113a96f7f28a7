"""Ten samples of one supplier, some of them failing: the delivery that tests of whole nights begin with."""

from qmon.night import Outcome
from tests.conftest import Office
from tests.once import once

SAMPLE = "SC{n},监督抽检,{level},{stage},糕点,虚构蛋糕,2025-12-05,虚构食品厂,虚构超市,济南市,纯抽检{verdict}样品,"
ITEM = "SC{n},铅(以Pb计),{value},mg/kg,{verdict}项,0.5,mg/kg,0.02,mg/kg"
TOTAL = (
    "SELECT task_level, n, n_pass, n_fail, n_held FROM pass_rate "
    "WHERE indicator = 'food_pass_rate' AND grouping = 'total' AND period = '2025' ORDER BY 1"
)


def deliver(office: Office, failing: tuple[int, ...] = (3,), level: str = "省抽", numbers: range = range(10), name: str = "") -> None:
    """Ten samples of one supplier, some of them failing."""
    verdicts = {n: "不合格" if n in failing else "合格" for n in numbers}
    office.form(*(SAMPLE.format(n=n, level=level, stage="流通", verdict=verdicts[n]) for n in numbers), name=f"form{name}.csv")
    office.items(
        *(ITEM.format(n=n, value="0.61" if n in failing else "0.11", verdict=verdicts[n]) for n in numbers), name=f"items{name}.csv"
    )


@once
def first_night(office: Office) -> Outcome:
    """The ten samples delivered and released."""
    deliver(office)
    return office.night()
