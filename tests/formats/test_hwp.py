"""HWP 5: every place where text may stand, distribution documents, protection, damage and bombs."""

from __future__ import annotations

import struct
import time
from pathlib import Path
from random import Random

import pytest

from dlp import Scanner
from dlp.extract.base import Budget, held
from dlp.extract.walk import walk
from dlp.types import Coverage, Issue, IssueCode, Layout, Limits, Segment
from tests import hwp, identifiers
from tests.cfb import compound, packaged

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "hwplib"
RRN = identifiers.rrn_of_nobody(Random("hwp"))
FIRST, SECOND = RRN[:8], RRN[8:]


def read(data, name="a.hwp", **limits):
    return list(walk(held(name, data), Budget(Limits(**limits), time.monotonic)))


def segments(found):
    return [item for item in found if isinstance(item, Segment)]


def issues(found):
    return [item for item in found if isinstance(item, Issue)]


def codes(found):
    return {issue.code for issue in issues(found)}


def text(found):
    return "\n".join(segment.data.decode() for segment in segments(found))


def where(found, token):
    for segment in segments(found):
        at = segment.data.find(token.encode())
        if at >= 0:
            return segment, str(segment.locate(at))
    raise AssertionError(token)


# --- the golden document ----------------------------------------------------------------------------------------------

NESTED = hwp.table(hwp.cell(0, 0, "겹친표토큰"))
SECTIONS = (
    hwp.paragraph(
        hwp.Control(2, b"secd", bytes(34), hwp.listed("바탕쪽토큰", tail=bytes(26))),
        hwp.apart(16, b"head", "머리말토큰"),
        hwp.apart(16, b"foot", "꼬리말토큰"),
        "본문토큰",
        hwp.note(b"fn  ", "각주토큰"),
        hwp.note(b"en  ", "미주토큰"),
        hwp.apart(15, b"tcmt", "숨은설명토큰"),
    )
    + hwp.paragraph(f"주민등록번호 {FIRST}", hwp.bookmark("책갈피토큰"), SECOND, " 끝", hwp.TAB, "탭뒤토큰\n줄뒤토큰")
    + hwp.paragraph(
        hwp.table(
            hwp.cell(0, 0, "성명"),
            hwp.cell(0, 1, "연락처"),
            hwp.cell(1, 0, "칸토큰", name="칸이름토큰"),
            hwp.cell(1, 1, "둘째칸토큰", NESTED),
            caption="캡션토큰",
        )
    )
    + hwp.paragraph(hwp.shape("글상자토큰", "개체설명토큰"))
    + hwp.paragraph(
        hwp.field(b"%clk", "Clickhere:set:40:Direction:wstring:5:안내토큰 HelpState:wstring:6:도움말토큰 ", "누름틀이름토큰"),
        "누름틀내용토큰",
        hwp.FIELD_END,
        hwp.field(b"%hlk", "http\\://example.com/linktoken;1;0;0;"),
        "링크글토큰",
        hwp.FIELD_END,
    )
    + hwp.paragraph(hwp.Control(11, b"eqed", bytes(40) + hwp.counted("수식설명토큰"), lambda level: hwp.record(
        88, level, bytes(4) + hwp.counted("수식토큰 over 2") + bytes(12)
    )))
    + hwp.paragraph(hwp.Control(11, b"form", bytes(40) + hwp.counted(""), lambda level: hwp.record(
        91, level, b"tbp+" * 2 + hwp.counted("Set:20:Caption:wstring:4:양식토큰 ")
    )))
    + hwp.paragraph("덧말", hwp.Control(23, b"tdut", hwp.counted("본말토큰") + hwp.counted("덧말토큰") + bytes(20)))
    + hwp.paragraph("앞", hwp.Control(23, b"tcps", hwp.counted("겹침토큰") + bytes(12)), "뒤")
    + hwp.paragraph(hwp.Control(22, b"idxm", hwp.counted("찾아보기토큰") + hwp.counted("둘째찾기토큰") + bytes(2)))
    + hwp.paragraph(hwp.Control(11, b"gso ", bytes(40) + hwp.counted(""), lambda level: hwp.record(
        90, level, bytes(32) + hwp.counted("글맵시토큰") + hwp.counted("함초롬돋움")
    )))
    + hwp.paragraph("지운글 앞", "삭제된글", " 뒷토큰", ranges=struct.pack("<III", 5, 9, 0x0F000001))
    + hwp.memo("메모토큰"),
    hwp.paragraph("둘째구역토큰") + hwp.record(300, 1, hwp.wide("모르는기록토큰")),
)  # fmt: skip
PACKAGED = compound({"\x01Ole10Native": packaged("이름토큰.txt", "꾸러미토큰".encode())})
STREAMS = {
    "\x05HwpSummaryInformation": hwp.property_set({2: "제목토큰", 4: "지은이토큰", 6: "설명토큰", 8: "마지막토큰"}),
    "Scripts/DefaultJScript": hwp.packed(hwp.long_strings("var a;", 'var s = "스크립트토큰";', "", "")),
    "Scripts/JScriptVersion": hwp.packed(struct.pack("<II", 1, 0)),
    "DocHistory/VersionLog0": hwp.packed(
        hwp.version_log("이력자토큰", "이력설명토큰", "<P><TEXT><CHAR>이력</CHAR></TEXT><TEXT><CHAR>본문토큰</CHAR></TEXT></P>")
    ),
    "XMLTemplate/Instance": hwp.packed(hwp.long_strings("<a><b>틀토큰</b></a>")),
    "Bibliography/bib.xml": hwp.packed("<a><b>참고문헌토큰</b></a>".encode()),
    "DocOptions/_LinkDoc": hwp.wide("C:\\연결토큰.hwp").ljust(524, b"\0"),
    "BinData/BIN0001.txt": hwp.packed("첨부글토큰".encode()),
    "BinData/BIN0002.hwp": hwp.hwp(hwp.paragraph("첨부문서토큰")),
    "BinData/BIN0004.OLE": bytes(4) + PACKAGED,
    "BinData/BIN0003.OLE": hwp.packed(b"\0\0\0\0" + hwp.hwp(hwp.paragraph("개체문서토큰"))),
    "낯선토큰": "낯선글토큰".encode(),
}  # fmt: skip
TOKENS = (
    "본문토큰 바탕쪽토큰 머리말토큰 꼬리말토큰 각주토큰 미주토큰 숨은설명토큰 책갈피토큰 탭뒤토큰 줄뒤토큰 칸토큰 "
    "칸이름토큰 둘째칸토큰 겹친표토큰 캡션토큰 글상자토큰 개체설명토큰 안내토큰 도움말토큰 누름틀이름토큰 누름틀내용토큰 "
    "linktoken 링크글토큰 수식토큰 수식설명토큰 양식토큰 본말토큰 덧말토큰 앞겹침토큰뒤 찾아보기토큰 "
    "둘째찾기토큰 글맵시토큰 메모토큰 둘째구역토큰 모르는기록토큰 제목토큰 지은이토큰 설명토큰 마지막토큰 스크립트토큰 "
    "이력자토큰 이력설명토큰 이력본문토큰 틀토큰 참고문헌토큰 연결토큰 첨부글토큰 첨부문서토큰 개체문서토큰 낯선토큰 "
    "낯선글토큰 스타일토큰 미리보기토큰"
).split()


def golden(flags=hwp.COMPRESSED | hwp.TRACKED):
    streams = dict(STREAMS)
    if flags & hwp.DISTRIBUTION:
        streams |= {name: hwp.distributed(data, 99) for name, data in STREAMS.items() if name.startswith("Scripts/")}
    return hwp.hwp(
        *SECTIONS,
        flags=flags,
        preview="본문토큰 미리보기토큰",
        streams=streams,
        info=hwp.doc_info("바탕글", "스타일토큰"),
    )


GOLDEN = {
    "packed": golden(),
    "plain": golden(hwp.TRACKED),
    "distribution": golden(hwp.COMPRESSED | hwp.DISTRIBUTION),
    "plain distribution": golden(hwp.DISTRIBUTION),
}


@pytest.fixture(scope="module", params=GOLDEN)
def document(request):
    return read(GOLDEN[request.param])


@pytest.mark.parametrize("token", [*TOKENS, RRN])
def test_every_hiding_place_is_read(document, token):
    assert token in text(document)


def test_a_sound_document_has_no_issues(document):
    assert issues(document) == []


@pytest.mark.parametrize("flags", [hwp.COMPRESSED, hwp.COMPRESSED | hwp.DISTRIBUTION])
def test_an_identifier_in_every_place_is_found(flags):
    rng = Random(f"hwp {flags}")
    values = [identifiers.rrn_of_nobody(rng) for _ in range(7)]
    body = hwp.paragraph(
        f"주민등록번호 {values[0]}",
        hwp.apart(15, b"tcmt", f"주민등록번호 {values[1]}"),
        hwp.table(hwp.cell(0, 0, "주민등록번호"), hwp.cell(1, 0, values[2])),
        hwp.field(b"%clk", f"Clickhere:set:0:Direction:wstring:0:주민등록번호 {values[3]}"),
        hwp.shape(f"주민등록번호 {values[4]}"),
    )
    body += hwp.paragraph("주민등록번호 ", values[5][:6], hwp.note(b"fn  ", "각주"), values[5][6:]) + hwp.memo(
        f"주민등록번호 {values[6]}"
    )
    result = Scanner().scan_bytes(hwp.hwp(body, flags=flags), name="a.hwp")
    found = {finding.fingerprint for finding in result.findings if finding.entity == "KR_RRN"}
    assert len(found) == len(set(values))
    assert result.coverage is Coverage.FULL


@pytest.mark.parametrize(
    ("token", "position", "layout", "hidden"),
    [
        ("본문토큰", "BodyText/Section0 paragraph 1", Layout.PROSE, False),
        ("각주토큰", "BodyText/Section0 paragraph 1 footnote", Layout.PROSE, False),
        ("머리말토큰", "BodyText/Section0 paragraph 1 header", Layout.PROSE, False),
        ("숨은설명토큰", "BodyText/Section0 paragraph 1 hidden comment", Layout.PROSE, True),
        ("메모토큰", "memo", Layout.PROSE, True),
        ("글상자토큰", "BodyText/Section0 paragraph 4 text box", Layout.PROSE, False),
        ("캡션토큰", "BodyText/Section0 paragraph 3 caption", Layout.PROSE, False),
        ("연락처", "BodyText/Section0 table 1!B1", Layout.TABLE, False),
        ("둘째칸토큰", "BodyText/Section0 table 1!B2", Layout.TABLE, False),
        ("겹친표토큰", "BodyText/Section0 table 2!A1", Layout.TABLE, False),
        ("도움말토큰", "BodyText/Section0 paragraph 5", Layout.KEY_VALUE, True),
        ("둘째구역토큰", "BodyText/Section1 paragraph 1", Layout.PROSE, False),
        ("제목토큰", "HwpSummaryInformation", Layout.KEY_VALUE, True),
        ("이력본문토큰", "DocHistory/VersionLog0", Layout.KEY_VALUE, True),
        ("첨부문서토큰", "BinData/BIN0002.hwp BodyText/Section0 paragraph 1", Layout.PROSE, False),
    ],
)
def test_what_is_read_is_placed(token, position, layout, hidden):
    segment, place = where(read(GOLDEN["packed"]), token)
    assert position in place
    assert (segment.layout, segment.hidden) == (layout, hidden)


def test_rows_of_a_table_keep_their_columns():
    body = hwp.paragraph(
        hwp.table(hwp.cell(0, 0, "가"), hwp.cell(0, 2, "나"), hwp.cell(1, 1, "다"), hwp.cell(1, 2, "라"))
    )
    assert "가\t\t나\n\t다\t라\n" in text(read(hwp.hwp(body)))


def test_characters_beyond_the_first_plane_stay_whole():
    """The data of a control may look like one half of such a character."""
    looks_like_half = struct.pack("<H", 22) + b"\x3d\xd8" * 3 + b"\0\xdc" * 3 + struct.pack("<H", 22)
    body = hwp.paragraph("앞\U0001f600", looks_like_half, "\U00020000뒤")
    found = read(hwp.hwp(body))
    assert "앞\U0001f600\U00020000뒤\n" in text(found)
    assert issues(found) == []


def test_a_tracked_deletion_is_read_with_and_without():
    found = read(GOLDEN["packed"])
    assert "지운글 앞삭제된글 뒷토큰" in text(found)
    segment, _ = where(found, "지운글 앞 뒷토큰")
    assert (segment.hidden, segment.derived) == (True, True)


# --- distribution documents and protection ----------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(0x1000, 0x1010))
def test_the_key_is_found_at_every_offset(seed):
    view = {"ViewText/Section0": hwp.distributed(hwp.packed(hwp.paragraph("본문토큰")), seed)}
    data = hwp.hwp(hwp.paragraph(hwp.PLACEHOLDER), streams=view)
    found = read(data)
    assert "본문토큰" in text(found)
    assert issues(found) == []


def test_the_placeholder_is_never_the_text():
    found = read(hwp.hwp(hwp.paragraph(hwp.PLACEHOLDER), preview=hwp.PLACEHOLDER))
    assert "배포용" not in text(found)
    assert IssueCode.CORRUPT in codes(found)


def test_what_is_written_beside_the_placeholder_is_text():
    assert RRN in text(read(hwp.hwp(hwp.paragraph(f"{hwp.PLACEHOLDER} {RRN}"))))


def test_a_distribution_document_whose_text_is_gone_is_not_read():
    data = hwp.hwp(flags=hwp.COMPRESSED | hwp.DISTRIBUTION)
    assert IssueCode.CORRUPT in codes(read(data))


def test_a_distribution_document_with_another_key_is_not_read():
    view = bytearray(hwp.distributed(hwp.packed(hwp.paragraph("본문토큰")), 77))
    view[40] ^= 1
    view[100] ^= 255
    for at in range(4 + 4, 4 + 256):
        view[at] ^= 0x55
    found = read(hwp.hwp(hwp.paragraph(hwp.PLACEHOLDER), streams={"ViewText/Section0": bytes(view)}))
    assert "본문토큰" not in text(found)
    assert IssueCode.CORRUPT in codes(found)


@pytest.mark.parametrize("bit", [1, 4, 8, 10])
def test_protected_documents_are_encrypted(bit):
    noise = Random(bit).randbytes(3000)
    data = compound(
        {
            "FileHeader": hwp.file_header(hwp.COMPRESSED | 1 << bit),
            "DocInfo": noise[:700],
            "BodyText/Section0": noise,
            "BinData/BIN0001.png": noise[5:],
            "PrvText": noise[9:99],
            "\x05HwpSummaryInformation": STREAMS["\x05HwpSummaryInformation"],
        }
    )
    found = read(data)
    assert codes(found) == {IssueCode.ENCRYPTED}
    assert "제목토큰" in text(found)


def test_a_document_that_only_says_that_it_is_encrypted_is_read_all_the_same():
    found = read(hwp.hwp(hwp.paragraph("본문토큰"), flags=hwp.COMPRESSED | hwp.PASSWORD))
    assert "본문토큰" in text(found)
    assert codes(found) == {IssueCode.ENCRYPTED}


@pytest.mark.parametrize(
    "data",
    [
        hwp.hwp(hwp.paragraph("본문"), flags=hwp.COMPRESSED | hwp.PERSONAL),
        hwp.hwp(hwp.paragraph("본문", hwp.field(b"%cpr", "x"), "***", hwp.FIELD_END)),
    ],
    ids=["flag", "field"],
)
def test_personal_information_behind_a_password_is_encrypted(data):
    assert codes(read(data)) == {IssueCode.ENCRYPTED}


# --- doubt ------------------------------------------------------------------------------------------------------------


def test_less_text_than_the_preview_shows():
    page = "가나다라마바사아자차" * 20
    assert issues(read(hwp.hwp(hwp.paragraph(page), preview=page))) == []
    found = read(hwp.hwp(hwp.paragraph(page[:100]), preview=page))
    assert [issue.detail for issue in issues(found)] == ["less text than its preview shows"]


def _altered(section):
    packed = bytearray(hwp.packed(section))
    packed[-8] ^= 1
    return bytes(packed)


BODY = hwp.paragraph("본문토큰")
LATE = hwp.paragraph("앞", hwp.note(b"fn  ", "각주")) + hwp.record(67, 1, hwp.wide("본문토큰\r"))
DOUBTFUL = {
    "no body": (hwp.hwp(), IssueCode.CORRUPT),
    "a checksum that does not fit": (hwp.hwp(streams={"BodyText/Section0": _altered(BODY)}), IssueCode.CORRUPT),
    "data behind compressed data": (
        hwp.hwp(streams={"BodyText/Section0": hwp.packed(BODY) + b"hidden " * 20}),
        IssueCode.SUSPICIOUS,
    ),
    "a section less than counted": (hwp.hwp(BODY, info=hwp.doc_info(sections=2)), IssueCode.CORRUPT),
    "a record that is cut off": (hwp.hwp(BODY[:-3]), IssueCode.CORRUPT),
    "a control that does not close": (
        hwp.hwp(hwp.paragraph("본문토큰", hwp.unit(22, b"bokm")[:-2] + b"\7\0")),
        IssueCode.CORRUPT,
    ),
    "text behind the notes of its paragraph": (hwp.hwp(LATE), IssueCode.CORRUPT),
    "no file header": (compound({"BodyText/Section0": hwp.packed(BODY)}), IssueCode.CORRUPT),
    "a stream in no storage": (hwp.hwp(orphans={"Section0": hwp.packed(BODY)}), IssueCode.CORRUPT),
    "a stream that nobody knows": (hwp.hwp(BODY, streams={"Noise": bytes(range(256)) * 9}), IssueCode.UNSUPPORTED),
}


@pytest.mark.parametrize("case", DOUBTFUL)
def test_doubt_is_an_issue_and_the_rest_is_read(case):
    data, code = DOUBTFUL[case]
    found = read(data)
    assert code in codes(found)
    assert case == "no body" or "본문토큰" in text(found)


# --- hostile documents ------------------------------------------------------------------------------------------------


def _flipped(data, rng):
    at = rng.randrange(len(data))
    return data[:at] + bytes((data[at] ^ 1 << rng.randrange(8),)) + data[at + 1 :]


def _overwritten(data, rng):
    at, size = rng.randrange(len(data)), rng.randrange(1, 600)
    return (data[:at] + rng.randbytes(size) + data[at + size :])[: len(data)]


DAMAGE = {
    "truncated": lambda data, rng: data[: rng.randrange(1, len(data))],
    "flipped": lambda data, rng: _flipped(_flipped(_flipped(data, rng), rng), rng),
    "overwritten": _overwritten,
    "doubled": lambda data, rng: data[: (at := rng.randrange(len(data)))] + data[max(0, at - 512) :],
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_ends_with_a_status(damage):
    for number in range(60):
        rng = Random(f"{damage} {number}")
        data = DAMAGE[damage](GOLDEN[rng.choice(list(GOLDEN))], rng)
        found = read(data, seconds=10)
        assert IssueCode.WORKER_DIED not in codes(found), (damage, number)
        assert IssueCode.TIMED_OUT not in codes(found), (damage, number)
        assert issues(found) or segments(found)


@pytest.mark.parametrize("limit", ["ratio", "part_bytes", "unpacked_bytes"])
def test_bombs_stop(limit):
    section = hwp.paragraph("본문토큰") + hwp.record(300, 0, bytes(30 << 20))
    limits = {"ratio": {}, "part_bytes": {"part_bytes": 1 << 20}, "unpacked_bytes": {"unpacked_bytes": 1 << 20}}[limit]
    found = read(hwp.hwp(section), **limits)
    assert codes(found) & {IssueCode.RATIO, IssueCode.TOO_LARGE}
    assert limit == "unpacked_bytes" or "본문토큰" in text(found)


def test_a_million_records_and_levels_end_in_time():
    deep = b"".join(hwp.record(71, level % 1024, b"cter") + hwp.record(66, level % 1024) for level in range(60_000))
    many = hwp.record(71, 1, b" lbt") + hwp.record(77, 2) + hwp.cell(0, 0)(2) * 20_000
    found = read(hwp.hwp(deep + many), seconds=20)
    assert IssueCode.TIMED_OUT not in codes(found)


@pytest.mark.parametrize("flags", [0, hwp.COMPRESSED])
@pytest.mark.parametrize("words", ["본문토큰", "본문토큰" + "가나다라마바사" * 2000], ids=["small", "large"])
def test_a_section_that_the_directory_lost_is_read(flags, words):
    name = hwp.wide("Section0")
    data = hwp.hwp(hwp.paragraph(words) + hwp.paragraph("끝토큰"), flags=flags)
    at = data.index(name)
    found = read(data[:at] + bytes(128) + data[at + 128 :])
    assert "본문토큰" in text(found)
    assert "끝토큰" in text(found)
    assert where(found, "본문토큰")[1].startswith("lost section")
    assert IssueCode.CORRUPT in codes(found)


def test_a_file_of_nothing_but_beginnings_ends_in_time():
    beginnings = b"\x89PNG\r\n\x1a\n" + bytes(16) + hwp.record(66, 0, bytes(22)) * 200_000
    found = read(hwp.hwp(streams={"BinData/BIN0001.png": beginnings}), seconds=20)
    assert IssueCode.CORRUPT in codes(found)
    assert IssueCode.TIMED_OUT not in codes(found)


def test_a_loop_of_sectors_ends():
    data = bytearray(hwp.hwp(hwp.paragraph("가" * 50_000), flags=0))
    (fat,) = struct.unpack_from("<I", data, 76)
    at = (fat + 1) * 512
    table = list(struct.unpack_from("<128I", data, at))
    table[10] = 5
    data[at : at + 512] = struct.pack("<128I", *table)
    assert IssueCode.CORRUPT in codes(read(bytes(data), seconds=5))


# --- real documents ---------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not CORPUS.is_dir(), reason="no real documents under ../shared/corpus")
def test_real_documents_are_read():
    """All are sound: what is left to say is pictures and embedded objects alone."""
    for path in sorted(CORPUS.glob("*.hwp")):
        found = read(path.read_bytes(), path.name)
        left = [
            issue
            for issue in issues(found)
            if issue.code not in (IssueCode.UNSUPPORTED, IssueCode.PICTURE_PASSED) and "picture" not in issue.detail
        ]
        assert left == [], path.name
        unread = [issue for issue in issues(found) if issue.code is not IssueCode.PICTURE_PASSED]
        assert all("BinData" in str(issue.locus) for issue in unread), path.name
        assert segments(found), path.name


@pytest.mark.skipif(not CORPUS.is_dir(), reason="no real documents under ../shared/corpus")
def test_a_real_distribution_document_is_decrypted():
    found = read((CORPUS / "distribution.hwp").read_bytes())
    preview, _ = where(found, "시설관리원 용역업체 선정 입찰공고")
    assert str(preview.locus) == "ViewText/Section0"
    assert sum(len(segment.data) for segment in segments(found) if "ViewText" in str(segment.locus)) > 5000
    assert codes(found) <= {IssueCode.PICTURE_PASSED}  # of itself
