"""Cheap signs that text may hide a number from a plain pattern: which window to rewrite, and how.

A trigger is allowed to fire in vain (the window is then read for nothing) but must be rare in clean text, and must
fire for every way of hiding that `fold` and `decode` can undo.
"""

from __future__ import annotations

import enum
import itertools
import re
from collections.abc import Mapping

from dlp.match import glyphs, signs
from dlp.match.engine import Pattern


class Kind(enum.Enum):
    """What to do with the window around a trigger."""

    FOLD = "fold"  # undo look-alike characters and escapes
    QUOTED = "quoted-printable"
    RECAST = "recast"  # read letters as digits, join over gaps: only a check digit makes these sure
    READ_OUT = "read out"  # numerals spelled in Hangul, as sure as those
    BASE64 = "base64"
    LONG_BASE64 = "long base64"
    HEX = "hex"
    FILE = "file"  # a whole file written as text
    SEALED = "sealed"  # text that is encrypted, or in an encoding that is not undone


# Digits that no Korean text has by chance: any of them wakes us.
_ODD_DIGIT = (
    rb"(?:\xd9[\xa0-\xa9]|\xdb[\xb0-\xb9]|\xdf[\x80-\x89]|\xe0[\xa0-\xbf][\x80-\xbf]"
    rb"|\xe1[\x81\x82\x8d\x9f\xa0\xa5-\xaa\xad-\xb1][\x80-\xbf]|\xef\xbc[\x90-\x99]"
    rb"|\xf0(?:[\x90\x91\x96\x9d\x9e][\x80-\xbf]|\x9f[\x84\xaf])[\x80-\xbf])"
)
# Enclosed, raised and lowered numbers: bullets and footnotes, so they count only next to another digit.
_SIGN = (
    rb"(?:\xc2[\xb2\xb3\xb9]|\xe2(?:[\x81\x82][\x80-\x8f\xb0-\xb9]|[\x91-\x93\x9d\x9e][\x80-\xbf])"
    rb"|\xe3[\x88\x8a][\x80-\xbf])"
)
_INVISIBLE = glyphs.any_of(glyphs.INVISIBLE)
# `marks` looks for these: controls of C0, and two bytes with one of these leads.
SHORT_MARKS = frozenset(mark for mark in glyphs.MARKS if len(mark) == 1 or mark[0] in b"\xcc\xcd\xd2")
_MARK = glyphs.any_of(mark for mark in glyphs.MARKS if len(mark) < 4 and mark not in SHORT_MARKS)
_MARK_BEYOND = rb"\xf3\xa0[\x80-\x87][\x80-\xbf]"
BEFORE_DIGIT = rb"[ ./-]{0,2}[0-9@]"
_SEPARATOR = glyphs.any_of(glyphs.SEPARATORS)
_WIDE = rb"\xef\xbc[\x81-\xbf]|\xef\xbd[\x80-\x9e]|\xf0\x9d[\x90-\x9f][\x80-\xbf]"
_INLINE = rb"(?:b|i|u|s|em|strong|span|font|wbr|a|mark|sub|sup|small|big|code|tt|ins|del|br|!--)"
# Three ASCII digits in base64, whatever stands around them: any six digits in a row hold such an aligned triple.
_BASE64_DIGITS = rb"[MNO][DTjz][AEIMQUYcgk][w-z0-5]"

# Patterns begin with what is rare wherever they can: an automaton that every digit wakes is what slows down on logs.
_FOLD = (
    _ODD_DIGIT,
    _SIGN + rb"[-. ]?(?:[0-9]|" + _SIGN + rb")",
    rb"[0-9][-. ]?" + _SIGN,
    _SEPARATOR + rb"[ \t./-]{0,2}(?:[0-9]|" + _SEPARATOR + rb"|" + _SIGN + rb")",
    _INVISIBLE + rb"[ -]?[0-9A-Za-z@]",
    _MARK + BEFORE_DIGIT,
    _MARK_BEYOND + BEFORE_DIGIT,
    rb"(?:\x1b\[|\xc2\x9b)[0-?]{0,32}[ -/]{0,4}[@-~]" + BEFORE_DIGIT,
    rb"\x1b(?:\\|[()][0-9A-Z])" + BEFORE_DIGIT,
    rb"(?:" + _WIDE + rb"){2}",
    rb"\xe1[\x84-\x87][\x80-\xbf][ -]?[0-9]{2}",  # a number behind decomposed Hangul, which may be part of it
    rb"\xef\xbc\xa0|\xef\xb9\xab",  # ＠ and ﹫
    rb"%(?:[01][0-9A-Fa-f]|7[Ff])[-0-9]",
    rb"%3[0-9Dd]|%25[0-9A-Fa-f]{2}|%40|%2[0BDEFbdef][0-9A-Za-z]|[0-9]%[CcEe][0-9A-Fa-f]",
    rb"&#[0-9xX]|&[A-Za-z]{2,8};[0-9]|&commat;",
    rb"\\u00[0-7][0-9A-Fa-f]|\\u(?:ff[01]|FF[01]|20[012])[0-9A-Fa-f]|\\x[0-4][0-9A-Fa-f]",
    rb"\\u(?:0[0-7]|1[8AaDd]|2[08]|30|[Ff][EeFf])[0-9A-Fa-f]{2}" + BEFORE_DIGIT,
    rb"\\u[Dd][Bb]40\\{1,8}u[Dd][C-Fc-f][0-9A-Fa-f]{2}" + BEFORE_DIGIT,
    rb"\\[bf][ ./-]{0,2}[0-9]",
    rb"=\?[A-Za-z0-9_-]{3,20}\?[BbQq]\?",
    rb"[0-9.-]</?" + _INLINE + rb"[ />-]",
    rb"\xc0[\xac-\xbf]|\xe0\x80[\xac-\xbf]",  # overlong UTF-8 for ASCII, which no decoder should accept
)
_QUOTED = (rb"=3[0-9]=[0-9A-F]{2}|[0-9]=2[DdEeFf0][0-9=]|=[ \t]?\r?\n[!-~]",)
_RECAST = (
    rb"(?:[0-9][ \t]){3}[0-9](?:[ \t]|$)",
    rb"[OoIl][0-9]|[OoIl]-[0-9]|[0-9][OoIl](?:[^0-9A-Za-z]|$)|-[OoIl]{2}",
    rb"(?:^|[^0-9A-Za-z])[Oo][1lI][Oo016789lI][- .]?[0-9]{3}",
    rb"[0-9]\r?\n[ \t>]{0,4}[0-9]{1,6}(?:[^0-9.,:-]|$)",
    rb"[0-9]\r?\n[ \t>]{0,4}[0-9]{1,5}-[0-9]{7}",
    rb"[0-9]\r?\n[ \t>]{0,4}[0-9]{1,3}[- ][0-9]{4}(?:[- ]|[^0-9]|$)",
)
_READ_OUT = tuple(b"".join(triple) for triple in itertools.product(glyphs.NUMERALS, repeat=3))
_BASE64 = (
    _BASE64_DIGITS,
    rb"AD[AEIMQUYcgk]A[MNO][AQgw]A[w-z0-5]",  # three digits in UTF-16
    rb"eyJ[A-Za-z0-9]",  # {" : JSON, tokens
    rb"[A-Za-z0-9+/_-]{8}={1,2}(?:[^=A-Za-z0-9]|$)",
)
# Base64 of any content. Counting on past the length would keep the engine busy in every token of a log, so only its
# first occurrence is told, and LONG_RUN finds the others.
_LONG_BASE64 = Pattern((rb"[A-Za-z0-9+/_-]{44}",), once=True)
LONG_RUN = re.compile(rb"[A-Za-z0-9+/_-]{44,}")
_HEX = (
    rb"(?:[^0-9]|[2-7][0-9])(?:3[0-9]){5}|^(?:3[0-9]){5}",
    rb"(?:3[0-9]){3}2[dDeEfF0](?:3[0-9]){3}",
    rb"(?:3[0-9]){2}2[dD](?:3[0-9]){2}",
    rb"40(?:[67][0-9A-Fa-f]){4}",  # @ and four letters
    rb"(?:3[dD]){2}(?:[^0-9A-Fa-f]|$)",  # == at the end
    rb"[4-7][0-9A-Fa-f](?:3[0-9]){3}[4-7][0-9A-Fa-f]3[0-9]",
    rb"(?:3[0-9][ :]){5}",
    rb"(?:003[0-9]){3}",  # UTF-16
)

TRIGGERS: Mapping[Kind, Pattern] = {
    Kind.FOLD: Pattern(_FOLD),
    Kind.QUOTED: Pattern(_QUOTED),
    Kind.RECAST: Pattern(_RECAST),
    Kind.READ_OUT: Pattern(_READ_OUT),
    Kind.BASE64: Pattern(_BASE64),
    Kind.LONG_BASE64: _LONG_BASE64,
    Kind.HEX: Pattern(_HEX),
    Kind.FILE: signs.FILES,
    Kind.SEALED: signs.SEALED,
}
