"""What the exit code says. Of several that apply the first of 4, 2, 1, 3 wins: a finding outweighs an unread file."""

from __future__ import annotations

import enum
from collections.abc import Mapping

from dlp.render.messages import Words


class Exit(enum.IntEnum):
    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    INCOMPLETE = 3
    INTERNAL = 4
    INTERRUPTED = 130  # 128 + SIGINT, as shells count


MEANINGS: Mapping[Exit, Words] = {
    Exit.CLEAN: Words(
        "모두 읽었고 `--fail-on` 이상의 판정이 없음", "everything fully read, nothing at or above `--fail-on`"
    ),
    Exit.FINDINGS: Words(
        "`--fail-on` 이상의 판정이 있음", "something found, or the destination itself, is at or above `--fail-on`"
    ),
    Exit.USAGE: Words(
        "명령, 설정 또는 증적 기록을 쓸 수 없음", "the command line, the configuration or the journal cannot be used"
    ),
    Exit.INCOMPLETE: Words(
        "다 읽지 못한 파일이 있고 그 밖의 문제는 없음", "something was not fully read, and nothing worse"
    ),
    Exit.INTERNAL: Words("프로그램 오류", "a bug in the program"),
    Exit.INTERRUPTED: Words("사용자가 중단함 (Ctrl-C)", "interrupted by the user (Ctrl-C)"),
}


def markdown() -> str:
    """The table of the README."""
    rows = [f"| {code.value} | {words.ko} | {words.en} |" for code, words in MEANINGS.items()]
    return "\n".join(["| 코드 | 뜻 | Meaning |", "|---|---|---|", *rows])
