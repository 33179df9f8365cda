"""The program `dlp`: runs the command line and turns whatever went wrong into a message and an exit code."""

from __future__ import annotations

import sys
import traceback
from io import TextIOWrapper

from dlp.errors import ConfigError, JournalError, RuleError
from dlp.surfaces.cli import command
from dlp.surfaces.cli.exits import Exit


def main() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without Hangul still gets an answer
    try:
        command()
    except (ConfigError, RuleError, JournalError) as error:
        sys.stderr.write(f"dlp: {error}\n")
        sys.exit(Exit.USAGE)
    except Exception as error:  # noqa: BLE001 the boundary of the process: no traceback reaches the user
        # Neither the message nor the values of the frames: they can quote content.
        place = traceback.extract_tb(error.__traceback__)[-1]
        sys.stderr.write(f"dlp: 프로그램 오류 / internal error: {type(error).__name__} ({place.name}:{place.lineno})\n")
        sys.exit(Exit.INTERNAL)


if __name__ == "__main__":
    main()
