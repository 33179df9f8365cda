"""Numbers and strings an office is full of that are nobody's identifier, drawn from a seeded random.Random."""

import base64
import uuid as uuids
from datetime import UTC, date, datetime, timedelta
from random import Random

from tests.identifiers import crn, day, draw, drawn, ean_check, luhn_check

SOME_DAY = (date(2025, 1, 2), date(2026, 6, 30))


def moment(rng: Random) -> datetime:
    first = datetime(2025, 1, 2, tzinfo=UTC)
    return first + timedelta(microseconds=rng.randrange(540 * 86_400 * 1_000_000))


def ean13(rng: Random) -> str:
    body = draw(rng, "880#########|690#########|400#########")
    return body + ean_check(body)


def isbn13(rng: Random) -> str:
    body = draw(rng, "97889#######|97911#######")
    return body + ean_check(body)


def imei(rng: Random) -> str:
    body = draw(rng, "35############")
    return body + luhn_check(body)


def order_no_luhn(rng: Random) -> str:
    """A sixteen-digit order number that holds the check digit of a card by chance."""
    body = draw(rng, "7##############|2##############")
    return body + luhn_check(body)


def epoch_s(rng: Random) -> str:
    return f"{moment(rng).timestamp():.0f}"


def epoch_ms(rng: Random) -> str:
    return f"{moment(rng).timestamp() * 1e3:.0f}"


def epoch_us(rng: Random) -> str:
    return f"{moment(rng).timestamp() * 1e6:.0f}"


def stamp6(rng: Random) -> str:
    return f"{moment(rng):%y%m%d}"


def stamp8(rng: Random) -> str:
    return f"{moment(rng):%Y%m%d}"


def stamp12(rng: Random) -> str:
    return f"{moment(rng):%Y%m%d%H%M}"


def stamp12_short(rng: Random) -> str:
    return f"{moment(rng):%y%m%d%H%M%S}"


def stamp14(rng: Random) -> str:
    return f"{moment(rng):%Y%m%d%H%M%S}"


def stamp17(rng: Random) -> str:
    return f"{moment(rng):%Y%m%d%H%M%S}{rng.randint(0, 999):03d}"


def iso_date(rng: Random) -> str:
    return day(rng, *SOME_DAY).isoformat()


def hexadecimal(rng: Random, size: int) -> str:
    return rng.randbytes(size).hex()


def md5(rng: Random) -> str:
    return hexadecimal(rng, 16)


def sha1(rng: Random) -> str:
    return hexadecimal(rng, 20)


def sha256(rng: Random) -> str:
    return hexadecimal(rng, 32)


def sha512(rng: Random) -> str:
    return hexadecimal(rng, 64)


def nonce64(rng: Random) -> str:
    """Base64 of 32 bytes: shorter than a CI, without a DI's header."""
    return base64.b64encode(rng.randbytes(32)).decode()


def integrity(rng: Random) -> str:
    """Sub-resource integrity of 64 bytes: as long as a CI."""
    return "sha512-" + base64.b64encode(rng.randbytes(64)).decode()


def uuid(rng: Random) -> str:
    return str(uuids.UUID(bytes=rng.randbytes(16), version=4))


def latitude(rng: Random) -> str:
    return f"{rng.uniform(33.1, 38.5):.7f}"


def longitude(rng: Random) -> str:
    return f"{rng.uniform(126.1, 129.5):.7f}"


def amount(rng: Random) -> str:
    return f"{rng.randrange(1_000_000, 9_000_000_000):,}"


def ipv4(rng: Random) -> str:
    return f"192.0.2.{rng.randint(1, 254)}"  # RFC 5737


def crn_bare(rng: Random) -> str:
    return crn(rng).replace("-", "")


def order_no(rng: Random) -> str:
    return stamp8(rng) + draw(rng, "-#######")


def invoice_no(rng: Random) -> str:
    return f"INV-{stamp8(rng)}-{draw(rng, '####')}"


def tax_approval_no(rng: Random) -> str:
    """Approval number of an electronic tax invoice: date and two groups of eight."""
    return stamp8(rng) + draw(rng, "-########-########")


tracking_no = drawn("6###########|2###########|5###########")
tracking_no_spaced = drawn("6###-####-####|2###-####-####")
approval_no = drawn("########")
document_no = drawn("총무-2026-0#####-##")
service_line = drawn("1588-####|1544-####|1899-####|1600-####")
serial = drawn("SN@#######@##|CN@##########")
part_no = drawn("M###-####@|S########X")
ticket = drawn("REQ-######|INC-########")
policy_no = drawn("L##########|G##########")
version = drawn("+.+.####.#####|+.#.##")
court_case = drawn("2024가합######|2025다######|2026카단#####")
patent_no = drawn("10-2024-0######|10-2######")
vehicle = drawn("12가####|345바####|서울 31나####")
digits5 = drawn("+####")
digits6 = drawn("+#####")
digits7 = drawn("+######")
digits9 = drawn("+########")
digits10 = drawn("+#########")
digits11 = drawn("2##########|5##########")
digits12 = drawn("3###########|5###########|7###########")
digits13 = drawn("7############|23###########")
digits14 = drawn("7#############|6#############")
digits16 = drawn("7###############|2###############|8###############")
