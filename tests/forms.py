"""Ways of writing a value so that it is still read by people or programs, and the values each way applies to.

A form takes the value as an office writes it (`881224-1######`) and gives it as it stands in the document.
"""

import base64
import binascii
import html
import json
import quopri
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.header import Header
from enum import Enum
from random import Random
from urllib.parse import quote


class Suits(Enum):
    """What a value must have for a form to make sense of it."""

    DIGITS = "digits to be written with other glyphs"
    SEPARATOR = "a hyphen to be replaced"
    CHECK_DIGIT = "a check digit that proves the reading"
    RESIDENT = "a resident number, which may be grouped in any way beside its name"
    HANGUL = "Hangul"
    ANY = "any value"


@dataclass(frozen=True, slots=True)
class Form:
    """`wraps` where what is written holds more than the value: a key, padding, the frame of an encoded word."""

    suits: Suits
    write: Callable[[str, Random], str]
    wraps: bool = False


ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"
SOFT_HYPHEN = "\u00ad"
DASHES = {
    "hyphen": "\u2010",
    "non_breaking_hyphen": "\u2011",
    "figure_dash": "\u2012",
    "en_dash": "\u2013",
    "em_dash": "\u2014",
    "horizontal_bar": "\u2015",
    "minus_sign": "\u2212",
    "full_width_hyphen": "\uff0d",
    "small_hyphen": "\ufe63",
    "hangul_eu": "\u3161",
    "long_vowel": "\u30fc",
}
GLYPHS = {
    "fullwidth": "０１２３４５６７８９",
    "circled": "⓪①②③④⑤⑥⑦⑧⑨",
    "negative_circled": "⓿❶❷❸❹❺❻❼❽❾",
    "math_bold": "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗",
    "math_monospace": "𝟶𝟷𝟸𝟹𝟺𝟻𝟼𝟽𝟾𝟿",
    "arabic_indic": "٠١٢٣٤٥٦٧٨٩",
    "persian": "۰۱۲۳۴۵۶۷۸۹",
    "superscript": "⁰¹²³⁴⁵⁶⁷⁸⁹",
    "subscript": "₀₁₂₃₄₅₆₇₈₉",
}
# What may stand between two digits and is not seen, or only as a stroke, a colour or a key around them.
UNSEEN = {
    "nul": "\0",
    "control": "\x01\x02\x0e\x1c\x1f\x0b\x0c",
    "delete": "\x7f",
    "backspace": "\b",
    "control_c1": "\x80\x84\x86\x90\x9f",
    "bidi": "\u202a\u202e\u2066\u2069",
    "deprecated_format": "\u206a\u206f",
    "annotation": "\ufff9\ufffb\ufffc",
    "strike_through": "\u0335\u0336\u0337\u0338",
    "accent": "\u0300\u036f\u0489\u1dc0",
    "enclosing": "\u20d0\u20dd\u20e3\u20f0",
    "variation_selector": "\ufe00\ufe0f",
    "mongolian_selector": "\u180b\u180d",
    "ideographic_selector": "\U000e0100\U000e01ef",
    "tag": "\U000e0001\U000e0031\U000e007f",
}
ESCAPES = {  # ECMA-48: colours, a link, a title, a character set
    "ansi": ("\x1b[31m", "\x1b[0m", "\x1b[38;5;12m", "\x1b[1m\x1b[4m"),
    "ansi_c1": ("\x9b31m", "\x9b0m"),
    "ansi_string": ("\x1b]8;;https://example.com\x1b\\", "\x1b]0;x\x07", "\x1b(B"),
}
HANGUL = {"hangul": "공일이삼사오육칠팔구", "hangul_yeong": "영일이삼사오육칠팔구"}


def _glyphs(digits: str) -> Callable[[str, Random], str]:
    table = str.maketrans("0123456789", digits)
    return lambda value, _rng: value.translate(table)


def _separator(by: str) -> Callable[[str, Random], str]:
    return lambda value, _rng: value.replace("-", by)


def _each(encode: Callable[[str], str], *, share: float = 1.0) -> Callable[[str, Random], str]:
    """Every character encoded, or about `share` of them and always the hyphens."""

    def write(value: str, rng: Random) -> str:
        partial = share < 1
        return "".join(encode(c) if not partial or c in "-@" or rng.random() < share else c for c in value)

    return write


def _between(value: str, rng: Random, inserts: Sequence[str], count: int) -> str:
    for place in sorted(rng.sample(range(1, len(value)), count), reverse=True):
        value = value[:place] + rng.choice(inserts) + value[place:]
    return value


def _unseen(inserts: Sequence[str]) -> Callable[[str, Random], str]:
    """One of `inserts` at every place between two characters, or at three of them."""
    return lambda value, rng: _between(value, rng, inserts, rng.choice((3, len(value) - 1)))


def _tagged(value: str, rng: Random) -> str:
    first, second = sorted(rng.sample(range(2, len(value) - 1), 2))
    return f'{value[:first]}<b>{value[first:second]}</b><span class="x">{value[second:]}'


def _soft_break(value: str, rng: Random) -> str:
    place = rng.randint(3, len(value) - 3)
    return f"{value[:place]}=\n{value[place:]}"


def _look_alike_letters(value: str, rng: Random) -> str:
    places = [place for place, char in enumerate(value) if char in "01"]
    chosen = rng.sample(places, min(2, len(places)))
    return "".join(rng.choice({"0": "Oo", "1": "lI"}[c]) if p in chosen else c for p, c in enumerate(value))


def _b64(value: str, _rng: Random) -> str:
    return base64.b64encode(value.encode()).decode()


def _b64_json(value: str, _rng: Random) -> str:
    return base64.b64encode(json.dumps({"v": value}, ensure_ascii=False).encode()).decode()


def _b64_url(value: str, _rng: Random) -> str:
    return base64.urlsafe_b64encode(json.dumps({"고객정보": value}).encode()).decode().rstrip("=")


def _fullwidth_all(value: str, _rng: Random) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in value)


FORMS: dict[str, Form] = {
    "plain": Form(Suits.ANY, lambda value, _: value),
    "bare": Form(Suits.SEPARATOR, _separator("")),
    "space": Form(Suits.SEPARATOR, _separator(" ")),
    "spaced_hyphen": Form(Suits.SEPARATOR, _separator(" - ")),
    "dot": Form(Suits.SEPARATOR, _separator(".")),
    "slash": Form(Suits.SEPARATOR, _separator("/")),
    "nbsp": Form(Suits.SEPARATOR, _separator("\u00a0")),
    "nbsp_hyphen": Form(Suits.SEPARATOR, _separator("\u00a0-\u00a0")),
    "ideographic_space": Form(Suits.SEPARATOR, _separator("\u3000")),
    "line_break": Form(Suits.SEPARATOR, lambda value, _: value.replace("-", "-\n", 1)),
    "line_break_crlf": Form(Suits.SEPARATOR, lambda value, _: value.replace("-", "-\r\n", 1)),
    **{name: Form(Suits.SEPARATOR, _separator(dash)) for name, dash in DASHES.items()},
    **{name: Form(Suits.DIGITS, _glyphs(digits)) for name, digits in GLYPHS.items()},
    "fullwidth_all": Form(Suits.DIGITS, _fullwidth_all),
    "zero_width": Form(Suits.DIGITS, lambda value, rng: _between(value, rng, ZERO_WIDTH, 3)),
    "soft_hyphen": Form(Suits.DIGITS, lambda value, rng: _between(value, rng, SOFT_HYPHEN, 2)),
    **{name: Form(Suits.DIGITS, _unseen(inserts)) for name, inserts in (UNSEEN | ESCAPES).items()},
    "keycap": Form(Suits.DIGITS, lambda value, _: re.sub("[0-9]", "\\g<0>\ufe0f\u20e3", value), wraps=True),
    "utf16": Form(Suits.DIGITS, lambda value, _: value.encode("utf-16-le").decode(), wraps=True),
    "control_escaped": Form(
        Suits.DIGITS, lambda value, rng: json.dumps(_unseen("\0\b\f\x1b\u0336\ufe0f")(value, rng)), wraps=True
    ),
    "control_entity": Form(Suits.DIGITS, lambda value, _: "&#8;".join(value)),
    "control_percent": Form(Suits.DIGITS, lambda value, _: "%00".join(value)),
    "odd_groups": Form(Suits.RESIDENT, lambda value, rng: _between(value, rng, (" ", ".", "-"), 3)),
    "date_groups": Form(Suits.RESIDENT, lambda value, _: f"{value[:2]}.{value[2:4]}.{value[4:]}"),
    "sex_apart": Form(Suits.RESIDENT, lambda value, _: f"{value[:6]} - {value[7]} {value[8:]}"),
    "two_hyphens": Form(Suits.RESIDENT, _separator("--")),
    "halves_quoted": Form(Suits.RESIDENT, _separator("'-'")),
    "halves_in_brackets": Form(Suits.RESIDENT, _separator(")(")),
    "each_apart": Form(Suits.RESIDENT, lambda value, rng: rng.choice("*_,/.-|").join(value.replace("-", ""))),
    "spaced": Form(Suits.CHECK_DIGIT, lambda value, _: " ".join(value)),
    **{name: Form(Suits.CHECK_DIGIT, _glyphs(digits)) for name, digits in HANGUL.items()},
    "look_alike_letters": Form(Suits.CHECK_DIGIT, _look_alike_letters),
    "nfd": Form(Suits.HANGUL, lambda value, _: unicodedata.normalize("NFD", value)),
    "html_decimal": Form(Suits.ANY, _each(lambda c: f"&#{ord(c)};")),
    "html_hex": Form(Suits.ANY, _each(lambda c: f"&#x{ord(c):x};")),
    "html_partial": Form(Suits.ANY, _each(lambda c: f"&#{ord(c)};", share=0.3)),
    "html_tags": Form(Suits.DIGITS, _tagged),
    "unicode_escape": Form(Suits.ANY, _each(lambda c: f"\\u{ord(c):04x}")),
    "unicode_escape_partial": Form(Suits.ANY, _each(lambda c: f"\\u{ord(c):04X}", share=0.3)),
    "percent": Form(Suits.ANY, _each(lambda c: "".join(f"%{b:02X}" for b in c.encode()))),
    "percent_partial": Form(Suits.ANY, _each(lambda c: "".join(f"%{b:02x}" for b in c.encode()), share=0.3)),
    "percent_quoted": Form(Suits.ANY, lambda value, _: quote(value.replace("-", " - "), safe="")),
    "quoted_printable": Form(Suits.ANY, _each(lambda c: "".join(f"={b:02X}" for b in c.encode()))),
    "quoted_printable_soft_break": Form(Suits.ANY, _soft_break),
    "base64": Form(Suits.ANY, _b64, wraps=True),
    "base64_of_json": Form(Suits.ANY, _b64_json, wraps=True),
    "base64url_of_json": Form(Suits.ANY, _b64_url, wraps=True),
    "hex": Form(Suits.DIGITS, lambda value, _: binascii.hexlify(value.encode()).decode()),
    "rfc2047_b": Form(Suits.ANY, lambda value, rng: f"=?utf-8?B?{_b64(value, rng)}?=", wraps=True),
    "rfc2047_q": Form(
        Suits.ANY,
        lambda value, _: f"=?utf-8?Q?{quopri.encodestring(value.encode(), header=True).decode()}?=",
        wraps=True,
    ),
}


def _wrapped(encoded: bytes, width: int, line_end: str) -> str:
    letters = encoded.decode()
    return line_end.join(letters[at : at + width] for at in range(0, len(letters), width))


# Ways in which a whole text is carried inside another.
CARRIERS: dict[str, Callable[[str], str]] = {
    "json": lambda text: json.dumps({"message": text}, ensure_ascii=False),
    "json_ascii": lambda text: json.dumps({"message": text}),
    "json_in_json": lambda text: json.dumps(
        {"payload": json.dumps({"message": text}, ensure_ascii=False)}, ensure_ascii=False
    ),
    "json_in_json_ascii": lambda text: json.dumps({"payload": json.dumps({"message": text})}),
    "html_entities": lambda text: re.sub(r"[^ ]", lambda c: f"&#{ord(c[0])};", text),
    "html_named": lambda text: f"<p>{html.escape(text)}&nbsp;</p>",
    "percent": lambda text: "body=" + quote(text),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64_in_json": lambda text: json.dumps({"data": base64.b64encode(text.encode()).decode()}),
    "base64url": lambda text: base64.urlsafe_b64encode(text.encode()).decode().rstrip("="),
    "hex": lambda text: text.encode().hex(),
    "quoted_printable": lambda text: quopri.encodestring(text.encode()).decode(),
    "rfc2047": lambda text: "Subject: " + Header(text, "utf-8", header_name="Subject").encode(),
    "nfd": lambda text: unicodedata.normalize("NFD", text),
    "base64_utf16": lambda text: base64.b64encode(text.encode("utf-16-le")).decode(),
    "base64_utf16_be": lambda text: base64.b64encode(text.encode("utf-16-be")).decode(),
    "base64_utf32": lambda text: base64.b64encode(text.encode("utf-32-le")).decode(),
    "base64_control": lambda text: base64.b64encode(f"\0{text}\x01".encode()).decode(),
    "base64_lines": lambda text: _wrapped(base64.b64encode(text.encode()), 76, "\n"),
    "base64_lines_crlf": lambda text: _wrapped(base64.b64encode(text.encode()), 64, "\r\n"),
    "base64_lines_quoted": lambda text: "> " + _wrapped(base64.b64encode(text.encode()), 72, "\n> "),
    "base64_lines_short": lambda text: _wrapped(base64.b64encode(text.encode()), 18, "\n"),
    "base64_lines_in_json": lambda text: json.dumps({"data": _wrapped(base64.b64encode(text.encode()), 60, "\r\n")}),
    "base64_utf16_lines": lambda text: _wrapped(base64.b64encode(text.encode("utf-16")), 76, "\n"),
    "hex_utf16": lambda text: text.encode("utf-16-le").hex(),
    "hex_lines": lambda text: _wrapped(text.encode().hex().encode(), 60, "\n"),
    "base64_twice": lambda text: base64.b64encode(base64.b64encode(text.encode())).decode(),
}
