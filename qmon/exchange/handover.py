"""What is handed to a supplier: the contract for machines (YAML), the template (xlsx) and the page in Chinese (HTML)."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from qmon.dictionary import dictionary
from qmon.exchange import template
from qmon.exchange.odcs import odcs
from qmon.exchange.words import words_of
from qmon.findings import rules
from qmon.sources.contract import CADENCES, Source


def write(folder: Path, source: Source) -> list[Path]:
    """Write the three files below `folder`, named after the source, and return them."""
    folder.mkdir(parents=True, exist_ok=True)
    contract, book, page = (folder / f"{source.name}{ending}" for ending in (".odcs.yaml", ".xlsx", ".html"))
    contract.write_text(odcs(source).to_yaml(), encoding="utf-8")
    template.write(book, source)
    page.write_text(_page(source), encoding="utf-8")
    return [contract, book, page]


def _page(source: Source) -> str:
    kinds = [
        {
            "name": kind,
            "columns": [
                {
                    "heading": headings[0],
                    "also": headings[1:],
                    "field": dictionary().fields[column],
                    "needed": column in record.required,
                    "optional": column in record.optional,
                    "words": words_of(source, dictionary().fields[column]),
                }
                for column, headings in record.columns.items()
            ],
        }
        for kind, record in source.records.items()
    ]
    environment = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)
    page: str = environment.get_template("contract.html").render(
        source=source,
        kinds=kinds,
        rules=[rule for rule in rules().values() if rule.code[0] != "N"],
        acts_on=dictionary().fields["acts_on"].allowed,
        cadence=CADENCES,
    )
    return page
