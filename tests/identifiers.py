"""Identifiers of every kind the rules know, drawn from a seeded random.Random. None comes from a register.

The check-digit arithmetic stands here a second time on purpose: written from the published schemes, not from
`recognizers`, it is the oracle those are tested against.
"""

import base64
import string
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from random import Random

Maker = Callable[[Random], str]

RANDOM_TAILS_SINCE = date(2020, 10, 5)  # resident numbers assigned or changed since carry no region and no check digit
LAST_BIRTH = date(2026, 3, 31)
IMPOSSIBLE_OWNERS = (date(1900, 1, 1), date(1905, 12, 31))  # what committed files may use: nobody alive

CORPORATE_KINDS = {"11", "12", "13", "14", "15", "21", "22", "71", *map(str, range(31, 54)), *map(str, range(81, 87))}

RESIDENT_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)


# --- arithmetic -----------------------------------------------------------------------------------------------------


def weighted(digits: str, weights: Iterable[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))


def rrn_check(body: str) -> str:
    """Check digit of a resident number's first twelve digits."""
    return str((11 - weighted(body, RESIDENT_WEIGHTS) % 11) % 10)


def frn_check(body: str) -> str:
    """Check digit of a foreigner registration or domestic residence number's first twelve digits."""
    return str((13 - weighted(body, RESIDENT_WEIGHTS) % 11) % 10)


def luhn_check(body: str) -> str:
    """Check digit of ISO/IEC 7812-1 annex B for all digits but the last."""
    doubled = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body))]
    return str(-sum(value // 10 + value % 10 for value in doubled) % 10)


def brn_check(body: str) -> str:
    carry = int(body[8]) * 5 // 10
    return str(-(weighted(body, (1, 3, 7, 1, 3, 7, 1, 3, 5)) + carry) % 10)


def crn_check(body: str) -> str:
    return str(-weighted(body, (1, 2) * 6) % 10)


def ean_check(body: str) -> str:
    """GS1 check digit of twelve digits (EAN-13, ISBN-13)."""
    return str(-weighted(body, (1, 3) * 6) % 10)


def mrz_check(field: str) -> str:
    """Check digit of ICAO 9303 part 3: weights 7, 3, 1; letters count 10..35, fillers 0."""
    values = (0 if char == "<" else int(char, 36) for char in field)
    return str(sum(value * (7, 3, 1)[place % 3] for place, value in enumerate(values)) % 10)


# --- drawing --------------------------------------------------------------------------------------------------------


def draw(rng: Random, shape: str) -> str:
    """`shape` with every # a digit, every + a digit from 1, every @ a capital letter; | separates alternatives."""
    fills = {"#": string.digits, "+": string.digits[1:], "@": "ABCDEFGHJKLMNPRSTUVWXYZ"}
    return "".join(rng.choice(fills[char]) if char in fills else char for char in rng.choice(shape.split("|")))


def drawn(shape: str) -> Maker:
    return lambda rng: draw(rng, shape)


def day(rng: Random, first: date, last: date) -> date:
    return first + timedelta(days=rng.randint(0, (last - first).days))


def _century(born: date, odd: str, even: str, oldest: str = "") -> str:
    """The century-and-sex digits open to a birth date."""
    return oldest if born.year < 1900 else odd if born.year < 2000 else even


def _hyphenated(digits: str, *sizes: int) -> str:
    groups, start = [], 0
    for size in sizes:
        groups.append(digits[start : start + size])
        start += size
    return "-".join(groups)


def is_corporate(digits: str) -> bool:
    """Whether thirteen digits also read as a company's number: a kind of legal person, and its check digit."""
    return digits[4:6] in CORPORATE_KINDS and crn_check(digits[:12]) == digits[12]


def _personal(rng: Random, make: Maker) -> str:
    """A number that cannot be a company's as well; one in forty can, see `rrn_like_crn`."""
    while is_corporate(digits := make(rng)):
        pass
    return _hyphenated(digits, 6, 7)


def _without_check(rng: Random, head: str) -> str:
    """Thirteen digits from `head` on whose last holds under neither of the two check formulas."""
    body = head + draw(rng, "#" * (12 - len(head)))
    return body + rng.choice([d for d in string.digits if d not in (rrn_check(body), frn_check(body))])


# --- resident, foreigner and residence numbers (regulation 3.1, 3.2) ------------------------------------------------


def _assigned(rng: Random, first: date, last: date) -> str:
    born = day(rng, first, last)
    head = born.strftime("%y%m%d") + rng.choice(_century(born, "12", "34", "90"))
    body = head + f"{rng.randint(0, 95):02d}" + draw(rng, "###")
    return body + rrn_check(body)


def _foreign(rng: Random, kinds: str, first: date, last: date) -> str:
    born = day(rng, first, last)
    head = born.strftime("%y%m%d") + rng.choice(_century(born, "56", "78"))
    body = head + f"{2 * rng.randint(0, 49):02d}" + draw(rng, "##") + rng.choice(kinds)
    return body + frn_check(body)


def _random_tail(rng: Random, odd: str, even: str, first: date, last: date) -> str:
    born = day(rng, first, last)
    return _without_check(rng, born.strftime("%y%m%d") + rng.choice(_century(born, odd, even)))


def rrn(rng: Random) -> str:
    """Assigned before October 2020: region, serial, check digit."""
    return _personal(rng, lambda r: _assigned(r, date(1935, 1, 1), date(2009, 12, 31)))


def rrn_child(rng: Random) -> str:
    """The same for somebody born in the 2010s: the first digit is that of a time in milliseconds."""
    return _personal(rng, lambda r: _assigned(r, date(2010, 1, 1), date(2019, 12, 31)))


def rrn_of_nobody(rng: Random) -> str:
    return _personal(rng, lambda r: _assigned(r, *IMPOSSIBLE_OWNERS))


def rrn_1800s(rng: Random) -> str:
    return _personal(rng, lambda r: _assigned(r, date(1880, 1, 1), date(1899, 12, 31)))


def rrn_new(rng: Random) -> str:
    """Assigned at birth since October 2020."""
    return _personal(rng, lambda r: _random_tail(r, "", "34", RANDOM_TAILS_SINCE, LAST_BIRTH))


def rrn_changed(rng: Random) -> str:
    """An older person's number, changed since October 2020 (resident registration act art. 7-4)."""
    return _personal(rng, lambda r: _random_tail(r, "12", "34", date(1950, 1, 1), date(2005, 12, 31)))


def rrn_like_crn(rng: Random) -> str:
    """A resident number, check digit and all, that is a company's number just as well."""
    while not is_corporate(digits := _assigned(rng, date(1935, 1, 1), date(2009, 12, 31))):
        pass
    return _hyphenated(digits, 6, 7)


def frn(rng: Random) -> str:
    return _personal(rng, lambda r: _foreign(r, "9", date(1955, 1, 1), date(2004, 12, 31)))


def frn_of_nobody(rng: Random) -> str:
    return _personal(rng, lambda r: _foreign(r, "9", *IMPOSSIBLE_OWNERS))


def residence_no(rng: Random) -> str:
    """국내거소신고번호: 7 for overseas Koreans of foreign nationality, 8 for Korean nationals abroad."""
    return _personal(rng, lambda r: _foreign(r, "78", date(1955, 1, 1), date(2004, 12, 31)))


def frn_new(rng: Random) -> str:
    return _personal(rng, lambda r: _random_tail(r, "56", "78", date(1960, 1, 1), date(2004, 12, 31)))


# --- passports, licences (3.3, 3.4) ---------------------------------------------------------------------------------

passport = drawn("M########|S########|R########|O########|D########")
passport_new = drawn("M###@####|S###@####|R###@####|O###@####|D###@####")
passport_2008 = drawn("JR#######|SC#######|GN#######|BS#######|KN#######")


def mrz(rng: Random) -> str:
    """Second line of a passport's machine-readable zone (TD3, 44 characters)."""
    number, born = passport_new(rng), day(rng, date(1950, 1, 1), date(2015, 12, 31)).strftime("%y%m%d")
    expires = day(rng, date(2026, 1, 1), date(2035, 12, 31)).strftime("%y%m%d")
    fields = number + mrz_check(number), born + mrz_check(born), expires + mrz_check(expires)
    personal = "<" * 14 + "0"
    composite = mrz_check(fields[0] + fields[1] + fields[2] + personal)
    return f"{fields[0]}KOR{fields[1]}{rng.choice('MF')}{fields[2]}{personal}{composite}"


LICENCE_REGIONS = (*map(str, range(11, 27)), "28")
LICENCE_NAMES = [
    "서울",
    "부산",
    "경기",
    "강원",
    "충북",
    "충남",
    "전북",
    "전남",
    "경북",
    "경남",
    "제주",
    "대구",
    "인천",
    "광주",
    "대전",
    "울산",
    "경기남부",
    "경기북부",
]


def driver_license(rng: Random) -> str:
    return f"{rng.choice(LICENCE_REGIONS)}-{rng.choice([*range(76, 100), *range(25)]):02d}-{draw(rng, '######-##')}"


def driver_license_hangul(rng: Random) -> str:
    """As printed until May 2014: the region by name."""
    return f"{rng.choice(LICENCE_NAMES)} {driver_license(rng)[3:]}"


# --- companies (3.5, 3.6) -------------------------------------------------------------------------------------------


def brn(rng: Random, kind: str = "81|86|87|88") -> str:
    body = f"{rng.randint(101, 899)}{draw(rng, kind)}{rng.randint(1, 9999):04d}"
    return _hyphenated(body + brn_check(body), 3, 2, 5)


def brn_person(rng: Random) -> str:
    """A sole proprietor's: the middle code says a natural person."""
    return brn(rng, "0+|1#|2#|5#|9#")


def crn(rng: Random, office: str = "1101|1301|1311|1345|1811|2011|1201|1601") -> str:
    body = draw(rng, office) + rng.choice(["11", "11", "11", "14"]) + f"{rng.randint(1, 999_999):06d}"
    return _hyphenated(body + crn_check(body), 6, 7)


def crn_like_birth(rng: Random) -> str:
    """A Seoul company whose number is also the date 11 January 2011 with a sex digit behind it."""
    body = "110111" + draw(rng, "1#####|2#####|3#####|4#####")
    return _hyphenated(body + crn_check(body), 6, 7)


# --- cards (3.7) ----------------------------------------------------------------------------------------------------


def _luhn(rng: Random, shape: str) -> str:
    body = draw(rng, shape)
    return body + luhn_check(body)


def _sixteen(rng: Random, shape: str) -> str:
    return _hyphenated(_luhn(rng, shape), 4, 4, 4, 4)


def visa(rng: Random) -> str:
    return _sixteen(rng, "4" + "#" * 14)


def mastercard(rng: Random) -> str:
    return _sixteen(rng, "|".join(f"5{second}" + "#" * 13 for second in "12345"))


def jcb(rng: Random) -> str:
    return _sixteen(rng, "35" + rng.choice("3456") + "#" * 12)


def unionpay(rng: Random) -> str:
    return _sixteen(rng, "62" + "#" * 13)


def card_domestic(rng: Random) -> str:
    """A number usable in Korea only: first digit 9."""
    return _sixteen(rng, "|".join(prefix + "#" * 11 for prefix in ("9410", "9409", "9435", "9445", "9460", "9490")))


def amex(rng: Random) -> str:
    return _hyphenated(_luhn(rng, "34############|37############"), 4, 6, 5)


def diners(rng: Random) -> str:
    return _hyphenated(_luhn(rng, "36###########|38###########"), 4, 6, 4)


def card(rng: Random) -> str:
    return rng.choice([visa, mastercard, jcb, unionpay, card_domestic])(rng)


# --- accounts (3.8): layouts of the KFTC register; there is no public check digit -------------------------------------

ACCOUNT_SHAPES = {
    "kb": ("국민은행", "+###01-##-######|+###02-##-######|+###04-##-######|+###21-##-######|+###24-##-######"),
    "shinhan": ("신한은행", "100-###-######|110-###-######|140-###-######|160-###-######|268-###-######"),
    "woori": ("우리은행", "1002-###-######|1005-###-######|1006-###-######"),
    "hana": ("하나은행", "+##-######-###01|+##-######-###04|+##-######-###05|+##-######-###07"),
    "nh": ("농협", "301-####-####-#1|302-####-####-#1|312-####-####-#2|351-####-####-#3|356-####-####-#3"),
    "ibk": ("기업은행", "###-######-01-###|###-######-02-###|###-######-03-###|###-######-04-###"),
    "kakao": ("카카오뱅크", "3333-##-#######|7979-##-#######|3355-##-#######"),
    "toss": ("토스뱅크", "1000-####-####|1001-####-####|1002-####-####|1500-####-####"),
    "kbank": ("케이뱅크", "100-2##-######|100-5##-######"),
    "mg": ("새마을금고", "9002-####-####-#|9003-####-####-#|9004-####-####-#|9037-####-####-#"),
    "post": ("우체국", "+#####-01-######|+#####-02-######"),
    "busan": ("부산은행", "101-####-####-##|102-####-####-##|112-####-####-##"),
    "sc": ("SC제일은행", "+##-##-######"),
    "suhyup": ("수협은행", "+##-##-######"),
    "securities": ("한국투자증권", "+##-##-######"),
}
BANKS = tuple(ACCOUNT_SHAPES)


def bank_account(rng: Random, bank: str) -> str:
    return draw(rng, ACCOUNT_SHAPES[bank][1])


def account(rng: Random) -> str:
    """Of one of the banks whose layout nobody else uses."""
    return bank_account(rng, rng.choice(["woori", "nh", "kakao", "toss", "mg", "shinhan"]))


def account_of_nobody(rng: Random) -> str:
    """A layout of the bank's with the serial all zeros."""
    return rng.choice(["1002-000-000000", "3333-00-0000000", "301-0000-0000-01"])


# --- contact (3.9) --------------------------------------------------------------------------------------------------

mobile = drawn("010-2###-####|010-3###-####|010-5###-####|010-7###-####|010-9###-####")
mobile_old = drawn("011-+##-####|016-+##-####|017-+##-####|018-+##-####|019-+##-####")


def mobile_plus82(rng: Random) -> str:
    return "+82-" + mobile(rng)[1:]


landline = drawn("031-2##-####|032-5##-####|042-8##-####|051-6##-####|062-3##-####|064-7##-####")
landline_seoul = drawn("02-2###-####|02-3###-####|02-7##-####")
safe_number = drawn("0502-2###-####|0504-3###-####|0505-5###-####|0507-7###-####")
internet_phone = drawn("070-2###-####|070-4###-####|070-8###-####")

_MAILBOX = ["jiho", "minseo", "yuna", "dohyun", "sora", "taeyang", "hana", "gyuri", "seojin", "bomi"]
_FAMILY = ["park", "lim", "oh", "seo", "kwon", "yang", "ahn"]
_DOMAINS = ["example.com", "example.org", "example.net", "mail.example.com", "corp.example.co.kr"]


def email(rng: Random) -> str:
    mailbox = rng.choice(_MAILBOX) + rng.choice([".", "_", ""]) + rng.choice(_FAMILY) + draw(rng, "##|####")
    return f"{mailbox}@{rng.choice(_DOMAINS)}"


# --- others (3.10) --------------------------------------------------------------------------------------------------


def ci(rng: Random) -> str:
    """Linking information: base64 of 64 bytes, 88 characters."""
    return base64.b64encode(rng.randbytes(64)).decode()


def di(rng: Random) -> str:
    """Duplicate-subscription information: a DER header and 32 bytes, 64 characters of base64."""
    header = base64.b64decode("MC0GCCqGSIb3DQIJAyEA")
    return base64.b64encode(header + rng.randbytes(32)).decode()


pccc = drawn("P25##########|P24##########|P23##########|P19##########")
health_insurance = drawn("+-##########")
health_insurance_bare = drawn("+##########")
customer_no = drawn("+########")


# --- masked by whoever wrote them -------------------------------------------------------------------------------------

masked_card = drawn("4###-##**-****-####|5###-****-****-####|9410-##**-****-####")
masked_mobile = drawn("010-****-####|010-####-****")
masked_account = drawn("110-***-****##|3333-**-*######|###-###-******")
masked_name = drawn("홍*동|김*수|이**|박**")


def masked_rrn(rng: Random) -> str:
    return rrn(rng)[:8] + "******"
