"""Data-leak-prevention content scanner for Korean financial companies.

    from dlp import Scanner
    result = Scanner().scan_text("...")
    result.verdict.action, result.findings

Everything a program needs is named here; the rest may change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dlp.errors import ConfigError, JournalError, RuleError, SandboxError
from dlp.types import (
    Action,
    Assessment,
    Confidence,
    Coverage,
    DataClass,
    Evidence,
    EvidenceKind,
    Finding,
    Issue,
    IssueCode,
    Locus,
    Reason,
    ScanResult,
    Status,
    Verdict,
)

if TYPE_CHECKING:
    from dlp.app import Scanner

__all__ = [
    "Action",
    "Assessment",
    "Confidence",
    "ConfigError",
    "Coverage",
    "DataClass",
    "Evidence",
    "EvidenceKind",
    "Finding",
    "Issue",
    "IssueCode",
    "JournalError",
    "Locus",
    "Reason",
    "RuleError",
    "SandboxError",
    "ScanResult",
    "Scanner",
    "Status",
    "Verdict",
]


def __getattr__(name: str) -> object:
    """`Scanner` comes when it is asked for: the processes that read documents have no use for rules and policy."""
    if name == "Scanner":
        from dlp.app import Scanner

        return Scanner
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
