"""Masked copies of text files: every value found is replaced by its kind, as in `[KR_RRN]`.

A copy is written only when a scan of it finds nothing. Whether the offsets of the findings are those of the file is
thereby checked, not believed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import typer

from dlp.app import Scanner
from dlp.audit.names import identity
from dlp.extract.charset import SAMPLE, detect
from dlp.render.messages import Words
from dlp.render.plain import PLAIN
from dlp.surfaces.cli import output
from dlp.surfaces.cli.files import Found
from dlp.types import FILE_NAME, Coverage, DataClass, Finding, ScanResult

_LARGEST = 256 << 20  # bytes: a copy is made in memory

NOT_COPIED = Words("가린 사본을 만들지 않음", "no masked copy")
INCOMPLETE = Words("다 읽지 못한 파일", "not fully read")
OMITTED = Words("검출이 너무 많아 모두 나열되지 않음", "too many findings to list")
FORMAT = Words("글자만 있는 형식이 아님", "not a plain text format")
LARGE = Words("너무 큼", "too large")
CHANGED = Words("검사한 뒤 바뀜", "changed since it was scanned")
ENCODING = Words("문자 인코딩을 알 수 없음", "character encoding not known")
CARRIED = Words("파일 안에 든 파일에서 검출됨", "found in a file that it carries")
NAMED = Words("파일 이름에서 검출됨: 이름을 바꾸십시오", "found in the file's name: rename it")
TAKEN = Words("같은 이름의 사본이 있음", "a copy of that name exists")
UNWRITABLE = Words("사본을 쓸 수 없음", "the copy cannot be written")
NOT_CLEAN = Words("가린 뒤에도 검출됨", "masking did not make it clean")


@dataclass(frozen=True, slots=True)
class Redactor:
    """Copies go below `directory` under the relative names of their sources, once `scanner` finds nothing in them."""

    directory: Path
    scanner: Scanner

    def copy(self, found: Found, result: ScanResult) -> Words | None:
        """None when the copy is written, else why it is not."""
        if refused := _refused(result):
            return refused
        try:
            data = found.path.read_bytes()
        except OSError:
            return CHANGED
        if result.sha256 and hashlib.sha256(data).hexdigest() != result.sha256:
            return CHANGED
        return self._write(found, data, result)

    def _write(self, found: Found, data: bytes, result: ScanResult) -> Words | None:
        clean = masked(data, (finding for finding in result.findings if finding.locus.part != FILE_NAME))
        if clean is None:
            return ENCODING
        again = self.scanner.scan_bytes(clean, name=str(found.relative))  # the name that the copy will have
        if any(finding.locus.part == FILE_NAME for finding in again.findings):
            return NAMED
        if not _is_clean(again):
            return NOT_CLEAN
        target = self.directory / found.relative
        if target.exists():
            return TAKEN
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            output.write(target, clean)
        except OSError:
            return UNWRITABLE
        return None


def prepare(directory: Path, named: Iterable[Path]) -> None:
    """Insists on an empty directory apart from the sources: a stale copy would pass for a clean one."""
    apart = directory.resolve()
    for source in (path.resolve() for path in named):
        if apart.is_relative_to(source) or source.is_relative_to(apart):
            raise typer.BadParameter(
                f"--redact: 검사할 곳과 겹칩니다 / overlaps what is scanned: {identity(str(source))}"
            )
    try:
        directory.mkdir(parents=True, exist_ok=True)
        if any(directory.iterdir()):
            raise typer.BadParameter(f"--redact: 비어 있지 않습니다 / is not empty: {directory}")
    except OSError as error:
        raise typer.BadParameter(f"--redact: {directory}: {error.strerror}") from None


def masked(data: bytes, findings: Iterable[Finding]) -> bytes | None:
    """The text with its findings replaced, in the encoding it came in; None where that is not known."""
    encoding, skip = detect(data[:SAMPLE], whole=len(data) <= SAMPLE)
    try:
        text = data[skip:].decode(encoding or "ascii")
        return data[:skip] + _replaced(text, findings).encode(encoding or "ascii")
    except UnicodeError:
        return None


def _replaced(text: str, findings: Iterable[Finding]) -> str:
    pieces: list[str] = []
    done = 0
    for finding in sorted(findings, key=lambda item: (item.start, -item.end)):
        if finding.end > done:  # one inside another is gone already
            pieces += [text[done : finding.start], f"[{finding.entity}]"]
            done = finding.end
    return "".join([*pieces, text[done:]])


def _refused(result: ScanResult) -> Words | None:
    if result.coverage < Coverage.FULL:
        return INCOMPLETE
    if result.assessment.omitted:
        return OMITTED
    if result.assessment.media_type not in PLAIN:
        return FORMAT
    if any(finding.locus.container for finding in result.findings):
        return CARRIED
    return LARGE if result.size > _LARGEST else None


def _is_clean(result: ScanResult) -> bool:
    found = result.findings or result.assessment.facts or result.classes - {DataClass.NONE}
    return not found and result.coverage is Coverage.FULL
