"""Proposing a source: looks at a file of an unknown form and writes a source.yml with what known headings say, and fixtures beside it."""

import csv
import json
import shutil
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pyarrow.parquet as pq
import yaml

from qmon import files
from qmon.curated import History
from qmon.definitions import read_yaml
from qmon.exchange.checking import receipt_of
from qmon.files import Refused
from qmon.intake import judge
from qmon.personal import masked_numbers
from qmon.settings import Settings
from qmon.sources import sources
from qmon.sources.contract import Source, heading_key
from qmon.sources.headings import SEARCHED_ROWS

_FIXTURE_ROWS = 5
_KEYS = ("sample_no", "report_no")
_COMPOSITE = ("product", "producer_name", "sampled_unit_name", "specification", "produced_on", "batch_no", "sampled_on")
_ASSERTED = ("row_no", "sample_id", "product", "category_code", "sampled_on", "verdict_reported")


class Proposal(NamedTuple):
    """A source.yml as text; which headings it maps, and which are left for a person, each with values seen below it."""

    text: str
    mapped: dict[str, str]
    left: dict[str, list[str]]


def propose(path: Path, name: str, known: dict[str, Source], allows: Sequence[str] = ("html",)) -> Proposal:
    """The contract of a source whose deliveries look like `path`. Raises Refused where the file holds no table."""
    with TemporaryDirectory() as folder:
        tables = list(files.tables(path, files.recognise(path), Path(folder), allows))
        heads = [(table.name, [list(row) for row in table.head]) for table in tables]
    aliases, domains = _aliases(known)
    sheet, number, rows = max(
        ((sheet, number, rows) for sheet, rows in heads for number in range(min(len(rows), SEARCHED_ROWS))),
        key=lambda place: (_n_known(place[2][place[1]], aliases), len({cell.strip() for cell in place[2][place[1]]}), -place[1]),
        default=("", 0, [[]]),
    )
    heading = rows[number] if rows else []
    if len({cell.strip() for cell in heading if cell.strip()}) < 2:
        raise Refused("H01", "没有一行像表头")
    mapped: dict[str, str] = {}
    left: dict[str, list[str]] = {}
    for position, cell in enumerate(heading):
        if not cell.strip():
            continue
        column = aliases.get(heading_key(cell))
        if column is not None and column not in mapped.values():
            mapped[cell] = column
        else:
            seen = dict.fromkeys(row[position].strip() for row in rows[number + 1 :] if position < len(row))
            left[cell] = [masked_numbers(text) for text in seen if text][:3]
    domain = Counter(domains[heading_key(cell)] for cell in mapped if domains.get(heading_key(cell))).most_common(1)
    return Proposal(_text(name, path, sheet, mapped, left, domain[0][0] if domain else "food"), mapped, left)


def write(folder: Path, path: Path, name: str, proposal: Proposal) -> list[Path]:
    """Write <folder>/<name>/source.yml, fixture.* (the file itself where it is small, else its first records) and fixture.expected.yml.

    The expected rows are what comes out today: a person looks them through once, from then on they are the test.
    """
    target = folder / name
    target.mkdir(parents=True, exist_ok=True)
    contract, fixture, expected = target / "source.yml", target / f"fixture{_ending(path)}", target / "fixture.expected.yml"
    contract.write_text(proposal.text, encoding="utf-8")
    fixture = _fixture(path, fixture)
    expected.write_text(_expected(fixture, sources((folder,))[name]), encoding="utf-8")
    return [contract, fixture, expected]


def _aliases(known: dict[str, Source]) -> tuple[dict[str, str], dict[str, str]]:
    """Heading as it is compared -> column, and -> domain of the source that knows it; what more sources say goes before."""
    votes: dict[str, Counter[str]] = {}
    domains: dict[str, Counter[str]] = {}
    for source in known.values():
        for record in source.records.values():
            for key, column in record.spellings.items():
                votes.setdefault(key, Counter())[column] += 1
                if source.domain is not None:
                    domains.setdefault(key, Counter())[source.domain] += 1
    for column, headings in read_yaml(Path(__file__).with_name("english_headings.yml")).items():
        for heading in headings:
            votes.setdefault(heading_key(heading), Counter())[column] += 1
    return (
        {key: counter.most_common(1)[0][0] for key, counter in votes.items()},
        {key: counter.most_common(1)[0][0] for key, counter in domains.items()},
    )


def _n_known(row: Sequence[str], aliases: dict[str, str]) -> int:
    return len({aliases[key] for cell in row if (key := heading_key(cell)) in aliases})


def _text(name: str, path: Path, sheet: str, mapped: dict[str, str], left: dict[str, list[str]], domain: str) -> str:
    columns = {column: [heading] for heading, column in mapped.items()}
    key = next(([column] for column in _KEYS if column in columns), [column for column in _COMPOSITE if column in columns])
    gives = ["sample", "result"] if "item_name" in columns else ["sample"]
    marks = [heading for heading, column in mapped.items() if column in ("sample_no", "product", "item_name", "verdict_reported")][:3]
    marks = marks or list(mapped)[:2] or list(left)[:2]
    lines = [
        f"# Proposed from {path.name}{f', sheet {sheet}' if sheet else ''}. What is marked CHECK is for a person to say.",
        f"title: {_plain(name)}  # CHECK",
        f"title_en: {_plain(name)}  # CHECK",
        "supplier: 待填  # CHECK",
        f"domain: {domain}  # CHECK: food, consumer_goods or agri_input",
        f"key: {_flow(key)}  # CHECK: what makes a sample one",
        "",
        "records:",
        "  record:",
        f"    gives: {_flow(gives)}",
        f"    marks: {_flow(marks)}",
        f"    required: {_flow(key[:1])}",
        f"    optional: {_flow([column for column in columns if column not in key[:1]])}",
        "    columns:",
        *(f"      {column}: {_flow(headings)}" for column, headings in columns.items()),
        "    constants: {inspection_type: supervision, strategy: selective}  # CHECK",
        "",
        "# Headings that nothing is known of, with values seen: map them above, or leave them here.",
        "ignored:" if left else "ignored: []",
        *(f"  - {_plain(heading)}  # {' ┊ '.join(values)[:90] or 'empty'}".replace("\n", " ") for heading, values in left.items()),
    ]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _flow(words: Sequence[str]) -> str:
    return f"[{', '.join(word if word.isidentifier() and word.isascii() else _plain(word) for word in words)}]"


def _ending(path: Path) -> str:
    return "".join(path.suffixes[-2:]) if path.suffixes[-1:] == [".gz"] else path.suffix


def _fixture(path: Path, fixture: Path) -> Path:
    """The file itself where it is small, else heading and first records of its first table as CSV."""
    if path.stat().st_size < 20_000:
        shutil.copyfile(path, fixture)
        return fixture
    with TemporaryDirectory() as folder:
        table = next(files.tables(path, files.recognise(path), Path(folder), ("html",)))
        rows = [list(row) for row in table.head[: _FIXTURE_ROWS + 3]]
    fixture = fixture.with_name("fixture.csv")
    with fixture.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    return fixture


def _expected(fixture: Path, source: Source) -> str:
    with TemporaryDirectory() as folder:
        scratch = Path(folder)
        (scratch / "tables").mkdir()
        receipt = receipt_of(fixture, source, Settings(scratch, scratch).moment)
        judge(Settings(scratch, scratch), receipt, source, scratch, History(scratch), fixture)

        def rows(table: str) -> list[dict[str, Any]]:
            written = scratch / "tables" / f"{table}.parquet"
            return pq.read_table(written).to_pylist() if written.exists() else []

        samples = sorted(rows("sample"), key=lambda row: (row["sheet"], row["row_no"]))
        content = {
            "samples": [{name: _text_of(row[name]) for name in _ASSERTED} for row in samples],
            "findings": sorted(row["code"] for row in rows("finding")),
            "quarantined": sorted(str(row["row_no"]) for row in rows("quarantine")),
        }
    head = "# What comes out of the fixture today: look it through once; from then on it is the test.\n"
    return head + yaml.safe_dump(content, allow_unicode=True, sort_keys=False, default_flow_style=None, width=140)


def _text_of(value: object) -> str:
    return "null" if value is None else str(value)
