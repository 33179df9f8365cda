"""The deep lane: our spaCy model and a firm's own recognizers in one Presidio engine, loaded once and locally."""

import socket
import threading

import pytest

from dlp import RuleError, Scanner
from dlp.plugins import load_taggers
from dlp.rules import TaggerSettings
from recognizers.names import fast

REGISTRY = """
supported_languages: [ko]
global_regex_flags: 26
recognizers:
  - name: Nicknames
    supported_languages: [ko]
    supported_entity: {entity}
    patterns:
      - {{name: nickname, regex: "별칭[가-힣]{{2}}", score: 0.9}}
"""


@pytest.fixture(scope="module")
def deep():
    return load_taggers("korea", TaggerSettings()).deep


def names(tagger, text):
    return [text[mention.start : mention.end] for mention in tagger(text)]


def test_what_the_fast_lane_finds_is_found(deep):
    for text in ("예금주 남궁민수 국민은행", "김대리님, 확인 부탁드려요", "Zhang Wei 고객 한도 조회", "이자율 안내"):
        assert {(m.start, m.end) for m in fast(text)} <= {(m.start, m.end) for m in deep(text)}


@pytest.mark.parametrize("text", ["", " \n", "이자율 인상", "성남시 정자동 지점", "\x00\ud800", "전세 원금 신용 유지"])
def test_where_nobody_is_named_nobody_is_found(deep, text):
    assert names(deep, text) == []


def test_nothing_is_fetched(monkeypatch):
    def refuse(*_):
        raise AssertionError("the deep lane tried to reach a network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert names(load_taggers("korea", TaggerSettings()).deep, "예금주 한소율 잔액") == ["한소율"]


def test_threads_get_what_one_thread_gets(deep):
    texts = [
        f"{name} 고객님 대출잔액 {number}만원"
        for number, name in enumerate(("한소율", "육성태", "명하늘", "바트바야르"))
    ]
    alone = [deep(text) for text in texts]
    results = {}

    def work(number):
        results[number] = [deep(text) for text in texts]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 6
    assert all(result == alone for result in results.values())


def test_a_long_text_is_read_in_pieces_with_its_offsets(deep):
    text = "금리 안내. " * 700 + "예금주 한소율님 잔액"
    assert names(deep, text) == ["한소율"]


@pytest.mark.parametrize("entity", ["PERSON", "FIRM_NICKNAME"])
def test_a_firms_own_recognizer_runs_in_the_same_windows(tmp_path, entity):
    path = tmp_path / "registry.yaml"
    path.write_text(REGISTRY.format(entity=entity), "utf-8")
    text = "예금주 한소율, 별칭토리 잔액"
    people = ("PERSON", "FIRM_NICKNAME")
    assert names(load_taggers("korea", TaggerSettings(str(path), people)).deep, text) == ["한소율", "별칭토리"]
    if entity != "PERSON":
        assert names(load_taggers("korea", TaggerSettings(str(path))).deep, text) == ["한소율"]


@pytest.mark.parametrize("content", [None, "recognizers: [", "supported_languages: [en]\nrecognizers: []\n", "3"])
def test_a_registry_that_cannot_be_used_is_an_error_at_the_start(tmp_path, content):
    path = tmp_path / "registry.yaml"
    if content is not None:
        path.write_text(content, "utf-8")
    config = tmp_path / "dlp.toml"
    config.write_text(f'[names]\nregistry = "{path}"\n', "utf-8")
    with pytest.raises(RuleError, match=r"names\.registry: .*registry\.yaml"):
        Scanner(config)
