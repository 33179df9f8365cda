"""How many identifiers in drawn pictures are found, by kind of picture and by how it was taken.

    python -m tests.eval_pictures [--list]

Needs the extra `ocr`. The pictures are drawn from seeds (tests/drawn.py); a value counts as found where its fingerprint is
among the findings under its own entity.
"""

import argparse
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from random import Random

from dlp import Scanner
from tests import drawn

TURNS = (0, 90, 180, 270)


def pictures() -> Iterator[tuple[str, str, drawn.Drawn]]:
    """Kind, way, and the picture: every card in every way and turn, tables and pages in those that befall them."""
    for seed, (make, way) in enumerate((make, way) for make in drawn.CARDS for way in drawn.WAYS):
        for turn in TURNS:
            rng = Random(f"{seed} {turn}")
            shown = make(rng)
            image = way(shown.image, rng).rotate(turn, expand=True)
            yield make.__name__, way.__name__, drawn.Drawn(image, shown.values)
    for seed, make in enumerate(drawn.TABLES):
        for way in (drawn.clean, drawn.compressed, drawn.off_monitor):
            for number in range(2):
                rng = Random(f"{seed} {way.__name__} {number}")
                shown = make(rng)
                yield make.__name__, way.__name__, drawn.Drawn(way(shown.image, rng), shown.values)
    for make in drawn.PAGES:
        for way in (drawn.clean, drawn.compressed, drawn.tilted):
            rng = Random(f"{make.__name__} {way.__name__}")
            shown = make(rng)
            yield make.__name__, way.__name__, drawn.Drawn(way(shown.image, rng), shown.values)


def missed(scanner: Scanner, shown: drawn.Drawn, *, kind: str = "PNG") -> list[tuple[str, str]]:
    """The values that are not among the findings of the picture."""
    result = scanner.scan_bytes(drawn.encoded(shown.image, kind), name=f"a.{kind.lower()}")
    found = {(finding.entity, finding.fingerprint) for finding in result.findings}
    return [value for value in shown.values if value not in found and not found & fingerprints(scanner, *value)]


def fingerprints(scanner: Scanner, entity: str, value: str) -> set[tuple[str, str]]:
    """As the value has them where it stands in a text behind its label."""
    labels = {
        "KR_RRN": "주민등록번호",
        "KR_FRN": "외국인등록번호",
        "KR_DRIVER_LICENSE": "운전면허번호",
        "KR_BANK_ACCOUNT": "계좌번호",
    }
    found = scanner.scan_text(f"{labels[entity]}: {value}").findings
    return {(finding.entity, finding.fingerprint) for finding in found if finding.entity == entity}


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", action="store_true", help="name each picture with a miss")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        # How fast the machine is at the moment is said, and not what is measured.
        patient = Path(folder) / "dlp.toml"
        patient.write_text("[pictures]\nseconds = 200.0\n[limits]\nseconds = 400.0\n", "utf-8")
        scanner = Scanner(patient)
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    slowest, spent, number = 0.0, 0.0, 0
    for number, (kind, way, shown) in enumerate(pictures(), 1):
        began = time.perf_counter()
        lost = missed(scanner, shown)
        took = time.perf_counter() - began
        slowest, spent = max(slowest, took), spent + took
        for entity, _ in shown.values:
            counts[way, entity][1] += 1
            counts[kind, entity][1] += 1
        for entity, _ in shown.values if not lost else [value for value in shown.values if value not in lost]:
            counts[way, entity][0] += 1
            counts[kind, entity][0] += 1
        if lost and options.list:
            _say(f"{number:3} {kind:16} {way:12} {took:5.1f} s  missed {[entity for entity, _ in lost]}")
    for (name, entity), (found, all_) in sorted(counts.items()):
        _say(f"{name:16} {entity:18} {found:3}/{all_}")
    kinds = [sum(column) for column in zip(*(counts[key] for key in counts if key[0] in KINDS), strict=True)]
    _say(f"{number} pictures: {kinds[0]}/{kinds[1]} found, {spent / number:.1f} s each, slowest {slowest:.1f} s")


KINDS = frozenset(make.__name__ for make in (*drawn.CARDS, *drawn.TABLES, *drawn.PAGES))

if __name__ == "__main__":
    main()
