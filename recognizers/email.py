"""전자우편주소, e-mail address (RFC 5321 4.1.2, the part of it that is used; 신용정보법 시행령 제2조제1항)."""

from __future__ import annotations

from dlp.rules import Candidate, Edge, Judgement, Rule, Shape, said
from dlp.types import Confidence, DataClass, Evidence, EvidenceKind

# File names with an @ in them (logo@2x.png) end like a domain.
_FILE_ENDINGS = frozenset((
    "png", "jpg", "jpeg", "gif", "svg", "webp", "ico", "css", "js", "ts", "jsx", "tsx", "json", "xml", "html", "htm",
    "py", "java", "go", "rs", "md", "txt", "csv", "log", "yml", "yaml", "zip", "pdf", "local", "internal",
))  # fmt: skip
# Mailboxes of programs.
_MACHINES = frozenset((
    "git", "noreply", "no-reply", "donotreply", "mailer-daemon", "postmaster", "root", "deploy", "npm", "example",
    "user", "username",
))  # fmt: skip
# Mailboxes of an office rather than a person.
_SHARED = frozenset((
    "support", "help", "helpdesk", "info", "contact", "webmaster", "admin", "sales", "cs", "service", "office", "hr",
    "press", "ir",
))  # fmt: skip


def _judge(candidate: Candidate) -> Judgement | None:
    local, _, domain = candidate.text.rpartition("@")
    ending = domain.rpartition(".")[2].lower()
    if ending in _FILE_ENDINGS or local.lower() in _MACHINES or ".." in candidate.text or candidate.right[:1] == ":":
        return None
    shared = local.lower() in _SHARED
    evidence = (Evidence(EvidenceKind.SHAPE), *said(candidate))
    return Judgement(Confidence.POSSIBLE if shared else Confidence.LIKELY, evidence)


def _mask(value: str) -> str:
    local, _, domain = value.lower().rpartition("@")
    return f"{local[:1]}***@{domain[:1]}***"


RULES = (
    Rule(
        id="email",
        entity="EMAIL_ADDRESS",
        data_class=DataClass.PERSONAL,
        shapes=(
            Shape(
                name="address",
                pattern=r"[A-Za-z0-9](?:[A-Za-z0-9._%+-]{0,62}[A-Za-z0-9_+-])?@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,38}[A-Za-z0-9])?\.){1,4}[A-Za-z]{2,12}",
                hints=("[A-Za-z0-9_+-]@[A-Za-z0-9]",),
                edge=Edge.WORD,
            ),
        ),
        judge=_judge,
        mask=_mask,
        priority=10,
        labels=("이메일", "메일", "전자우편", "email", "e-mail", "mail", "eml addr"),
        reference="RFC 5321 4.1.2; 신용정보법 시행령 제2조제1항",
        description_ko="이메일 주소",
        description_en="E-mail address",
    ),
)
