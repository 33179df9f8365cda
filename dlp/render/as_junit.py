"""JUnit XML for build servers: a file is a test case, and a suite of its own so that nothing waits for the sums.

A file that counts against the exit code has a failure; one that was not fully read has an error of type not-examined.
"""

from __future__ import annotations

from html import escape

from dlp.render import messages
from dlp.render.base import Entry, Style, Totals
from dlp.render.places import place, place_of
from dlp.types import Coverage, printable


class JUnit:
    def __init__(self, style: Style) -> None:
        self._lang = style.lang

    def begin(self) -> str:
        return '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="dlp">\n'

    def entry(self, entry: Entry) -> str:
        name = escape(printable(entry.result.name))
        incomplete = entry.result.coverage < Coverage.FULL
        return (
            f'<testsuite name="{name}" tests="1" failures="{int(entry.fails)}" errors="{int(incomplete)}">'
            f'<testcase classname="dlp" name="{name}">'
            f"{self._failure(entry) if entry.fails else ''}{self._error(entry) if incomplete else ''}"
            f"</testcase>{self._simulated(entry)}</testsuite>\n"
        )

    def end(self, _totals: Totals) -> str:
        return "</testsuites>\n"

    def _simulated(self, entry: Entry) -> str:
        """Nothing fails under simulation, so what would have happened must be said elsewhere."""
        verdict = entry.result.verdict
        if not verdict.simulated:
            return ""
        said = f"{messages.ACTIONS[verdict.action].say(self._lang)}: {messages.SIMULATED.say(self._lang)}"
        return f"<system-out>{escape(said)}</system-out>"

    def _failure(self, entry: Entry) -> str:
        action = entry.result.verdict.action
        lines = [messages.reason(reason, self._lang) for reason in entry.result.verdict.reasons]
        lines += [
            f"{messages.entity(item.entity, self._lang)} {item.masked} {place_of(item, self._lang)}"
            for item in entry.result.findings
        ]
        return _element("failure", action.name.lower(), messages.ACTIONS[action].say(self._lang), lines)

    def _error(self, entry: Entry) -> str:
        coverage = messages.COVERAGES[entry.result.coverage].say(self._lang)
        lines = [f"{place(it.locus, self._lang)} {messages.issue(it, self._lang)}" for it in entry.result.issues]
        return _element("error", "not-examined", coverage, lines)


def _element(tag: str, kind: str, message: str, lines: list[str]) -> str:
    body = "\n".join(escape(printable(line)) for line in lines)
    return f'<{tag} type="{kind}" message="{escape(message)}">{body}</{tag}>'
