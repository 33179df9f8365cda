"""Undo what hides a number from a plain pattern, one character or escape at a time, keeping track of offsets.

`fold` undoes what loses nothing: look-alike characters, escapes, markup inside a number. `recast` and `read_out` guess:
letters read as digits, digits joined over blanks and line ends, spelled numerals; what they find needs a check digit to
be sure.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Mapping

from dlp.match import glyphs
from dlp.match.overlay import Overlay
from dlp.match.words2047 import decode_words

_HEX = rb"[0-9A-Fa-f]"
_INLINE_TAG = rb"</?(?:b|i|u|s|em|strong|span|font|wbr|a|mark|sub|sup|small|big|code|tt|ins|del)(?:[ /][^<>]{0,200})?>"
# What a terminal does not show (ECMA-48 5.4: control sequences; 5.6: command strings, such as links and titles).
_ANSI = rb"(?:\x1b\[|\xc2\x9b)[0-?]{0,32}[ -/]{0,4}[@-~]|\x1b\][^\x07\x1b\n]{0,200}(?:\x07|\x1b\\)|\x1b[()][0-9A-Z]"

_WORD = rb"=\?[A-Za-z0-9_-]{3,20}\?[BbQq]\?[^?\r\n]{0,400}\?="

_FOLD = re.compile(
    rb"(?P<percent>(?:%" + _HEX + rb"{2})+)"
    rb"|(?P<entity>&(?:#[0-9]{1,7}|#[xX]" + _HEX + rb"{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    rb"|(?P<unicode>(?:\\{1,8}u" + _HEX + rb"{4})+)"
    rb"|(?P<hex>\\{1,8}x" + _HEX + rb"{2})"
    rb"|(?P<control>\\{1,8}[bf](?=[0-9\\-]|[A-Z][0-9\\]))"  # backspace and form feed in JSON (RFC 8259 section 7)
    rb"|(?P<word>" + _WORD + rb"(?:(?:\r?\n)?[ \t]{1,4}" + _WORD + rb"){0,40})"
    rb"|(?P<tag>" + _INLINE_TAG + rb"|<!--[^<>]{0,200}-->)"
    rb"|(?P<line><br[ /]{0,3}>)"
    rb"|(?P<jamo>(?:\xe1(?:[\x84\x86\x87][\x80-\xbf]|\x85[\x80-\x9e\xa1-\xbf]))+)"  # but for the fillers
    rb"|(?P<overlong>[\xc0\xc1][\x80-\xbf]|\xe0[\x80\x81][\x80-\xbf])"
    rb"|(?P<ansi>" + _ANSI + rb")"
    rb"|(?P<glyph>[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|[\xc2\xcb-\xcd\xd2\xd6\xd8-\xdf][\x80-\xbf]"
    rb"|[\xe0-\xe3\xef][\x80-\xbf]{2}|[\xf0\xf3][\x80-\xbf]{3})"
)

_QUOTED = re.compile(rb"(?P<soft>=[ \t]*\r?\n)|(?P<quoted>(?:=" + _HEX + rb"{2})+)")

_NUMERAL = glyphs.any_of(glyphs.NUMERALS)
_READ_OUT = re.compile(rb"(?P<numerals>" + _NUMERAL + rb"{3,}(?:[ -]{0,3}" + _NUMERAL + rb"+)*)")
# What may stand between or for digits; whether it does, its neighbours tell.
_RECAST = re.compile(rb"(?P<gap>[OoIl \t\r\n>]+)")
_LETTERS = bytes.maketrans(b"OoIl", b"0011")
_DIGITS = frozenset(b"0123456789")

Writer = Callable[[Overlay, bytes, int, int], None]


def fold(source: bytes, start: int, end: int) -> Overlay:
    """source[start:end] with look-alikes, escapes and inline markup undone."""
    return _rewrite(_FOLD, _FOLD_WRITERS, source, start, end)


def unquote(source: bytes, start: int, end: int) -> Overlay:
    """source[start:end] with quoted-printable (RFC 2045 section 6.7) undone. Apart, because a=10 is no line feed."""
    return _rewrite(_QUOTED, _QUOTED_WRITERS, source, start, end)


def recast(source: bytes, start: int, end: int) -> Overlay:
    """source[start:end] with letters between digits read as digits, and digits joined over blanks and line ends."""
    overlay, position = Overlay(), start
    for gap in _RECAST.finditer(source, start, end):
        stands_for = _between_digits(source, gap.group(), gap.start(), gap.end())
        if stands_for is not None:
            overlay.add(source[position : gap.start()], position, gap.start(), 1)
            overlay.add(stands_for, gap.start(), gap.end(), 1)
            position = gap.end()
    overlay.add(source[position:end], position, end, 1)
    return overlay


def _between_digits(source: bytes, gap: bytes, start: int, end: int) -> bytes | None:
    """What a gap stands for where digits are around it: digits, nothing, or (None) itself."""
    before, after = source[start - 1] if start else 0, source[end] if end < len(source) else 0
    if gap.isalpha():
        beside = (before in _DIGITS or before == 0x2D) + (after in _DIGITS or after == 0x2D)
        free = before in _DIGITS or before == 0x2D or not chr(before).isalnum()
        return gap.translate(_LETTERS) if len(gap) <= 3 and beside and free and not chr(after).isalpha() else None
    if b"\n" in gap:
        return b"" if before in _DIGITS and after in _DIGITS and len(gap.strip(b" \t\r\n>")) == 0 else None
    if len(gap) > 2 or not gap.isspace():
        return None
    alone = end + 1 >= len(source) or source[end + 1] not in _DIGITS
    joins = (before in _DIGITS or before == 0x2D) and (after in _DIGITS or after == 0x2D)
    return b"" if joins and alone else None


def read_out(source: bytes, start: int, end: int) -> Overlay:
    """source[start:end] with runs of Sino-Korean numerals written as digits."""
    return _rewrite(_READ_OUT, {"numerals": _numerals}, source, start, end)


def _rewrite(pattern: re.Pattern[bytes], writers: Mapping[str, Writer], source: bytes, start: int, end: int) -> Overlay:
    overlay, position = Overlay(), start
    for match in pattern.finditer(source, start, end):
        overlay.add(source[position : match.start()], position, match.start(), 1)
        kind = match.lastgroup
        if kind is not None:
            writers[kind](overlay, match.group(), match.start(), match.end())
        position = match.end()
    overlay.add(source[position:end], position, end, 1)
    return overlay


def _percent(overlay: Overlay, text: bytes, start: int, end: int) -> None:
    _octets(overlay, bytes.fromhex(text.replace(b"%", b"").decode("ascii")), start, end)


def _quoted(overlay: Overlay, text: bytes, start: int, end: int) -> None:
    _octets(overlay, bytes.fromhex(text.replace(b"=", b"").decode("ascii")), start, end)


def _octets(overlay: Overlay, octets: bytes, start: int, end: int) -> None:
    """Bytes written as three characters each; Korean ones may be UTF-8 or CP949."""
    try:
        octets.decode()
    except UnicodeDecodeError:
        try:
            overlay.add(octets.decode("cp949").encode(), start, end, 0)
        except UnicodeDecodeError:
            overlay.add(octets, start, end, 3)
    else:
        overlay.add(octets, start, end, 3)


def _entity(overlay: Overlay, text: bytes, start: int, end: int) -> None:
    overlay.add(html.unescape(text.decode("ascii")).encode("utf-8", "replace"), start, end, 0)


def _unicode(overlay: Overlay, text: bytes, start: int, _end: int) -> None:
    """JSON escapes, with any number of backslashes (JSON in JSON); surrogate pairs are put together."""
    width = text.index(b"u") + 5
    if any(text[at + width - 5 : at + width - 4] != b"u" for at in range(0, len(text), width)):
        _unicode_mixed(overlay, text, start)
        return
    units = [int(text[at + width - 4 : at + width], 16) for at in range(0, len(text), width)]
    index = 0
    while index < len(units):
        unit, taken = units[index], 1
        if 0xD800 <= unit < 0xDC00 and index + 1 < len(units) and 0xDC00 <= units[index + 1] < 0xE000:
            unit, taken = 0x10000 + ((unit - 0xD800) << 10) + (units[index + 1] - 0xDC00), 2
        at = start + index * width
        overlay.add(chr(unit).encode("utf-8", "replace"), at, at + taken * width, 0)
        index += taken


def _unicode_mixed(overlay: Overlay, text: bytes, start: int) -> None:
    for match in re.finditer(rb"\\{1,8}u(" + _HEX + rb"{4})", text):
        char = chr(int(match.group(1), 16)).encode("utf-8", "replace")
        overlay.add(char, start + match.start(), start + match.end(), 0)


def _hex(overlay: Overlay, text: bytes, start: int, end: int) -> None:
    overlay.add(bytes.fromhex(text[-2:].decode("ascii")), start, end, 0)


def _word(overlay: Overlay, text: bytes, start: int, end: int) -> None:
    overlay.add(decode_words(text), start, end, 0)


def _nothing(_overlay: Overlay, _text: bytes, _start: int, _end: int) -> None:
    """The text stands for nothing: a soft line break, a tag around part of a number."""


def _line(overlay: Overlay, _text: bytes, start: int, end: int) -> None:
    overlay.add(b"\n", start, end, 0)


def _jamo(overlay: Overlay, text: bytes, start: int, end: int) -> None:
    composed = unicodedata.normalize("NFC", text.decode("utf-8", "surrogateescape"))
    overlay.add(composed.encode("utf-8", "surrogateescape"), start, end, 0)


def _overlong(overlay: Overlay, text: bytes, start: int, end: int) -> None:
    """ASCII written in more bytes than RFC 3629 section 3 allows."""
    overlay.add(bytes([(text[-2] & 1) << 6 | text[-1] & 0x3F]), start, end, 0)


def _glyph(overlay: Overlay, text: bytes, start: int, end: int) -> None:
    plain = glyphs.PLAIN.get(text)
    if plain is None:
        overlay.add(text, start, end, 1)
    else:
        overlay.add(plain, start, end, 0)


def _numerals(overlay: Overlay, text: bytes, start: int, _end: int) -> None:
    position = 0
    while position < len(text):
        syllable = glyphs.NUMERALS.get(text[position : position + 3])
        width = 3 if syllable else 1
        if syllable or text[position : position + 1] == b"-":
            overlay.add(syllable or b"-", start + position, start + position + width, 0)
        position += width


_FOLD_WRITERS: Mapping[str, Writer] = {
    "percent": _percent,
    "entity": _entity,
    "unicode": _unicode,
    "hex": _hex,
    "word": _word,
    "tag": _nothing,
    "line": _line,
    "jamo": _jamo,
    "overlong": _overlong,
    "control": _nothing,
    "ansi": _nothing,
    "glyph": _glyph,
}
_QUOTED_WRITERS: Mapping[str, Writer] = {"soft": _nothing, "quoted": _quoted}
