"""The braces of an RTF file followed without recursion: every word goes into a sink, none is dropped unseen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from dlp.extract.base import Budget, Child, held
from dlp.extract.rtf.charset import CHARSETS, joined, text_of
from dlp.extract.rtf.sinks import PICTURES, Hex, Part, Value, object_child, words_of
from dlp.extract.word.formatting import HIDDEN, IN_TABLE, ROW_END

_TOKEN = re.compile(
    rb"(?P<hex>(?:\\'[0-9A-Fa-f]{2})+)|\\(?P<word>[A-Za-z]{1,32})(?P<number>-?[0-9]{1,10})?\ ?|\\(?P<sign>[^A-Za-z])"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)",
    re.DOTALL,
)
_DEPTH = 5000  # groups deeper than this keep the state of the one around them
_PARTS = {
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), "headers"),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), "footers"),
    **dict.fromkeys(("footnote", "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn"), "footnotes"),
    **dict.fromkeys(("annotation", "atnauthor", "atnid"), "comments"),
}
_VALUES = frozenset(
    ("title", "subject", "author", "manager", "company", "operator", "category", "keywords", "comment", "doccomm",
     "hlinkbase", "propname", "staticval", "linkval", "sn", "sv", "stylesheet", "filetbl", "template", "bkmkstart",
     "bkmkend", "private", "xe", "tc", "falt", "panose", "fname", "revtbl", "listname", "background")
)  # fmt: skip
_HEX = frozenset(("pict", "objdata", "themedata", "datastore", "colorschememapping"))
# Groups that programs may skip and whose text is part of what surrounds them.
_OPEN = frozenset(("shppict", "shpinst", "ud", "fldinst", "nesttableprops", "objclass", "objname"))
_WORDS = {"par": "\r", "line": "\x0b", "sect": "\r", "page": "\r", "column": "\x0b", "softline": "\x0b", "lbr": "\x0b",
          "tab": "\t", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
          "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ", "zwj": "", "zwnj": ""}  # fmt: skip
_SIGNS = {"~": " ", "_": "-", "\\": "\\", "{": "{", "}": "}", "\r": "\r", "\n": "\r", "\t": "\t"}
_CELLS = {"cell": 0, "nestcell": 0, "row": ROW_END, "nestrow": ROW_END}

Sink = Part | Value | Hex | None


@dataclass(slots=True)
class _State:
    """What a closing brace restores."""

    sink: Sink
    font: int = -1
    skip: int = 1  # \uc: bytes that stand for a character given by number
    marks: int = 0
    preview: bool = False
    starred: bool = False
    fonts: bool = False
    closing: str = ""

    def copy(self) -> _State:
        return _State(self.sink, self.font, self.skip, self.marks, self.preview, fonts=self.fonts)


@dataclass(slots=True)
class Parser:
    """After `run`, `parts` hold the text, `values` what is not shown, `children` pictures and objects."""

    data: bytes = field(repr=False)
    budget: Budget
    parts: dict[str, Part] = field(default_factory=dict)
    values: list[tuple[str, str]] = field(default_factory=list)
    children: list[Child] = field(default_factory=list)
    packages: list[tuple[str, bytes]] = field(default_factory=list)
    balanced: bool = True
    _page: int = 1252
    _fonts: dict[int, int] = field(default_factory=dict)
    _pending: list[bytes] = field(default_factory=list)
    _units: list[str] = field(default_factory=list)
    _skipping: int = 0
    _default: int = -1
    _pictures: int = 0
    _stack: list[_State] = field(default_factory=list)
    _state: _State = field(init=False)
    _beyond: int = 0  # groups open beyond _DEPTH

    def __post_init__(self) -> None:
        self._state = _State(self._part(""))

    def run(self) -> None:
        for number, match in enumerate(self._tokens()):
            if not number & 0x1FFF:
                self.budget.check_time()
            kind = match.lastgroup
            if kind == "text":
                self._bytes(match[0], self._state)
            elif kind == "hex":
                self._escaped(match[0], self._state)
            elif kind == "brace":
                self._brace(match[0])
            elif kind == "sign":
                self._sign(match["sign"].decode("latin-1"), self._state)
            else:
                self._word(match["word"].decode("ascii"), match["number"], self._state)
        self._flush(self._state)
        self.balanced = self.balanced and not self._stack and not self._beyond
        while self._stack:
            self._end_group()
        for part in self.parts.values():
            part.flush()

    def _brace(self, brace: bytes) -> None:
        self._skipping = 0
        self._flush(self._state)
        if brace == b"{":
            if len(self._stack) < _DEPTH:
                self._stack.append(self._state)
                self._state = self._state.copy()
            else:
                self._beyond += 1
        elif self._beyond:
            self._beyond -= 1
        elif self._stack:
            self._end_group()
        else:
            self.balanced = False

    def _end_group(self) -> None:
        above = self._stack.pop()
        self._close(self._state, above)
        self._state = above

    def _tokens(self) -> Iterator[re.Match[bytes]]:
        """Tokens; what \\bin announces is taken out before the search goes on."""
        at = 0
        while True:
            for match in _TOKEN.finditer(self.data, at):
                if match["word"] == b"bin" and match["number"]:
                    at = match.end() + max(0, int(match["number"]))
                    sink = self._state.sink
                    if isinstance(sink, Hex):
                        sink.binary.append(self.data[match.end() : at])
                    else:
                        self._bytes(self.data[match.end() : at], self._state)
                    break
                yield match
            else:
                return

    # --- text ---

    def _bytes(self, data: bytes, state: _State) -> None:
        if self._skipping:
            skipped = min(self._skipping, len(data))
            self._skipping -= skipped
            data = data[skipped:]
        if not data:
            return
        if isinstance(state.sink, Hex):
            state.sink.pieces.append(data)
        elif not state.fonts:
            self._flush_units(state)
            self._pending.append(data)

    def _escaped(self, data: bytes, state: _State) -> None:
        self._bytes(bytes.fromhex(data.replace(b"\\'", b"").decode("ascii")), state)

    def _unit(self, number: int, state: _State) -> None:
        self._flush_bytes(state)
        self._units.append(chr(number & 0xFFFF))
        self._skipping = state.skip

    def _flush(self, state: _State) -> None:
        self._flush_bytes(state)
        self._flush_units(state)

    def _flush_bytes(self, state: _State) -> None:
        if self._pending:
            data = b"".join(self._pending)
            self._pending.clear()
            self._put(text_of(data, self._codepages(state)), state)

    def _flush_units(self, state: _State) -> None:
        if self._units:
            text = joined("".join(self._units))
            self._units.clear()
            self._put(text, state)

    def _codepages(self, state: _State) -> tuple[int, ...]:
        page = CHARSETS.get(self._fonts.get(state.font if state.font >= 0 else self._default, -1))
        return (page, self._page) if page else (self._page,)

    def _put(self, text: str, state: _State) -> None:
        if isinstance(state.sink, Part):
            state.sink.add(text, state.marks)
        elif isinstance(state.sink, Value):
            state.sink.pieces.append(text)

    def _mark(self, sign: str, state: _State, marks: int = 0) -> None:
        self._flush(state)
        if isinstance(state.sink, Part):
            state.sink.put(sign, state.marks | marks)
        elif isinstance(state.sink, Value):
            state.sink.pieces.append("\t" if sign == "\x07" else sign.replace("\r", " "))

    # --- control words ---

    def _sign(self, sign: str, state: _State) -> None:
        if self._skipping:
            self._skipping -= 1
        elif sign == "*":
            state.starred = True
        elif sign in "\\{}~_\t":
            self._bytes(_SIGNS[sign].encode("ascii"), state)
        elif sign in "\r\n":
            self._mark("\r", state)

    def _word(self, word: str, digits: bytes | None, state: _State) -> None:
        number = int(digits) if digits else None
        if word == "u" and number is not None:
            self._unit(number, state)
            return
        if self._skipping:
            self._skipping -= 1
            return
        if word in _WORDS:
            self._mark(_WORDS[word], state)
        elif word in _CELLS:
            self._mark("\x07", state, _CELLS[word] | IN_TABLE)
        elif word in _FORMATTING:
            if word != "uc":
                self._flush(state)
            _FORMATTING[word](self, state, number)
        elif state.starred or word in _PARTS or word in _VALUES or word in _HEX or word in _DESTINATIONS:
            self._flush(state)
            self._destination(word, state)
            state.starred = False
        elif isinstance(state.sink, Hex) and word in PICTURES:
            state.sink.kind = PICTURES[word]

    def _destination(self, word: str, state: _State) -> None:
        """The group's text goes elsewhere from here on."""
        if word in _DESTINATIONS:
            _DESTINATIONS[word](self, state)
        elif word in _PARTS:
            state.sink, state.marks = self._part(_PARTS[word]), 0
            state.closing = "\r" if word != "atnid" else " "
        elif word in _HEX:
            state.sink = Hex(word, preview=state.preview)
        elif word not in _OPEN:
            state.sink = Value(word)

    def on_field(self, state: _State) -> None:
        state.closing = "\x15"

    def on_instruction(self, state: _State) -> None:
        self._mark("\x13", state)
        state.closing = "\x14"

    def on_font_table(self, state: _State) -> None:
        state.fonts = True

    def on_nothing(self, state: _State) -> None:
        state.sink = None

    def on_older(self, state: _State) -> None:
        state.preview = True

    def _part(self, name: str) -> Part:
        return self.parts.setdefault(name, Part(name))

    # --- formatting ---

    def on_font(self, state: _State, number: int | None) -> None:
        state.font = number if number is not None else -1

    def on_charset(self, state: _State, number: int | None) -> None:
        if state.fonts and len(self._fonts) < 100_000:
            self._fonts[state.font] = number or 0

    def on_codepage(self, _state: _State, number: int | None) -> None:
        self._page = number or self._page

    def on_default_font(self, _state: _State, number: int | None) -> None:
        self._default = number if number is not None else -1

    def on_fallback(self, state: _State, number: int | None) -> None:
        state.skip = min(max(0, number if number is not None else 1), 64)

    def on_hide(self, state: _State, number: int | None) -> None:
        state.marks = state.marks & ~HIDDEN if number == 0 else state.marks | HIDDEN

    def on_plain(self, state: _State, _number: int | None) -> None:
        state.marks &= ~HIDDEN
        state.font = -1

    def on_paragraph(self, state: _State, _number: int | None) -> None:
        state.marks &= ~IN_TABLE

    def on_in_table(self, state: _State, _number: int | None) -> None:
        state.marks |= IN_TABLE

    # --- the end of a group ---

    def _close(self, state: _State, above: _State) -> None:
        sink = state.sink
        if state.closing and isinstance(sink, Part):
            sink.put(state.closing, state.marks)
        if sink is above.sink or sink is None:
            return
        if isinstance(sink, Value):
            if text := sink.text():
                self.values.append((sink.name, text))
        elif isinstance(sink, Hex):
            self._take(sink)

    def _take(self, sink: Hex) -> None:
        self.budget.unpack(sink.size())
        data = sink.data()
        if not data or (sink.preview and self._pictures):
            return
        if sink.name == "pict":
            self._pictures += 1
            header = b"\xd7\xcd\xc6\x9a" + bytes(18) if sink.kind == "wmf" and data[:4] != b"\xd7\xcd\xc6\x9a" else b""
            self.children.append(Child(held(f"picture {self._pictures}.{sink.kind or 'bin'}", header + data)))
        elif sink.name in ("objdata", "datastore"):
            child, names = object_child(data)
            self.children.append(child)
            self.values.extend(("object", name) for name in words_of(names))
        elif data.startswith(b"PK\x03\x04"):
            self.packages.append((sink.name, data))
        elif data.strip(b"\0"):
            self.children.append(Child(held(sink.name, data), hidden=True))


_FORMATTING: dict[str, Callable[[Parser, _State, int | None], None]] = {
    "f": Parser.on_font,
    "fcharset": Parser.on_charset,
    "ansicpg": Parser.on_codepage,
    "deff": Parser.on_default_font,
    "uc": Parser.on_fallback,
    "v": Parser.on_hide,
    "deleted": Parser.on_hide,
    "plain": Parser.on_plain,
    "pard": Parser.on_paragraph,
    "intbl": Parser.on_in_table,
}
_DESTINATIONS: dict[str, Callable[[Parser, _State], None]] = {
    "field": Parser.on_field,
    "fldinst": Parser.on_instruction,
    "fonttbl": Parser.on_font_table,
    "colortbl": Parser.on_nothing,
    "nonshppict": Parser.on_older,
}
