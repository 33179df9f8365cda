"""Pictures that hold identifiers, drawn from a seeded random.Random: cards, forms, tables, scans and photographs of them.

Hangul is drawn where the system has letters for it; without, the same pictures have Latin words in its place.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont

from tests import identifiers

_FONTS = ("NotoSansCJK-Regular.ttc", "NanumGothic.ttf", "NotoSerifCJK-Regular.ttc", "NanumMyeongjo.ttf")
Picture = Image.Image


@dataclass(frozen=True)
class Drawn:
    """A picture, and the identifiers in it as (entity, value)."""

    image: Picture
    values: tuple[tuple[str, str], ...] = field(repr=False)


@cache
def _files() -> tuple[Path, ...]:
    found = {path.name: path for path in Path("/usr/share/fonts").rglob("*.tt?")}
    return tuple(found[name] for name in _FONTS if name in found)


def has_hangul() -> bool:
    return bool(_files())


def letters(size: int, which: int = 0) -> ImageFont.FreeTypeFont:
    if not _files():
        return ImageFont.load_default(size)
    file = _files()[which % len(_files())]
    # Of a Noto collection the second face is the Korean one.
    return ImageFont.truetype(str(file), size, index=int(file.suffix == ".ttc"))


def words(hangul: str, latin: str) -> str:
    return hangul if has_hangul() else latin


# --- what is in the picture -----------------------------------------------------------------------------------------


def _ground(rng: Random, size: tuple[int, int], tint: tuple[int, int, int]) -> tuple[Picture, ImageDraw.ImageDraw]:
    """A card's paper: a guilloche of fine lines on a tint, a portrait."""
    image = Image.new("RGB", size, tint)
    draw = ImageDraw.Draw(image)
    for y in range(-40, size[1], rng.choice((14, 18, 23))):
        shade = tuple(channel - rng.randrange(6, 16) for channel in tint)
        draw.line((0, y, size[0], y + 40), fill=shade)
    return image, draw


def _portrait(draw: ImageDraw.ImageDraw, box: tuple[int, int, int, int]) -> None:
    left, top, right, bottom = box
    draw.rectangle(box, fill=(190, 200, 214))
    middle, width = (left + right) // 2, right - left
    draw.ellipse(
        (middle - width // 4, top + width // 6, middle + width // 4, top + width * 3 // 4), fill=(224, 190, 165)
    )
    draw.ellipse((left + 8, bottom - width // 2, right - 8, bottom + width // 2), fill=(60, 70, 90))
    draw.rectangle((left, bottom, right, bottom + width // 2), fill=(226, 233, 240))


def resident_card(rng: Random) -> Drawn:
    """주민등록증: name, number, address, office."""
    number = identifiers.rrn_of_nobody(rng)
    image, draw = _ground(rng, (856, 540), (226, 233, 240))
    _portrait(draw, (590, 90, 790, 350))
    draw.text((60, 36), words("주민등록증", "RESIDENT CARD"), font=letters(44), fill=(40, 40, 100))
    draw.text((60, 130), words("홍길동", "HONG GILDONG"), font=letters(38), fill=(20, 20, 20))
    draw.text((60, 205), number, font=letters(36), fill=(20, 20, 20))
    draw.text((60, 280), words("서울특별시 가나구 다라로 12", "12 Dararo"), font=letters(26), fill=(30, 30, 30))
    draw.text((60, 320), words("(마바동, 사아아파트)", "(Mabadong)"), font=letters(26), fill=(30, 30, 30))
    draw.text((300, 440), words("2014. 3. 5.", "2014. 3. 5."), font=letters(26), fill=(30, 30, 30))
    draw.text((230, 485), words("서울특별시 가나구청장", "GANAGU OFFICE"), font=letters(30), fill=(30, 30, 30))
    return Drawn(image, (("KR_RRN", number),))


def licence(rng: Random) -> Drawn:
    """자동차운전면허증: the licence's number and the resident number below it."""
    number, resident = identifiers.driver_license(rng), identifiers.rrn_of_nobody(rng)
    image, draw = _ground(rng, (856, 540), (236, 240, 226))
    _portrait(draw, (40, 120, 240, 380))
    draw.text((270, 30), words("자동차운전면허증", "DRIVER'S LICENSE"), font=letters(38), fill=(60, 30, 30))
    draw.text((60, 40), words("1종보통", "TYPE 1"), font=letters(30), fill=(140, 30, 30))
    draw.text((270, 110), number, font=letters(36), fill=(20, 20, 20))
    draw.text((270, 170), words("홍길동", "HONG GILDONG"), font=letters(34), fill=(20, 20, 20))
    draw.text((270, 225), resident, font=letters(34), fill=(20, 20, 20))
    draw.text((270, 285), words("서울특별시 가나구 다라로 12", "12 Dararo"), font=letters(24), fill=(30, 30, 30))
    draw.text(
        (270, 350),
        words("적성검사 2029.01.01 ~ 2029.12.31", "2029.01.01 ~ 2029.12.31"),
        font=letters(22),
        fill=(90, 30, 30),
    )
    draw.text((270, 440), words("서울특별시경찰청장", "SEOUL POLICE"), font=letters(30), fill=(30, 30, 30))
    return Drawn(image, (("KR_DRIVER_LICENSE", number), ("KR_RRN", resident)))


def foreigner_card(rng: Random) -> Drawn:
    """외국인등록증: in two languages."""
    number = identifiers.frn_of_nobody(rng)
    image, draw = _ground(rng, (856, 540), (240, 232, 224))
    _portrait(draw, (40, 130, 240, 390))
    draw.text((270, 24), words("외국인등록증", "ALIEN REGISTRATION"), font=letters(38), fill=(40, 40, 90))
    draw.text((270, 78), "RESIDENCE CARD", font=letters(24), fill=(40, 40, 90))
    rows = [(words("등록번호", "No."), number), (words("성명", "Name"), "DOE JANE"), (words("국가", "Country"), "UTOPIA"),
            (words("체류자격", "Status"), "F-4")]  # fmt: skip
    for row, (label, value) in enumerate(rows):
        draw.text((270, 140 + 60 * row), label, font=letters(22), fill=(70, 70, 70))
        draw.text((420, 134 + 60 * row), value, font=letters(32), fill=(20, 20, 20))
    return Drawn(image, (("KR_FRN", number),))


def _table(rng: Random, size: int, *, dark: bool) -> Drawn:
    """A spreadsheet as a screen shows it: names, resident numbers, telephones and account numbers."""
    ink, paper, rule = (
        ((225, 225, 225), (32, 33, 36), (70, 72, 78)) if dark else ((10, 10, 10), (255, 255, 255), (208, 208, 208))
    )
    heads = [
        words("성명", "Name"),
        words("주민등록번호", "RRN"),
        words("휴대전화", "Mobile"),
        words("계좌번호", "Account No."),
    ]
    rows, values = [heads], list[tuple[str, str]]()
    for _ in range(7):
        number, account = identifiers.rrn_of_nobody(rng), identifiers.account_of_nobody(rng)
        rows.append([words("홍길동", "Hong Gildong"), number, f"010-0000-{rng.randrange(10_000):04d}", account])
        values += [("KR_RRN", number), ("KR_BANK_ACCOUNT", account)]
    wide, high = [size * 8, size * 10, size * 9, size * 12], size * 2
    image = Image.new("RGB", (sum(wide) + 40, high * len(rows) + 40), paper)
    draw = ImageDraw.Draw(image)
    for at, row in enumerate(rows):
        left = 20
        for text, width in zip(row, wide, strict=True):
            draw.rectangle((left, 20 + at * high, left + width, 20 + (at + 1) * high), outline=rule)
            draw.text((left + size // 3, 20 + at * high + size // 3), text, font=letters(size), fill=ink)
            left += width
    return Drawn(image, tuple(values))


def screenshot(rng: Random) -> Drawn:
    return _table(rng, rng.choice((13, 15, 18)), dark=False)


def dark_screenshot(rng: Random) -> Drawn:
    return _table(rng, rng.choice((13, 15, 18)), dark=True)


def form(rng: Random, dots_per_inch: int = 150) -> Drawn:
    """A page of A4 with a form on it, as a scanner gives it: ten-point print."""
    number, account = identifiers.rrn_of_nobody(rng), identifiers.account_of_nobody(rng)
    point = dots_per_inch / 72
    image = Image.new("RGB", (int(595 * point), int(842 * point)), (250, 250, 248))
    draw = ImageDraw.Draw(image)
    draw.text(
        (180 * point, 60 * point),
        words("계좌 개설 신청서", "APPLICATION"),
        font=letters(int(20 * point)),
        fill=(0, 0, 0),
    )
    lines = [
        f"{words('성 명', 'Name')} : {words('홍길동', 'HONG GILDONG')}",
        f"{words('주민등록번호', 'Resident No.')} : {number}",
        f"{words('주 소', 'Address')} : {words('서울특별시 가나구 다라로 12', '12 Dararo')}",
        f"{words('계좌번호', 'Account No.')} : {account}",
        words("위와 같이 계좌 개설을 신청합니다.", "I hereby apply for an account."),
    ]
    for at, line in enumerate(lines):
        draw.text((70 * point, (130 + 30 * at) * point), line, font=letters(int(10 * point), 2), fill=(15, 15, 15))
    for at in range(14):
        draw.line((70 * point, (320 + 30 * at) * point, 525 * point, (320 + 30 * at) * point), fill=(190, 190, 190))
    return Drawn(image, (("KR_RRN", number), ("KR_BANK_ACCOUNT", account)))


def fax(rng: Random) -> Drawn:
    """The same page at the 100 dots an inch of a poor scan."""
    return form(rng, 100)


# --- how the picture was taken --------------------------------------------------------------------------------------


def _noised(image: Picture, rng: Random, strength: float) -> Picture:
    noise = np.random.default_rng(rng.randrange(1 << 30)).normal(0, strength, (*image.size[::-1], 3))
    return Image.fromarray(np.clip(np.asarray(image.convert("RGB"), np.float64) + noise, 0, 255).astype(np.uint8))


def _jpeg(image: Picture, quality: int) -> Picture:
    return Image.open(io.BytesIO(encoded(image, "JPEG", quality=quality))).convert("RGB")


def encoded(image: Picture, kind: str = "PNG", **how: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def clean(image: Picture, _rng: Random) -> Picture:
    return image


def compressed(image: Picture, rng: Random) -> Picture:
    return _jpeg(_noised(image, rng, 6), 45)


def tilted(image: Picture, rng: Random) -> Picture:
    turned = image.rotate(
        rng.uniform(3, 9) * rng.choice((-1, 1)), Image.Resampling.BICUBIC, expand=True, fillcolor=(120, 105, 90)
    )
    return _jpeg(_noised(turned, rng, 5), 70)


def half(image: Picture, rng: Random) -> Picture:
    """Sent through a messenger: half the size, blurred, compressed."""
    small = image.resize((image.width // 2, image.height // 2), Image.Resampling.BILINEAR)
    return _jpeg(small.filter(ImageFilter.GaussianBlur(0.5)), 60)


def dim(image: Picture, rng: Random) -> Picture:
    """Taken in the dark: a shadow across it, little contrast, much noise."""
    shade = Image.linear_gradient("L").resize(image.size).point(lambda value: 60 + value // 3)
    dark = Image.composite(image, Image.new("RGB", image.size, (8, 8, 12)), shade)
    return _jpeg(_noised(ImageEnhance.Contrast(dark).enhance(0.7), rng, 6), 70)


def photographed(image: Picture, rng: Random) -> Picture:
    """Lying on a table, seen at an angle, far smaller than the photograph."""
    desk = Image.new("RGB", (2400, 1800), (112, 92, 74))
    card = image.resize((1100, 1100 * image.height // image.width), Image.Resampling.BICUBIC)
    desk.paste(card, (rng.randrange(300, 900), rng.randrange(200, 800)))
    bend = lambda: rng.uniform(-0.00006, 0.00006)  # noqa: E731
    skew = (1, rng.uniform(-0.08, 0.08), 0, rng.uniform(-0.08, 0.08), 1, 0, bend(), bend())
    return _jpeg(
        _noised(desk.transform(desk.size, Image.Transform.PERSPECTIVE, skew, Image.Resampling.BICUBIC), rng, 4), 75
    )


def off_monitor(image: Picture, rng: Random) -> Picture:
    """A screen through a telephone: its dots beat with the sensor's, a glare, a slight turn."""
    double = image.resize((image.width * 2, image.height * 2), Image.Resampling.BICUBIC)
    pixels = np.asarray(double, np.float64)
    rows, columns = np.arange(pixels.shape[0])[:, None], np.arange(pixels.shape[1])[None, :]
    beat = 14 * np.sin(columns * rng.uniform(0.9, 1.3)) + 14 * np.sin(rows * rng.uniform(0.9, 1.3) + columns * 0.05)
    glare = 45 * np.exp(-(((columns - pixels.shape[1] * 0.8) / 300) ** 2 + ((rows - pixels.shape[0] * 0.2) / 300) ** 2))
    shot = Image.fromarray(np.clip(pixels * 0.8 + (beat + glare)[..., None] + 20, 0, 255).astype(np.uint8))
    turned = shot.rotate(rng.uniform(-3, 3), Image.Resampling.BICUBIC, expand=True, fillcolor=(10, 10, 10))
    return _jpeg(_noised(turned, rng, 4), 70)


CARDS: tuple[Callable[[Random], Drawn], ...] = (resident_card, licence, foreigner_card)
TABLES: tuple[Callable[[Random], Drawn], ...] = (screenshot, dark_screenshot)
PAGES: tuple[Callable[[Random], Drawn], ...] = (form, fax)
WAYS: tuple[Callable[[Picture, Random], Picture], ...] = (clean, compressed, tilted, half, dim, photographed)
