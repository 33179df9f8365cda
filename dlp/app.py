"""Where the parts are put together: the only place that reads configuration files, finds rule packs and wires rooms.

`Scanner` is for programs. `Inspector` is for surfaces: a scanner whose every decision is on record before it is given.
"""

from __future__ import annotations

import getpass
import hashlib
import os
import time
import weakref
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache, partial
from pathlib import Path

from dlp import config as configuration
from dlp.audit.record import JournalKey, draft
from dlp.audit.verify import Verification
from dlp.classify import gate
from dlp.classify.assess import Assessor
from dlp.config import Config, JournalTable, NamesTable, Reported, Sandbox, WorkersTable
from dlp.errors import ConfigError, JournalError
from dlp.match.matcher import Matcher, MatchLimits
from dlp.match.ruleset import Ruleset
from dlp.plugins import load_rules, load_taggers
from dlp.policy.assemble import Policy, assemble
from dlp.policy.exemption import decide
from dlp.rules import Mention, Rule, Taggers, TaggerSettings
from dlp.runtime import drive, keys
from dlp.runtime.cache import FileCache
from dlp.runtime.files import file_blob, memory_blob, unreadable_blob
from dlp.runtime.guarantees import Guarantee, guarantees
from dlp.runtime.journal import Journal
from dlp.runtime.journal import verify as verify_chain
from dlp.runtime.pool import Ahead, Pool
from dlp.session import Session
from dlp.types import Action, Assessment, Blob, Issue, IssueCode, Origin, Pictures, ScanResult, Submission, Verdict

_KOREA = timezone(timedelta(hours=9))  # evaluations and approvals run by the Korean calendar


def today() -> date:
    """The date in Korea."""
    return datetime.now(_KOREA).date()


def state_directory() -> Path:
    """Where keys, journal and compiled rules live unless the configuration says otherwise."""
    base = os.environ.get("XDG_STATE_HOME", "")
    return (Path(base) if Path(base).is_absolute() else Path.home() / ".local" / "state") / "dlp"


@cache
def _shipped() -> tuple[bytes, Mapping[str, bytes]]:
    """The shipped configuration and catalogue."""
    files = Path(__file__).with_name("policy")
    services = {file.stem: file.read_bytes() for file in sorted((files / "services").glob("*.toml"))}
    return (files / "default.toml").read_bytes(), services


def load(path: str | Path | None = None) -> Config:
    """The configuration: the shipped one, with the firm's file over it. Raises ConfigError."""
    shipped, _ = _shipped()
    if path is None:
        return configuration.default(shipped)
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise ConfigError(f"읽을 수 없습니다 / cannot be read: {error.strerror}", source=str(path)) from error
    return configuration.parse(data, str(path), shipped)


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a configuration comes to."""

    config: Config
    policy: Policy
    rules: tuple[Rule, ...]
    ruleset: Ruleset
    matcher: Matcher
    pool: Pool
    taggers: Taggers


def _assemble(config: Config, source: str) -> _Parts:
    shipped, services = _shipped()
    rules = load_rules(config.rules.packs, config.rules.disable)
    key = site_key(config.journal)
    ruleset = Ruleset(rules, signs=gate.patterns(), cache=FileCache(state_directory() / "cache", key))
    limits = MatchLimits(config.limits.decode_depth, config.limits.decoded_bytes)
    policy = assemble(config, configuration.default(shipped), services, source)
    pool = _pool(config.workers, config.pictures)
    return _Parts(config, policy, rules, ruleset, Matcher(ruleset, key, limits), pool, _taggers(config.names))


def _nobody(text: str) -> Sequence[Mention]:  # noqa: ARG001 - a Tagger
    return ()


def _taggers(table: NamesTable) -> Taggers:
    """Who is asked about names. Where the firm wants none, people are known by their identifiers alone."""
    if not table.fast:
        return Taggers(_nobody, _nobody)
    taggers = load_taggers(table.pack, TaggerSettings(table.registry, table.people))
    return taggers if table.deep else replace(taggers, deep=taggers.fast)


def _rules_digest(parts: _Parts) -> str:
    """Of the rules, and of what finds names where something does: both decide what a verdict rests on."""
    if not parts.config.names.fast:
        return parts.ruleset.digest
    names = (parts.config.names.pack, str(parts.config.names.deep), parts.taggers.digest)
    return hashlib.sha256("\n".join((parts.ruleset.digest, *names)).encode()).hexdigest()


def _pool(table: WorkersTable, pictures: Pictures) -> Pool:
    pool = Pool(
        table.count or os.cpu_count() or 1,
        table.memory_bytes,
        required=table.sandbox is Sandbox.REQUIRED,
        pictures=pictures,
    )
    if pool.required:
        pool.missing()  # better no start than one that is found out at the first document
    return pool


class Scanner:
    """Scans text, bytes and files, and decides by the policy. Thread-safe; keeps no content between calls."""

    def __init__(self, config: str | Path | None = None) -> None:
        """A scanner with the shipped configuration, or with a firm's file over it.

        Raises ConfigError or RuleError, and SandboxError where the kernel cannot seal workers as `[workers]` requires.
        """
        self._parts = _assemble(load(config), str(config or "default.toml"))
        self._digest = _rules_digest(self._parts)
        weakref.finalize(self, self._parts.pool.close)

    @classmethod
    def from_config(cls, path: str | Path) -> Scanner:
        """A scanner with a firm's `dlp.toml`. Raises ConfigError or RuleError."""
        return cls(path)

    @property
    def config(self) -> Config:
        return self._parts.config

    @property
    def policy(self) -> Policy:
        return self._parts.policy

    @property
    def rules(self) -> tuple[Rule, ...]:
        return self._parts.rules

    @property
    def rules_digest(self) -> str:
        """Of the rules and of the models of names."""
        return self._digest

    @property
    def taggers(self) -> Taggers:
        """What finds names."""
        return self._parts.taggers

    @property
    def engine(self) -> str:
        """Name of the matching engine in use."""
        return self._parts.ruleset.engine.name

    def unsealed(self) -> tuple[str, ...]:
        """What the kernel does not give to the processes that read documents; empty where they are fully sealed."""
        return self._parts.pool.missing()

    @property
    def policy_digest(self) -> str:
        return self._parts.policy.digest

    def scan_text(self, text: str | bytes, name: str | None = None, destination: str | None = None) -> ScanResult:
        """Scan a message. Offsets of findings are characters of `text` (of what bytes decode to)."""
        data = _encoded(text) if isinstance(text, str) else text
        return self.run(memory_blob(data, name or ""), _origin(destination), drive.read_text)

    def scan_bytes(self, data: bytes, *, name: str = "", destination: str | None = None) -> ScanResult:
        """Scan a document of any format; `name` helps to tell what it is."""
        return self.run(memory_blob(data, name), _origin(destination), drive.read_document)

    def scan_path(self, path: str | Path, *, destination: str | None = None) -> ScanResult:
        """Scan a file. One that cannot be read gives a result that says so, never an exception."""
        blob, read = _opened(Path(path))
        return self.run(blob, _origin(destination), read)

    def run(
        self,
        blob: Blob,
        origin: Origin,
        read: drive.Reader,
        record: Callable[[Submission], drive.Recorder] | None = None,
        *,
        incident: str = "",
        ahead: Ahead | None = None,
    ) -> ScanResult:
        """One submission from reading to decision; `record` makes what writes its record. `ahead` may have begun to read it."""
        submission = Submission(incident or new_incident(), blob, origin)
        assessor = Assessor(
            self._parts.matcher,
            self.config.scan.max_findings,
            self._parts.taggers,
            everybody=self.config.names.report is Reported.ALL,
        )
        session = Session(submission, assessor, lambda assessment: self._decide(assessment, origin))
        return drive.drive(
            session,
            read(blob, self.config.limits, (ahead or self._parts.pool).run),
            record(submission) if record else None,
        )

    def _decide(self, assessment: Assessment, origin: Origin) -> Verdict:
        destination = self.policy.destination(origin.destination or self.config.scan.destination)
        return decide(assessment, destination, origin, self.policy, today(), self.rules_digest)


@dataclass(frozen=True, slots=True)
class Begun:
    """A file that may be being read already, and the state it was in then."""

    state: tuple[int, ...] = field(repr=False)
    blob: Blob
    ahead: Ahead

    def close(self) -> None:
        self.ahead.close()


def _state(path: Path) -> tuple[int, ...]:
    """Changes when the file does; empty where there is none."""
    try:
        status = path.stat()
    except OSError:
        return ()
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


class Inspector:
    """A scanner whose decisions are in the journal before they are given. Without a journal it only scans."""

    def __init__(
        self, scanner: Scanner, journal: Journal | None, channel: str, actor: str = "", device: str = ""
    ) -> None:
        self.scanner = scanner
        self._pool = scanner._parts.pool  # noqa: SLF001 - not for programs, which know better when to ask for what
        self._journal = journal
        self._channel = channel
        self._actor = actor
        self._device = device

    def inspect_path(
        self, path: str | Path, *, destination: str | None = None, begun: Begun | None = None
    ) -> ScanResult:
        """Scan a file and record the decision. Where it cannot be recorded the result is held.

        What was `begun` for the file is taken up, unless the file has changed since.
        """
        if begun is not None and begun.state == _state(Path(path)):
            return self._inspect(begun.blob, destination, drive.read_document, begun.ahead)
        blob, read = _opened(Path(path))
        return self._inspect(blob, destination, read)

    @property
    def ahead(self) -> int:
        """How many files should be begun before it is their turn."""
        return self._pool.ahead

    def begin(self, path: Path) -> Begun | None:
        """Have a file read before it is its turn. None where it cannot be opened. Close it when the file is done."""
        state = _state(path)
        try:
            blob = file_blob(path)
        except OSError:
            return None
        return Begun(state, blob, self._pool.begin(blob, self.scanner.config.limits))

    def inspect_bytes(self, data: bytes, *, name: str, destination: str | None = None) -> ScanResult:
        """The same for content in memory."""
        return self._inspect(memory_blob(data, name), destination, drive.read_document)

    def inspect(
        self,
        blob: Blob,
        origin: Origin,
        incident: str,
        read: drive.Reader = drive.read_document,
        *,
        quiet: bool = False,
    ) -> ScanResult:
        """One submission of a surface that knows where it comes from; `incident` is its id in the journal.

        A quiet one carries nothing of the user's own and is put on record only where it does not pass.
        """
        recorder = self._recorder if self._journal else None
        if recorder and quiet:
            recorder = partial(_unless_allowed, recorder)
        return self.scanner.run(blob, origin, read, recorder, incident=incident)

    def shown_name(self, path: str | Path) -> str:
        """A path as it may be shown to others: without the values that rules find in it."""
        return self.scanner.run(memory_blob(b"", str(path)), _origin(None), drive.read_name).name

    def close(self) -> None:
        """Put every record on disk."""
        if self._journal is not None:
            self._journal.close()

    def _inspect(
        self, blob: Blob, destination: str | None, read: drive.Reader, ahead: Ahead | None = None
    ) -> ScanResult:
        origin = Origin(self._channel, time.time(), self._actor, self._device, destination or "")
        return self.scanner.run(blob, origin, read, self._recorder if self._journal else None, ahead=ahead)

    def _recorder(self, submission: Submission) -> drive.Recorder:
        journal, samples = self._journal, self.scanner.config.journal.samples

        def record(result: ScanResult) -> None:
            if journal is not None:
                journal.append(draft(result, submission.origin, submission.id, datetime.now(UTC), samples))

        return record


def new_incident() -> str:
    """The id of a submission."""
    return os.urandom(8).hex()


def _unless_allowed(recorder: Callable[[Submission], drive.Recorder], submission: Submission) -> drive.Recorder:
    write = recorder(submission)

    def record(result: ScanResult) -> None:
        if result.verdict.action is not Action.ALLOW:
            write(result)

    return record


def _encoded(text: str) -> bytes:
    """UTF-8 with as many characters as the text: a mark at its beginning is one, where bytes have it taken off."""
    marked = text.startswith("\ufeff")
    return ("\u200b" + text[1:] if marked else text).encode("utf-8", "replace")


def _origin(destination: str | None) -> Origin:
    return Origin("api", destination=destination or "")


def _opened(path: Path) -> tuple[Blob, drive.Reader]:
    """A file and how to read it: not at all, where it cannot be opened."""
    try:
        return file_blob(path), drive.read_document
    except OSError as error:
        issue = Issue(IssueCode.UNREADABLE, detail=error.strerror or str(error))
        return unreadable_blob(path, error), drive.unreadable(issue)


def open_scanner(path: str | Path | None = None) -> Scanner:
    """A scanner with a firm's configuration, or the shipped one."""
    return Scanner(path)


def open_inspector(path: str | Path | None, channel: str) -> Inspector:
    """A scanner with its journal, for a surface. Raises ConfigError, RuleError or JournalError."""
    scanner = open_scanner(path)
    table = scanner.config.journal
    journal = Journal(_journal_directory(table), JournalKey.of(site_key(table))) if table.enabled else None
    return Inspector(scanner, journal, channel, actor=getpass.getuser(), device=os.uname().nodename)


def verify_journal(directory: Path | None = None, path: str | Path | None = None) -> Verification:
    """Check the journal in `directory`, or the configured one, with the site key where there is one."""
    table = load(path).journal
    place = directory or _journal_directory(table)
    if not place.is_dir():
        raise JournalError(f"{place}: 저널이 없습니다 / there is no journal here")
    file = _key_file(table)
    return verify_chain(place, JournalKey.of(keys.load(file)) if file.exists() else None)


def doctor(path: str | Path | None = None) -> list[Guarantee]:
    """What is installed, and which guarantees hold with this configuration."""
    scanner = open_scanner(path)
    return guarantees(
        scanner.config,
        scanner.policy,
        engine=scanner.engine,
        state=state_directory(),
        unsealed=scanner.unsealed(),
        taggers=scanner.taggers,
    )


def site_key(table: JournalTable) -> bytes:
    """The firm's key, made on first use."""
    file = _key_file(table)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return keys.load_or_create(file)


def _key_file(table: JournalTable) -> Path:
    return Path(table.key_file) if table.key_file else state_directory() / "key"


def _journal_directory(table: JournalTable) -> Path:
    return Path(table.directory) if table.directory else state_directory() / "journal"
