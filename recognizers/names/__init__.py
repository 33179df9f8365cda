"""Names of people in Korean text: a fast lane that is always on, a deep lane that is asked where the fast one is at a loss.

Both are Taggers (dlp.rules): text in, places of bare names out. They load what they need when first called. The entry
point `dlp.taggers.v1` leads to `taggers()`.
"""

from __future__ import annotations

from collections.abc import Sequence

from dlp.rules import Mention, Taggers, TaggerSettings


def taggers(settings: TaggerSettings) -> Taggers:
    """Both lanes. Raises RuleError where a model is missing or the firm's registry of recognizers cannot be read."""
    from recognizers.names import models
    from recognizers.names.deep import Deep

    found = models.found()
    return Taggers(fast, Deep(settings), models.digest(found, settings), found == models.shipped())


def fast(text: str) -> Sequence[Mention]:
    """Names by a linear model over surnames and what stands around them, in numpy alone. A Tagger."""
    from recognizers.names import linear

    return linear.tag(text)
