"""The commands of qmon: each that the list names is there, and the list costs no import of what they need."""

import subprocess
import sys

import click
import pytest

from qmon.cli import COMMANDS, main

HEAVY = ("duckdb", "pyarrow", "pandas", "numpy", "pydantic", "prefect", "great_expectations")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_of_the_list_is_there(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None and command.get_short_help_str()


def test_the_list_of_commands_imports_nothing_heavy() -> None:
    program = f"import sys, qmon.cli; print([name for name in {HEAVY} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "[]\n"
