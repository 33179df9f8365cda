"""Controls: what each is called, what it shows inside its paragraph, and the strings it carries besides."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from dlp.extract.hwp.text import string
from dlp.extract.words import aligned, wide

# Controls whose paragraphs stand apart from the body, and what a position says of them.
PLACES = {
    b"head": "header",
    b"foot": "footer",
    b"fn  ": "footnote",
    b"en  ": "endnote",
    b"tcmt": "hidden comment",
    b"gso ": "text box",
    b"tbl ": "caption",
    b"eqed": "caption",
    b"secd": "master page",
}
HIDDEN = frozenset((b"tcmt",))
TABLE = b"tbl "
PROTECTED = b"%cpr"
_OBJECTS = frozenset((b"tbl ", b"gso ", b"eqed", b"form"))
_DESCRIPTION_AT = 44  # behind the common attributes of objects (table 68)
_COMMAND_AT = 9  # behind a field's identifier, attributes and flags (table 152)
_NUMBER_AT = 8  # of an automatic number, behind its attributes (table 144)


class Control(NamedTuple):
    """`shown` stands in the paragraph where the control does; `strings` are (what it is, text)."""

    identifier: bytes
    shown: str = ""
    strings: tuple[tuple[str, str], ...] = ()

    def __repr__(self) -> str:
        return type(self).__name__


def control(payload: bytes) -> Control:
    """Read a CTRL_HEADER. The identifier is stored as a number, so its letters stand backwards."""
    identifier = payload[:4][::-1]
    if identifier[:1] in (b"%", b"$"):
        return Control(identifier, "", tuple(_field(identifier, payload)))
    if identifier == b"atno" and len(payload) >= _NUMBER_AT + 2:
        return Control(identifier, str(struct.unpack_from("<H", payload, _NUMBER_AT)[0]))
    if identifier == b"tcps" and (shown := string(payload, 4)):  # characters printed over each other
        return Control(identifier, shown.text)
    if identifier == b"tdut" and (shown := string(payload, 4)):  # words with others above them
        above = string(payload, shown.end)
        return Control(identifier, shown.text, (("ruby", above.text),) if above else ())
    if identifier in _OBJECTS and (description := string(payload, _DESCRIPTION_AT)):
        return Control(identifier, "", (("description", description.text),))
    found = aligned(payload, 4) if identifier in _FIELDS else wide(payload[4:])
    return Control(identifier, "", tuple((_name(identifier), text) for text in found))


def _field(identifier: bytes, payload: bytes) -> Iterator[tuple[str, str]]:
    """The command of a field, which no page shows, and strings behind it."""
    name = _name(identifier)
    command = string(payload, _COMMAND_AT)
    if command is None:
        yield from ((name, text) for text in wide(payload[4:], 2))
        return
    # Colons and semicolons inside an address are escaped; the escape is not part of it.
    yield name, command.text.replace("\\", "")
    yield from ((name, text) for text in wide(payload[command.end :]))


_FIELDS = {
    b"%clk": "press-here field",
    b"%hlk": "hyperlink",
    b"%bmk": "bookmark",
    b"%mmg": "mail merge field",
    b"%fmu": "formula",
    b"%smr": "summary field",
    b"%usr": "user field",
    b"%xrf": "cross reference",
    b"%pat": "path field",
    b"%%me": "memo",
    b"%cpr": "personal information",
    b"bokm": "bookmark",
    b"idxm": "index mark",
}


def _name(identifier: bytes) -> str:
    return _FIELDS.get(identifier, "control")
