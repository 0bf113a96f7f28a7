"""A new indicator is one file: the one of the README, read from a folder, counted and printed."""

import datetime
import re
from pathlib import Path

from qmon import cells, marts
from qmon.indicators import indicators
from tests.known_samples import known_samples

README = Path(__file__).parents[2] / "README.md"


def test_the_indicator_of_the_readme_is_counted(tmp_path: Path) -> None:
    found = re.search(r"# qmon/indicators/(\w+)\.yml\n(.*?)```", README.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert found is not None
    (tmp_path / f"{found[1]}.yml").write_text(found[2], encoding="utf-8")
    mine = indicators(tmp_path)
    sample = {"domain": "food", "strategy": "selective", "held": False, "category_code": "F01", "sampled_on": datetime.date(2024, 3, 1)}
    rows = [
        sample | {"stage": "catering", "verdict_reported": "conforming"},
        sample | {"stage": "catering", "verdict_reported": "nonconforming"},
        sample | {"stage": "circulation", "verdict_reported": "nonconforming"},
    ]
    with known_samples(rows) as connection:
        cells.from_curated(connection, mine)
        marts.counted.from_curated(connection, mine)
        cells.macros(connection, mine)
        with marts.from_cells(connection, mine, {}, datetime.date(2026, 1, 15)):
            pass
        asked = "SELECT n, n_fail, rate FROM pass_rate WHERE indicator = $name AND period = '2024' AND grouping = 'total'"
        assert connection.execute(asked, {"name": found[1]}).fetchall() == [(2, 1, 0.5)]
        assert connection.execute("SELECT title, version FROM indicator").fetchall() == [("餐饮环节食品合格率", "1")]
    assert mine[found[1]].printed(1, 2) == "50.00"
