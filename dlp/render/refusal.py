"""What the person sees whose upload was stopped: why, by which clause, and whom to ask. Never what was found."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files

from dlp.protocols.http1 import RequestHead
from dlp.render import messages
from dlp.render.base import Lang
from dlp.types import Action, Reason, ScanResult

_TITLES: Mapping[Action, messages.Words] = {
    Action.BLOCK: messages.Words("보안 정책에 따라 전송을 막았습니다", "Stopped by the security policy"),
    Action.HOLD: messages.Words(
        "다 검사하지 못했거나 확인이 필요해 전송을 멈췄습니다",
        "Held: it could not be fully inspected or needs a review",
    ),
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """One refusal. `contact` is the firm's own line on how to ask for a review; "" where it has none."""

    incident: str = field(repr=False)
    action: Action
    reasons: tuple[Reason, ...]
    contact: str = field(default="", repr=False)

    @classmethod
    def of(cls, result: ScanResult, incident: str, contact: str = "") -> Refusal:
        stopping = tuple(reason for reason in result.verdict.reasons if reason.action >= Action.HOLD)
        return cls(incident, result.verdict.action, stopping, contact)

    def shown(self, request: RequestHead | None) -> tuple[str, bytes]:
        """Content type and body: a page for a browser's own navigation, JSON for programs."""
        accepted = ",".join(request.fields.all("accept")) if request else ""
        if "text/html" in accepted.lower():
            return "text/html; charset=utf-8", self._page().encode()
        return "application/json; charset=utf-8", json.dumps(self._json(request), ensure_ascii=False).encode()

    def _say(self, lang: Lang) -> str:
        """One line, as clients show it."""
        title = _TITLES[max(Action.HOLD, self.action)].say(lang)
        clauses = ", ".join(dict.fromkeys(reason.clause for reason in self.reasons))
        number = messages.Words("사건 번호", "incident").say(lang)
        return f"{title} [{clauses}] ({number} {self.incident})" if clauses else f"{title} ({number} {self.incident})"

    def _json(self, request: RequestHead | None) -> dict[str, object]:
        """Under the names that vendors' clients look for: Slack's `ok` and `error`, `message`, OpenAI's and Google's `error`."""
        said = f"{self._say(Lang.KO)} / {self._say(Lang.EN)}"
        if self.contact:
            said += f" — {self.contact}"
        slack = request is not None and (request.host == "slack.com" or request.host.endswith(".slack.com"))
        error: object = "dlp_blocked" if slack else {"code": 403, "type": "dlp_blocked", "message": said}
        return {
            "ok": False,
            "error": error,
            "message": said,
            "incident": self.incident,
            "action": self.action.name.lower(),
            "reasons": [{"clause": it.clause, "ko": it.ko, "en": it.en} for it in self.reasons],
        }

    def _page(self) -> str:
        rows = "".join(
            f"<li><b>{html.escape(it.clause)}</b> {html.escape(it.ko)}<br><small>{html.escape(it.en)}</small></li>"
            for it in self.reasons
        )
        style = (files("dlp.render") / "page.css").read_text("utf-8")
        title = _TITLES[max(Action.HOLD, self.action)]
        contact = f"<p>{html.escape(self.contact)}</p>" if self.contact else ""
        return (
            f'<!doctype html><html lang="ko"><meta charset="utf-8"><title>{title.ko}</title><style>{style}</style>'
            f"<main><h1>{title.ko}</h1><p>{title.en}</p><ul>{rows}</ul>"
            f"<p>사건 번호 / incident: <code>{html.escape(self.incident)}</code></p>{contact}</main></html>"
        )
