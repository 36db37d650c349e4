"""What our commands share: a wrong argument ends with status 1 and one clear line, as every refusal of theirs does."""

from __future__ import annotations

import sys
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser


class PlainCommand(BaseCommand):
    """A command that ends with status 1 and a line for each fault, without a traceback or usage."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """The parser, whose errors are one sentence."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)

        def refuse(message: str) -> NoReturn:
            said = f"{message[:1].upper()}{message[1:]}."
            if not getattr(self, "_called_from_command_line", False):
                raise CommandError(said)
            self.stderr.write(said)
            sys.exit(1)

        parser.error = refuse  # type: ignore[method-assign]
        return parser

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run the command; a CommandError is printed as it is, one line for each fault."""
        try:
            return super().execute(*args, **options)
        except CommandError as error:
            if options.get("traceback") or not getattr(self, "_called_from_command_line", False):
                raise
            self.stderr.write(str(error))
            sys.exit(error.returncode)
