"""The program `dlp`: runs the command line and turns whatever went wrong into a message and an exit code."""

from __future__ import annotations

import sys
from io import TextIOWrapper

from dlp.errors import ConfigError, JournalError, RuleError, SandboxError
from dlp.surfaces.cli import command
from dlp.surfaces.cli.exits import Exit


def main() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without Hangul still gets an answer
    try:
        command(prog_name="dlp")
    except (ConfigError, RuleError, JournalError, SandboxError) as error:
        sys.stderr.write(f"dlp: {error}\n")
        sys.exit(Exit.USAGE)
    except OSError as error:
        what = f"{error.filename}: {error.strerror}" if error.filename else error.strerror
        sys.stderr.write(f"dlp: 쓸 수 없습니다 / cannot be used: {what}\n")
        sys.exit(Exit.USAGE)
    except Exception as error:  # noqa: BLE001 the boundary of the process: no traceback reaches the user
        from traceback import extract_tb

        # Neither the message nor the lines of code: they can quote content.
        place = extract_tb(error.__traceback__)[-1]
        sys.stderr.write(f"dlp: 프로그램 오류 / internal error: {type(error).__name__} ({place.name}:{place.lineno})\n")
        sys.exit(Exit.INTERNAL)


if __name__ == "__main__":
    main()
