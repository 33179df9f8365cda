"""Data-leak-prevention content scanner for Korean financial companies.

    from dlp import Scanner
    result = Scanner().scan_text("...")
    result.verdict.action, result.findings

Everything a program needs is named here; the rest may change.
"""

from dlp.app import Scanner
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
