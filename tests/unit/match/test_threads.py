"""One scanner serves all threads."""

from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier

from dlp import Scanner
from tests.fill import fill

THREADS = 8
TEMPLATE = "주민번호 {rrn} 카드 {card|base64} 계좌 {account} {mobile|fullwidth} {email|percent}\n"


def test_threads_find_what_one_finds():
    scanner = Scanner()
    texts = [fill(TEMPLATE * 5, Random(seed)).text for seed in range(10)]
    alone = [scanner.scan_text(text).assessment for text in texts]
    assert all(len(assessment.findings) == 25 for assessment in alone)
    start = Barrier(THREADS)

    def work(_):
        start.wait()
        return [scanner.scan_text(text).assessment for text in texts]

    with ThreadPoolExecutor(THREADS) as pool:
        assert all(found == alone for found in pool.map(work, range(THREADS)))
