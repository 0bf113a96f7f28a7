"""qmon at the command line: its commands by name, each imported only when it is called."""

from importlib import import_module
from typing import Any

import click

# Name -> where the command is, and what the list of commands says of it.
COMMANDS = {
    "check": ("qmon.exchange.commands:check", "what would become of a file if it were delivered"),
    "compare": ("qmon.compare:command", "two rates: the difference with its interval, what it is made of, or why it means nothing"),
    "contract": ("qmon.exchange.commands:contract", "what is handed to a supplier: data contract, template, page in Chinese"),
    "dictionary": ("qmon.commands:show_dictionary", "every column, what it states, and what may stand there"),
    "explain": ("qmon.tracing:explain", "the samples behind a number or a finding, and their cells in the delivered files"),
    "findings": ("qmon.commands:findings", "what is wrong in the latest release, gravest first"),
    "impact": ("qmon.tracing:impact", "the numbers that the records of a delivery are in"),
    "indicators": ("qmon.commands:indicators", "what each published number counts"),
    "limits": ("qmon.cited_limits:limits", "the limits that deliveries cite against those of the reference table"),
    "new-source": ("qmon.exchange.commands:new_source", "propose a source for files that nobody has described yet"),
    "pass-rate": ("qmon.as_of:pass_rate", "rates as they stand, as known on a day, as in force on a day"),
    "publish": ("qmon.publish:command", "sign a release off; show what was signed off when, by whom"),
    "reproduce": ("qmon.tracing:reproduce", "make a release once more aside and compare"),
    "run": ("qmon.commands:run", "one night: take in what is new, check it, release it"),
    "sources": ("qmon.commands:sources", "who delivers, for which domain, how often"),
    "weighted": ("qmon.weighted:command", "a weighted rate by rule for empty strata, and what each division adds to it"),
}


def told(error: Exception) -> tuple[int, str]:
    """Exit code and sentence for what people can mend: a definition, a release, a file. Anything else is raised again."""
    import duckdb

    from qmon.definitions import DefinitionError
    from qmon.release import NotThere, ReleaseError

    match error:
        case DefinitionError():
            return 10, f"定义有误：{error}"
        case ReleaseError():
            return error.exit_code, str(error)
        case NotThere():
            return 1, str(error)
        case OSError() | duckdb.IOException() | duckdb.SerializationException():
            return 14, f"未能读写文件：{error}"
    raise error


class _Called(click.Group):
    """A group whose commands are imported when they are called: half a second for the list of them would be long."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            code, said = told(error)
            click.echo(f"Error: {said}", err=True)
            ctx.exit(code)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, says) for name, (_, says) in COMMANDS.items()])


@click.group(cls=_Called, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
def main() -> None:
    """From delivered files to pass rates that can be published, defended and corrected.

    Exit codes: 0 released or nothing new; 10 a definition is wrong; 11 a delivery was refused or held, the others went on;
    12 the night is invalid, the previous release stays; 14 the release failed, the previous one stays; 75 another run is at work.
    """


if __name__ == "__main__":
    main()
