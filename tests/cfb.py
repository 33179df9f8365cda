"""Writes compound files ([MS-CFB] version 3) for tests, small streams in the mini stream.

Written from the standard, and from nothing in `dlp`.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

SECTOR, MINI, CUTOFF = 512, 64, 4096
FREE, END, FAT, DIFAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC

Tree = Mapping[str, "bytes | Tree"]


@dataclass
class Node:
    name: str
    kind: int
    data: bytes = b""
    children: list[int] = field(default_factory=list)
    start: int = END


def padded(data: bytes, size: int = SECTOR, fill: bytes = b"\0") -> bytes:
    return data + fill * (-len(data) % size)


def packaged(name: str, content: bytes) -> bytes:
    """A file as the Packager embeds it: its name, where it was, where it was copied to, and itself."""
    label, path = name.encode("cp949") + b"\0", f"C:\\{name}".encode("cp949") + b"\0"
    data = struct.pack("<H", 2) + label + path + struct.pack("<HHI", 0, 3, len(path)) + path
    data += struct.pack("<I", len(content)) + content
    return struct.pack("<I", len(data)) + data


def compound(tree: Tree, orphans: Mapping[str, bytes] | None = None) -> bytes:
    """A compound file: storages are mappings, or the front of a path joined by "/". Orphans hang in no storage."""
    nodes = [Node("Root Entry", 5)]
    waiting = [(0, path.split("/"), content) for path, content in reversed(tree.items())]
    while waiting:
        parent, (*storages, name), content = waiting.pop()
        for storage in storages:
            parent = _storage(nodes, parent, storage)
        if isinstance(content, bytes):
            nodes[parent].children.append(len(nodes))
            nodes.append(Node(name, 2, content))
        else:
            parent = _storage(nodes, parent, name)
            waiting += [(parent, path.split("/"), inner) for path, inner in reversed(content.items())]
    nodes += [Node(name, 2, data) for name, data in (orphans or {}).items()]
    return _file(nodes)


def _storage(nodes: list[Node], parent: int, name: str) -> int:
    """The number of the storage of this name, made where there is none."""
    for index in nodes[parent].children:
        if nodes[index].name == name:
            return index
    nodes[parent].children.append(len(nodes))
    nodes.append(Node(name, 1))
    return len(nodes) - 1


def _file(nodes: list[Node]) -> bytes:
    sectors, fat = bytearray(), []

    def store(data: bytes) -> int:
        if not data:
            return END
        start, count = len(fat), -(-len(data) // SECTOR)
        sectors.extend(padded(data))
        fat.extend([*range(start + 1, start + count), END])
        return start

    mini, mini_fat = bytearray(), []
    for node in nodes[1:]:
        if node.kind == 2 and len(node.data) < CUTOFF:
            start, count = len(mini_fat), -(-len(node.data) // MINI)
            mini.extend(padded(node.data, MINI))
            mini_fat.extend([*range(start + 1, start + count), END] if count else [])
            node.start = start if count else END
        elif node.kind == 2:
            node.start = store(node.data)
    nodes[0].start, nodes[0].data = store(bytes(mini)), bytes(mini)
    mini_start = store(struct.pack(f"<{len(mini_fat)}I", *mini_fat) + b"\xff" * (-len(mini_fat) * 4 % SECTOR))
    directory = store(_directory(nodes))
    fats = extra = 0
    while fats * SECTOR // 4 < len(fat) + fats + extra:
        fats += 1
        extra = -(-max(0, fats - 109) // 127)  # sectors that tell where the table is beyond the first 109
    places = list(range(len(fat), len(fat) + fats))
    difat = len(fat) + fats
    fat += [FAT] * fats + [DIFAT] * extra
    table = padded(struct.pack(f"<{len(fat)}I", *fat), fill=b"\xff")
    for number in range(extra):
        part = places[109 + number * 127 :][:127]
        following = difat + number + 1 if number + 1 < extra else END
        table += struct.pack("<128I", *part, *[FREE] * (127 - len(part)), following)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIII", 0, fats, directory, 0, CUTOFF)
    header += struct.pack("<IIII", mini_start, -(-len(mini_fat) * 4 // SECTOR), difat if extra else END, extra)
    header += struct.pack("<109I", *places[:109], *[FREE] * (109 - len(places[:109])))
    return header + bytes(sectors) + table


def _directory(nodes: list[Node]) -> bytes:
    right = {}
    for node in nodes:
        node.children.sort(key=lambda index: (len(nodes[index].name), nodes[index].name.upper()))
        right.update(zip(node.children, node.children[1:], strict=False))
    out = bytearray()
    for index, node in enumerate(nodes):
        name = node.name.encode("utf-16-le")
        out += name.ljust(64, b"\0") + struct.pack("<HBB", len(name) + 2, node.kind, 1)
        out += struct.pack("<III", FREE, right.get(index, FREE), node.children[0] if node.children else FREE)
        out += bytes(36) + struct.pack("<IQ", node.start if node.kind != 1 else 0, len(node.data))
    return padded(bytes(out))
