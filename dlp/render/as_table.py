"""The answer for people at a terminal: a block of lines per file, then one line that sums up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dlp.render import messages
from dlp.render.base import Entry, Lang, Style, Totals
from dlp.render.because import because, in_words
from dlp.render.columns import flow, pad, width, wrap
from dlp.render.places import place, place_of
from dlp.render.pseudonyms import told
from dlp.types import Action, Coverage, DataClass, Finding, NearMiss, Reason, printable

LISTED = 8  # findings and issues shown per file without --explain

_COLORS = {Action.ALLOW: "32", Action.FLAG: "33", Action.HOLD: "35", Action.BLOCK: "1;31"}
_DIM = "2"
_INDENT = " " * 6  # the widest action word and a gap


class Table:
    def __init__(self, style: Style) -> None:
        self._style = style

    def begin(self) -> str:
        return ""

    def entry(self, entry: Entry) -> str:
        return "".join(f"{line}\n" for line in _Block(self._style, entry).lines())

    def end(self, totals: Totals) -> str:
        lang = self._style.lang
        actions = (_paint(self._style, words, _COLORS[action]) for action, words in _action_counts(totals, lang))
        sums = flow([_files(totals, lang), *actions, *_sums(totals, lang)], " · ", self._style.width)
        lines = ["─" * min(self._style.width, 100), *sums]
        if totals.simulated:
            lines.append(messages.SIMULATED.say(lang))
        return "".join(f"{line}\n" for line in lines)


class _Block:
    """The lines of one file."""

    def __init__(self, style: Style, entry: Entry) -> None:
        self._style = style
        self._lang = style.lang
        self._entry = entry
        self._result = entry.result
        self._shown = entry.result.findings if style.explain else entry.result.findings[:LISTED]

    def lines(self) -> Iterator[str]:
        yield self._headline()
        yield from self._summary()
        yield from self._findings()
        yield from self._rest()
        yield from self._credit()
        yield from self._pseudonymised()
        yield from self._issues()
        yield from self._reasons()

    def _headline(self) -> str:
        action = self._result.verdict.action
        word = pad(messages.ACTIONS[action].say(self._lang), len(_INDENT))
        simulated = f" ({self._say('모의', 'simulated')})" if self._result.verdict.simulated else ""
        media_type = _paint(self._style, messages.media_type(self._result.assessment.media_type), _DIM)
        line = f"{_paint(self._style, word, _COLORS[action])}{printable(self._result.name)}{simulated}  {media_type}"
        return line.rstrip()

    def _summary(self) -> Iterator[str]:
        words = messages.classes(self._result.classes, self._lang)
        if people := self._result.assessment.subjects:
            words.append(self._say("정보주체 {:,}명", "people: {:,}").format(people))
        for line in flow(words, " · ", self._style.width - len(_INDENT)):
            yield _INDENT + line

    def _findings(self) -> Iterator[str]:
        rows = [self._cells(finding) for finding in self._shown]
        widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
        for finding, row in zip(self._shown, rows, strict=True):
            cells = "  ".join(map(pad, row, widths))
            where = place_of(finding, self._lang) + self._mark(finding)
            yield from self._beside(f"{_INDENT}- {cells}  ", where)
            if self._style.explain:
                yield from self._wrapped(_INDENT + "    ", " · ".join(messages.grounds(finding, self._lang)))

    def _cells(self, finding: Finding) -> tuple[str, str, str]:
        sure = messages.CONFIDENCES[finding.confidence].say(self._lang)
        return messages.entity(finding.entity, self._lang), printable(finding.masked), sure

    def _beside(self, cells: str, where: str) -> Iterator[str]:
        """On one line where that fits, else the place below."""
        if width(cells + where) <= self._style.width:
            yield cells + where
        else:
            yield cells.rstrip()
            yield from self._wrapped(_INDENT + "    ", where)

    def _mark(self, finding: Finding) -> str:
        marks = [self._say("숨은 부분", "hidden")] if finding.hidden else []
        if self._entry.accepts(finding):
            reason = printable(self._entry.accepted[finding.fingerprint])
            marks.append(f"{messages.ACCEPTED.say(self._lang)}: {reason}")
        return f"  [{', '.join(marks)}]" if marks else ""

    def _rest(self) -> Iterator[str]:
        """What was counted but is not listed, by entity."""
        rest: Counter[str] = Counter()
        for (name, _), count in self._result.assessment.counts.items():
            rest[name] += count
        rest.subtract(finding.entity for finding in self._shown)
        if named := [f"{messages.entity(name, self._lang)} {n:,}" for name, n in rest.items() if n > 0]:
            yield from self._wrapped(_INDENT + "  … ", self._say("그 밖에 ", "and ") + ", ".join(named))

    def _credit(self) -> Iterator[str]:
        if told := in_words(self._result.assessment, self._lang):
            yield from self._wrapped(_INDENT + "- ", self._say("신용정보: ", "credit information: ") + told)
        if self._style.explain:
            yield from self._missed()

    def _missed(self) -> Iterator[str]:
        """Credit attributes that are nobody's credit information, and why."""
        by_reason: dict[NearMiss, list[str]] = {}
        for miss in self._result.assessment.missed:
            by_reason.setdefault(miss.why, []).extend(miss.terms)
        for why, terms in by_reason.items():
            lead = self._say("해당 없음: ", "not credit information: ") + messages.NEAR_MISSES[why].say(self._lang)
            yield from self._wrapped(_INDENT + "· ", lead + (f": {', '.join(dict.fromkeys(terms))}" if terms else ""))

    def _pseudonymised(self) -> Iterator[str]:
        if DataClass.PSEUDONYMISED not in self._result.classes:
            return
        for item in self._result.assessment.pseudonymised[:LISTED]:
            yield from self._wrapped(_INDENT + "- ", told(item, self._lang))

    def _issues(self) -> Iterator[str]:
        if self._result.coverage < Coverage.FULL:
            coverage = messages.COVERAGES[self._result.coverage].say(self._lang)
            yield f"{_INDENT}! {coverage}: {messages.STATUSES[self._result.assessment.status].say(self._lang)}"
        shown = self._result.issues if self._style.explain else self._result.issues[:LISTED]
        for issue in shown:
            where = place(issue.locus, self._lang)
            said = messages.issue(issue, self._lang)
            yield from self._wrapped(_INDENT + "  ", f"{where}: {said}" if where else said)
        if rest := len(self._result.issues) - len(shown):
            yield _INDENT + "  " + self._say("… 그 밖에 {:,}건", "… and {:,} more").format(rest)

    def _reasons(self) -> Iterator[str]:
        for reason in self._result.verdict.reasons:
            yield from self._wrapped(_INDENT + "§ ", messages.reason(reason, self._lang) + self._asks(reason))

    def _asks(self, reason: Reason) -> str:
        if not self._style.explain:
            return ""
        grounds = because(reason, self._result.assessment, self._lang)
        return f" → {messages.ACTIONS[reason.action].say(self._lang)}" + (f" ({grounds})" if grounds else "")

    def _wrapped(self, lead: str, text: str) -> Iterator[str]:
        for line in wrap(text, max(self._style.width - width(lead), 20)):
            yield lead + line
            lead = " " * width(lead)

    def _say(self, ko: str, en: str) -> str:
        return ko if self._lang is Lang.KO else en


def _files(totals: Totals, lang: Lang) -> str:
    return messages.Words("파일 {:,}개", "files {:,}").say(lang).format(totals.files)


def _action_counts(totals: Totals, lang: Lang) -> Iterator[tuple[Action, str]]:
    for action in reversed(Action):
        if count := totals.actions[action]:
            yield action, f"{messages.ACTIONS[action].say(lang)} {count:,}"


def _sums(totals: Totals, lang: Lang) -> Iterator[str]:
    for words, count in (
        (messages.Words("정보주체 {:,}명", "people {:,}"), totals.people),
        (messages.Words("기준선 인정 {:,}건", "accepted {:,}"), totals.accepted),
        (messages.Words("다 읽지 못함 {:,}개", "not fully read {:,}"), totals.incomplete),
    ):
        if count:
            yield words.say(lang).format(count)
    yield messages.Words("{:.1f}초", "{:.1f} s").say(lang).format(totals.seconds)


def _paint(style: Style, text: str, color: str) -> str:
    return f"\x1b[{color}m{text}\x1b[0m" if style.color and text else text
