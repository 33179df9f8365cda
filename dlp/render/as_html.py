"""One self-contained HTML page: no script, nothing fetched, readable on a phone and on paper.

The sums are known only at the end but belong on top: the page is a flex column and the summary is ordered first.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from importlib.resources import files

from dlp.render import messages
from dlp.render.base import Entry, Style, Totals
from dlp.render.because import because
from dlp.render.places import place, place_of
from dlp.types import Action, Coverage, Finding, Issue, Reason, ScanResult, printable

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


class Html:
    def __init__(self, style: Style) -> None:
        self._lang = style.lang
        self._explain = style.explain

    def begin(self) -> str:
        css = files("dlp.render").joinpath("page.css").read_text("utf-8")
        title = self._say("반출 문서 검사 결과", "Outbound document scan")
        return (
            f'<!doctype html>\n<html lang="{self._lang}"><head><meta charset="utf-8">'
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{title}</title><style>{css}</style></head>\n<body><h1>{title}</h1>\n"
        )

    def entry(self, entry: Entry) -> str:
        result = entry.result
        action, kind = result.verdict.action, messages.media_type(result.assessment.media_type)
        body = "".join((self._classes(result), self._findings(entry), self._issues(result), self._reasons(result)))
        return (
            f'<article class="{action.name.lower()}"><h2><b class="tag">{messages.ACTIONS[action].say(self._lang)}</b> '
            f"{_text(result.name)}{self._simulated(result)} <small>{_text(kind)}</small></h2>"
            f"{body}</article>\n"
        )

    def end(self, totals: Totals) -> str:
        sums = [self._say("파일 {:,}개", "files {:,}").format(totals.files)]
        sums.append(self._say("정보주체 {:,}명", "people {:,}").format(totals.people))
        sums.append(self._say("다 읽지 못함 {:,}개", "not fully read {:,}").format(totals.incomplete))
        if totals.accepted:
            sums.append(f"{messages.ACCEPTED.say(self._lang)} {totals.accepted:,}")
        note = f"<p><strong>{messages.SIMULATED.say(self._lang)}</strong></p>" if totals.simulated else ""
        return (
            f'<section class="sum">{self._picture(totals)}<p>{" · ".join(sums)}</p>{note}</section>\n</body></html>\n'
        )

    def _picture(self, totals: Totals) -> str:
        """A bar of the actions, gravest first, with its legend: colour never speaks alone."""
        counted = [(action, totals.actions[action]) for action in reversed(Action) if totals.actions[action]]
        legend = [f"{messages.ACTIONS[action].say(self._lang)} {count:,}" for action, count in counted]
        tags = [f'<b class="tag {a.name.lower()}">{words}</b>' for (a, _), words in zip(counted, legend, strict=True)]
        return (
            f'<svg viewBox="0 0 1000 40" preserveAspectRatio="none" role="img" aria-label="{", ".join(legend)}">'
            f"{''.join(_bars(counted, totals.files))}</svg><p>{' '.join(tags)}</p>"
        )

    def _simulated(self, result: ScanResult) -> str:
        return f" ({self._say('모의', 'simulated')})" if result.verdict.simulated else ""

    def _classes(self, result: ScanResult) -> str:
        words = messages.classes(result.classes, self._lang)
        if people := result.assessment.subjects:
            words.append(self._say("정보주체 {:,}명", "people: {:,}").format(people))
        return f"<p>{' · '.join(words)}</p>" if words else ""

    def _findings(self, entry: Entry) -> str:
        if not entry.result.findings:
            return ""
        heads = [("종류", "what"), ("가린 값", "masked value"), ("확신", "sure"), ("위치", "where")]
        cells = "".join(f"<th>{self._say(*head)}</th>" for head in heads)
        rows = "".join(self._row(entry, finding) for finding in entry.result.findings)
        omitted = entry.result.assessment.omitted
        more = f"<p>{self._say('… 그 밖에 {:,}건', '… and {:,} more').format(omitted)}</p>" if omitted else ""
        return f"<table><thead><tr>{cells}</tr></thead><tbody>{rows}</tbody></table>{more}"

    def _row(self, entry: Entry, finding: Finding) -> str:
        cells = [
            _text(messages.entity(finding.entity, self._lang)),
            f"<code>{_text(finding.masked)}</code>",
            messages.CONFIDENCES[finding.confidence].say(self._lang),
            _text(place_of(finding, self._lang)),
        ]
        if finding.hidden:
            cells[-1] += f" ({self._say('숨은 부분', 'hidden')})"
        cells[-1] += self._evidence(finding)
        if entry.accepts(finding):
            reason = _text(entry.accepted[finding.fingerprint])
            cells[0] += f"<br><small>{messages.ACCEPTED.say(self._lang)}: {reason}</small>"
        return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"

    def _evidence(self, finding: Finding) -> str:
        why, opened = self._say("근거", "why"), " open" if self._explain else ""
        said = "<br>".join(map(_text, messages.grounds(finding, self._lang)))
        return f"<details{opened}><summary>{why}</summary>{said}</details>"

    def _issues(self, result: ScanResult) -> str:
        head = ""
        if result.coverage < Coverage.FULL:
            status = messages.STATUSES[result.assessment.status].say(self._lang)
            head = f"<p><strong>{messages.COVERAGES[result.coverage].say(self._lang)}</strong>: {status}</p>"
        items = "".join(f"<li>{self._issue(issue)}</li>" for issue in result.issues)
        return head + (f"<ul>{items}</ul>" if items else "")

    def _issue(self, issue: Issue) -> str:
        where, said = place(issue.locus, self._lang), messages.issue(issue, self._lang)
        return _text(f"{where}: {said}" if where else said)

    def _reasons(self, result: ScanResult) -> str:
        items = "".join(f"<li>{self._reason(reason, result)}</li>" for reason in result.verdict.reasons)
        return f"<ul>{items}</ul>" if items else ""

    def _reason(self, reason: Reason, result: ScanResult) -> str:
        grounds = because(reason, result.assessment, self._lang) if self._explain else ""
        return _text(messages.reason(reason, self._lang) + (f" ({grounds})" if grounds else ""))

    def _say(self, ko: str, en: str) -> str:
        return messages.Words(ko, en).say(self._lang)


def _text(words: str) -> str:
    return escape(printable(words))


def _bars(counted: list[tuple[Action, int]], files: int) -> Iterator[str]:
    start = 0.0
    for action, count in counted:
        share = 1000 * count / files
        yield f'<rect x="{start:.1f}" width="{share:.1f}" height="40" class="{action.name.lower()}"/>'
        start += share
