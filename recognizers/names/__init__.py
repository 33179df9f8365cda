"""Names of people in Korean text: a fast lane that is always on, a deep lane that is asked where the fast one is at a loss.

Both are Taggers (dlp.rules): text in, places of bare names out. They load what they need when first called. The entry
point `dlp.taggers.v1` leads to `taggers()`.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

from dlp.rules import Mention, Tagger, Taggers, TaggerSettings


def taggers(settings: TaggerSettings) -> Taggers:
    """Both lanes. Raises RuleError where a model is missing or the firm's registry of recognizers cannot be read."""
    from recognizers.names import models

    found = models.found()
    deep = _Later(settings)
    if settings.registry:
        deep.lane()
    return Taggers(fast, deep, models.digest(found, settings), found == models.shipped())


class _Later:
    """The deep lane, made when it is first asked: a scan that has no use for it should not pay for its modules."""

    def __init__(self, settings: TaggerSettings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._lane: Tagger | None = None

    def lane(self) -> Tagger:
        """Raises RuleError where the firm's registry cannot be used."""
        from recognizers.names.deep import Deep

        with self._lock:
            if self._lane is None:
                self._lane = Deep(self._settings)
            return self._lane

    def __call__(self, text: str) -> Sequence[Mention]:
        return self.lane()(text)


def fast(text: str) -> Sequence[Mention]:
    """Names by a linear model over surnames and what stands around them, in numpy alone. A Tagger."""
    from recognizers.names import linear

    return linear.tag(text)
