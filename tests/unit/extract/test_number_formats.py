"""Numbers as their formats show them."""

import pytest

from dlp.extract.excel.formats import Dates, built_in, number_format, pattern


@pytest.mark.parametrize(
    ("code", "number", "text"),
    [
        ("000000-0000000", "101012234567", "010101-2234567"),
        (r"000000\-0000000;@", "101012234567", "010101-2234567"),
        ('000000"-"0000000', "101012234567", "010101-2234567"),
        ("0000", "12", "0012"),
        ("000-00-00000", "1234567890", "123-45-67890"),
        ("000-0000-0000", "1012345678", "010-1234-5678"),
        ("0##-####-####", "1012345678", "010-1234-5678"),
        ("000-000", "12345678", "12345-678"),
        # what is no pattern of digits stays as it is
        ("General", "1012345678", "1012345678"),
        ("#,##0", "1012345678", "1012345678"),
        ("0.00", "1012345678", "1012345678"),
        ("00000.00", "1012345678", "1012345678"),
        ("yyyy-mm-dd", "45000", "45000"),
        ("000000-0000000", "12.5", "12.5"),
        ("", "12", "12"),
    ],
)
def test_formatted(code, number, text):
    places = pattern(code)
    assert (places.shown(number) if places else number) == text


@pytest.mark.parametrize(
    ("code", "number", "text", "keeps"),
    [
        ("0000000000000", "101012234567", "0101012234567", True),
        ("000000-0000000", "101012234567", "010101-2234567", True),
        (r"[<=9999999]###\-####;\(0##\)\ ###\-####", "1012345678", "(101) 234-5678", True),
        (r"[<=9999999]###\-####;\(0##\)\ ###\-####", "2345678", "234-5678", True),
        (r"[<9999999]###\-####;0##\-####\-####", "1012345678", "010-1234-5678", True),
        ('0000"번"0000', "12345678", "1234번5678", False),
        ("yyyy-mm-dd", "45000", "2023-03-15", True),
        (r"yyyy\-mm\-dd;@", "45000.5", "2023-03-15 12:00 45000.5", True),
        ('[$-412]yyyy"년" m"월" d"일"', "45000", "2023-03-15", True),
        ("m/d/yy h:mm", "1", "1900-01-01", True),
        ("d-mmm", "60", "1900-02-28", True),
        ("yyyy/mm/dd", "61", "1900-03-01", True),
        ("yyyy/mm/dd", "2958465", "9999-12-31", True),
        # a number that is no day, and text
        ("yyyy-mm-dd", "0101011234567", "0101011234567", True),
        ("yyyy-mm-dd", "-5", "-5", True),
        ("yyyy-mm-dd", "nan", "nan", True),
        ("yyyy-mm-dd", "inf", "inf", True),
        ("yyyy-mm-dd", "날짜", "날짜", True),
    ],
)  # fmt: skip
def test_number_format(code, number, text, keeps):
    found = number_format(code)
    assert found is not None
    assert found.shown(number) == text
    assert found.keeps == keeps


@pytest.mark.parametrize(
    "code", ["General", "@", "#,##0", "0.00", "h:mm", "[h]:mm:ss", "mm:ss", '"day" 0', "[Red]0.0", ""]
)
def test_no_format_that_matters(code):
    assert number_format(code) is None


def test_formats_known_by_number():
    assert built_in(14).shown("45000") == "2023-03-15"
    assert built_in(57, since_1904=True) == Dates(1462)
    assert [number for number in range(60) if built_in(number)] == [
        *range(14, 18), 22, *range(27, 32), *range(34, 37), *range(50, 59)
    ]  # fmt: skip
