"""The ways a caller's set-up can be wrong. Trouble with content is never one of them: that is an Issue."""


class ConfigError(Exception):
    """A configuration, policy or baseline file cannot be used; `key` is the dotted path of the offending key."""

    def __init__(self, message: str, *, key: str = "", source: str = "") -> None:
        super().__init__(": ".join(part for part in (source, key, message) if part))
        self.key = key
        self.source = source


class RuleError(Exception):
    """A recognizer or a rule pack cannot be loaded; the message names the rule or the pack."""


class SandboxError(Exception):
    """Workers cannot be sealed as the configuration requires; the message names what the kernel does not give."""


class JournalError(Exception):
    """Evidence could not be written or does not verify; nothing may be released on its word."""
