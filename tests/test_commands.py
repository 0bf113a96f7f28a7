"""The commands of qmon: each that the list names is there, and the list costs no import of what they need."""

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from qmon.cli import COMMANDS, main

HEAVY = ("duckdb", "pyarrow", "pandas", "numpy", "pydantic", "prefect", "great_expectations")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_of_the_list_is_there(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None and command.get_short_help_str()


def test_the_list_of_commands_imports_nothing_heavy() -> None:
    program = f"import sys, qmon.cli; print([name for name in {HEAVY} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["findings", "--code", "X99"], "没有规则 X99"),
        (["findings"], "还没有发布"),
        (["pass-rate", "nope"], "还没有发布"),
        (["dictionary", "--table", "nope"], "没有表 nope"),
        (["explain", "food_pass_rate", "--period", "2025"], "还没有发布"),
    ],
)
def test_what_is_not_there_is_said(tmp_path: Path, asked: list[str], said: str) -> None:
    done = CliRunner().invoke(main, [*asked, *(["--curated", str(tmp_path)] if asked[0] != "dictionary" else [])])
    assert (done.exit_code, said in done.output) == (1, True)
