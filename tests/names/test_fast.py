"""The fast lane through its door: which names are found, which words are not, in bounded time, without heavy imports."""

import json
import random
import subprocess
import sys
import threading
import time
from itertools import pairwise
from pathlib import Path

import pytest

from dlp.types import Confidence
from recognizers.names import fast
from recognizers.names.training import marked, people

HELD_OUT = Path(__file__).with_name("heldout.txt")

HITS = [
    ("한소율님 대출잔액", ["한소율"]),
    ("예금주 남궁민수 국민은행", ["남궁민수"]),
    ("채무자김태린의 연체", ["김태린"]),
    ("김대리님, 확인 부탁드려요", ["김"]),
    ("박 과장님께 보고드렸습니다", ["박"]),
    ("성명: 임보배 / 연체일수: 3", ["임보배"]),
    ("1,박하순,여,38,655", ["박하순"]),
    ("채무자 허진의 연체 내역", ["허진"]),
    ('{"name": "염지수", "loan_bal": 1000}', ["염지수"]),
    ("다니엘 김 차장이 확인했습니다", ["다니엘 김"]),
    ("응우옌 반 뚜안 고객 해외송금", ["응우옌 반 뚜안"]),
    ("Zhang Wei 고객 한도 조회", ["Zhang Wei"]),
    ("Customer: John Smith", ["John Smith"]),
    ("보증인 KIM MINSU 서명", ["KIM MINSU"]),
]
MISSES = [
    "이자율 인상에 따라 차용인의 부담이 늘었습니다",
    "설명서와 안내문을 교부하였습니다",
    "고용주는 원천징수영수증을 발급해야 합니다",
    "성남시 정자동 지점",
    "전세 원금 신용 유지",
    "예금주: 주식회사 한빛물산",
    "고객님, 담당자 배정이 완료되었습니다",
    "과장님 결재 부탁드립니다",
    "우리 팀 공유 회의",  # 팀 is a given name, too
    "존 도서 대출",
    "New York Branch Operating Report",
    "Dear Customer Service Team",
    "성명, 생년월일, 연락처를 적어주세요",
    "",
    " \n\t ",
]


def names(text):
    return [text[mention.start : mention.end] for mention in fast(text)]


@pytest.mark.parametrize(("text", "wanted"), HITS)
def test_names_are_found_without_what_is_glued_to_them(text, wanted):
    assert names(text) == wanted


@pytest.mark.parametrize("text", MISSES)
def test_words_that_begin_like_names_are_none(text):
    assert names(text) == []


def test_the_promised_precision_and_recall():
    score = marked.score(marked.read(HELD_OUT), fast)
    assert score.precision >= 0.92, score
    assert score.recall >= 0.92, score


def test_a_name_in_the_middle_of_a_long_text_is_found_where_it_stands():
    filler = "금리 안내 자료를 확인해 주세요. " * 1000
    text = f"{filler}\n예금주 한소율님 잔액\n{filler}"
    assert ("한소율", len(filler) + 5) in [(text[m.start : m.end], m.start) for m in fast(text)]


def test_a_sure_name_and_a_doubtful_one():
    assert fast("예금주: 김도현")[0].confidence is Confidence.LIKELY


HOSTILE = {
    "one syllable": "김" * 1_000_000,
    "surnames with blanks": "김 " * 500_000,
    "one-letter column": "\n".join("이박최정" * 50_000),
    "controls": "\x00\x01\x1b[0m김\x00" * 100_000,
    "capitals": "Aa " * 300_000,
    "labels": "예금주 " * 250_000,
    "lone surrogates": "\ud800김도현님\udfff" * 1000,
    "vietnamese": "응우옌 반 " * 150_000,
    "titles": "대리과장" * 250_000,
    "beyond the plane": "𠮷김도현님😀" * 100_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_takes_time_in_proportion(kind):
    text = HOSTILE[kind]
    began = time.process_time()
    found = fast(text)
    assert time.process_time() - began < 30
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_any_characters_at_all():
    dice = random.Random(4)
    alphabet = "김이남궁 님씨고객\n\t,:|\"'{}<>A9é\u200b\u1100\ud800\U0001f600"
    for _ in range(300):
        text = "".join(dice.choices(alphabet, k=dice.randint(0, 60)))
        assert all(0 <= one.start < one.end <= len(text) for one in fast(text))


def test_threads_get_what_one_thread_gets():
    texts = [f"예금주 {people.korean(random.Random(n))} 잔액 {n}만원" for n in range(60)]
    alone = [fast(text) for text in texts]
    results = {}

    def work(number):
        results[number] = [fast(text) for text in texts]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(result == alone for result in results.values())


def test_the_fast_lane_imports_nothing_heavy():
    code = (
        "import sys, json; from recognizers.names import fast; fast('예금주 김도현 잔액'); "
        "print(json.dumps([name for name in sys.modules if name.split('.')[0] in ('spacy', 'presidio_analyzer', 'thinc')]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []
