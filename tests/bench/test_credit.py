"""What the detection of personal credit information costs, in CPU time of one core. `pytest -m bench`

The table states what was asked; the bounds asserted are what is reached with room for a loud machine. A bench fails where
what was planted is not found.
"""

import statistics
import time
from random import Random

import pytest

from dlp import Scanner
from dlp.types import DataClass
from tests.bench import credit
from tests.bench.corpus import MB, build, logs, prose

pytestmark = pytest.mark.bench


@pytest.fixture(scope="module")
def scanner():
    scanner = Scanner()
    scanner.scan_text("김민수 고객 연체 30일, 어느 분의 대출 3천만원")
    return scanner


@pytest.fixture(scope="module")
def without(tmp_path_factory):
    """The same without anybody to ask about names: running text is not read for credit information."""
    config = tmp_path_factory.mktemp("firm") / "dlp.toml"
    config.write_text("[names]\nfast = false\ndeep = false\n", encoding="utf-8")
    return Scanner(config)


def seconds(scanner, data, name="a.txt", rounds=5):
    times = []
    for _ in range(rounds):
        began = time.process_time()
        result = scanner.scan_bytes(data, name=name)
        times.append(time.process_time() - began)
    return min(times), result


@pytest.mark.parametrize(("name", "make"), [("clean prose", prose), ("digit-heavy logs", logs)])
def test_clean_text_costs_little_more(board, scanner, without, name, make):
    data = make(16 * MB).data
    ours, plain = seconds(scanner, data)[0], seconds(without, data)[0]
    board(f"with / without reading for credit, {name}", f"{ours / plain:.2f} x", "<= 1.1 x")
    assert ours - plain <= 0.5


def test_dense_document(board, scanner):
    text = build(credit.line, MB, "dense")
    taken, result = seconds(scanner, text.data)
    board("credit-dense document of 1 MB", f"{text.megabytes / taken:.1f} MB/s", ">= 5 MB/s")
    assert DataClass.PERSONAL_CREDIT in result.classes
    assert taken <= 1.5


@pytest.mark.parametrize(
    ("named", "expected"), [(True, DataClass.PERSONAL_CREDIT), (False, DataClass.PSEUDONYMISED)], ids=["names", "keys"]
)
def test_table(board, scanner, named, expected):
    data = credit.table(2 * MB, "table", named=named)
    taken, result = seconds(scanner, data, "a.csv", rounds=3)
    board(f"CSV of people by {'name' if named else 'key'}", f"{len(data) / MB / taken:.1f} MB/s", ">= 5 MB/s")
    assert expected in result.classes
    assert taken <= 4


def test_chat_message(board, scanner):
    """1 KB with one person and one attribute, which is found in next to all of them by the names that are known."""
    rng = Random("chat")
    times, found = [], 0
    for _ in range(200):
        taken, result = seconds(scanner, credit.message(rng), "m.txt", rounds=1)
        times.append(taken * 1e3)
        found += DataClass.PERSONAL_CREDIT in result.classes
    p50, p99 = statistics.median(times), sorted(times)[-2]
    board("chat message of 1 KB about a customer, p50", f"{p50:.1f} ms", "<= 3 ms")
    board("chat message of 1 KB about a customer, p99", f"{p99:.1f} ms", "<= 10 ms")
    assert found >= 140
    assert p50 <= 8
