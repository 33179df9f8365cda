"""Made-up people: Korean names as they are given, and foreign ones as they are written in Korea."""

from __future__ import annotations

from random import Random

from recognizers.names import abroad, lexicon

_FIRST = (
    "민서지현도하준예은수연유시윤채우승재진태동성영경정상주선희혜미나다소세보가라아인원규건찬호훈석용종기병광명창철형해효"
    "순옥금복남대문봉란초이온율결솔빛샘한별새봄강산노루로리두루고운슬"
)
_SECOND = (
    "준우민서현지윤호진연영희은아인원수빈훈석재경정환혁욱철식규태성용찬건율결온솔하라나리미주란숙자순옥선혜화임례자녀광국"
    "근기남덕도래령루린림모별봄비샘설슬승신안애언엽예완웅월유율이일제종중창춘택표필학한해헌혜홍효훈휘흠은람담겸빛들결늘"
)
_FIRST_ODD = (
    "감갑견곤관국궁권귀균극길난년능단담당덕돈득들람랑려력련례록륜률름림마만말망맹면목묘무묵문박반발방배백번범벽변별본부북"
    "분불비사삼새생섬소속송술신쌍악안애야약양어억언엄여연열염엽오옥완왕외요욕운울웅월위육음응의익일임자장점"
)
_NATIVE = lexicon.NATIVE_ORDER
_THREE = """
    하은별 우진솔 다온별 보라미 빛나리 늘푸른 하늘별 은하수 아름별 새하늘 루다미 나리아 가람솔 온누리 태우진 지수아
    하나린 사랑빛
""".split()

_WEST_FIRST, _WEST_LAST = sorted(abroad.WESTERN_GIVEN), sorted(abroad.WESTERN_LAST)
_JAPAN_FIRST, _JAPAN_LAST = sorted(abroad.JAPANESE_GIVEN), sorted(abroad.JAPANESE_LAST)
_VIET_FIRST, _VIET_REST = sorted(abroad.VIETNAMESE_FIRST), sorted(abroad.VIETNAMESE_REST)
_CHINESE, _OTHERS = sorted(abroad.CHINESE), sorted(abroad.OTHERS)
_LATIN_FIRST = """
    John David Michael James Robert William Mary Linda Susan Emily Anna Maria Daniel Kevin Peter Thomas Sophie
    Olivia Carlos Jose Juan Ahmed Ali Omar Rahul Priya Sergey Ivan Dmitry Olga Hans Pierre Marco Julia Grace Henry
    Lucas Victor Nina Laura
""".split()
_LATIN_LAST = """
    Smith Johnson Brown Miller Garcia Davis Wilson Anderson Taylor Moore Jackson Martin Lee White Harris Clark
    Lewis Walker Young King Wright Scott Green Baker Nelson Carter Ivanov Petrov Muller Schmidt Rossi Khan Singh
    Kumar Sharma Patel Santos Silva Cruz Reyes Tanaka Suzuki Sato
""".split()
_ROMAN_LAST = """
    Kim Lee Park Choi Jung Jeong Kang Cho Yoon Jang Lim Han Oh Seo Shin Kwon Hwang Ahn Song Ryu Hong Jeon Ko Moon
    Son Yang Bae Baek Heo Nam Noh Ha Ju Woo Koo Min Yoo Jin Chung Moon
""".split()
_ROMAN_FIRST = """
    Minsu Jihoon Seoyeon Minji Eunji Dohyun Jiwoo Yejin Hyunwoo Sungmin Jaehyuk Sooyoung Hana Boram Taemin Youngho
    Kyungsoo Mi-ran Ji-eun Min-jun Seo-jun Hye-jin Eun-woo Sang-hoon Jae-won Yu-na Da-eun So-hee Chul-soo
    Young-hee
""".split()
_ASIAN_LATIN = [
    "Zhang Wei",
    "Wang Fang",
    "Li Na",
    "Liu Yang",
    "Chen Jie",
    "Yang Min",
    "Zhao Lei",
    "Huang Li",
    "Zhou Tao",
    "Wu Xia",
    "Xu Jing",
    "Sun Hao",
    "Nguyen Van Tuan",
    "Tran Thi Mai",
    "Le Minh Duc",
    "Pham Thi Lan",
    "Bui Van Hung",
    "Tanaka Hiroshi",
    "Sato Yuki",
]

_COMMON = lexicon.SURNAMES[:56]
_PAIRS = sorted(lexicon.COMPOUND_SURNAMES)


def lone(dice: Random) -> str:
    """A given name said without its surname: two or three syllables, words of the language often."""
    while True:
        name = dice.choice(_NATIVE) if dice.random() < 0.6 else given(dice)
        if len(name) > 1:
            return name


def compound(dice: Random) -> str:
    """A surname of two syllables."""
    return dice.choice(_PAIRS)


def short(dice: Random) -> str:
    """A surname, of two syllables often, and a given name of one."""
    return (compound(dice) if dice.random() < 0.4 else surname(dice)) + dice.choice(_SECOND)


def surname(dice: Random) -> str:
    """Weighted like the census, with far more of the rare ones than there are."""
    roll = dice.random()
    if roll < 0.45:
        return _COMMON[min(int(dice.expovariate(0.12)), len(_COMMON) - 1)]
    if roll < 0.95:
        return dice.choice(lexicon.SURNAMES)
    return dice.choice(_PAIRS)


def given(dice: Random) -> str:
    """The part behind the surname: two syllables mostly, one or three at times."""
    roll = dice.random()
    if roll < 0.66:
        return dice.choice(_FIRST) + dice.choice(_SECOND)
    if roll < 0.75:
        return dice.choice(_FIRST_ODD) + dice.choice(_SECOND)
    if roll < 0.90:
        return dice.choice(_NATIVE)
    if roll < 0.96:
        return dice.choice(_SECOND)
    if roll < 0.97:
        return dice.choice(_THREE)
    return dice.choice(_FIRST) + dice.choice(_SECOND) + dice.choice(_SECOND)


def korean(dice: Random) -> str:
    """A whole name of two to four syllables."""
    return surname(dice) + given(dice)


def foreign(dice: Random) -> str:
    """A foreign name in Hangul, of one to three words."""
    roll = dice.random()
    if roll < 0.35:
        return f"{dice.choice(_WEST_FIRST)} {dice.choice(_WEST_LAST)}"
    if roll < 0.40:
        return dice.choice(_WEST_FIRST)
    if roll < 0.60:
        rest = " ".join(dice.choice(_VIET_REST) for _ in range(dice.choice((1, 2, 2, 2, 3))))
        return f"{dice.choice(_VIET_FIRST)} {rest}"
    if roll < 0.75:
        return f"{dice.choice(_JAPAN_LAST)} {dice.choice(_JAPAN_FIRST)}"
    if roll < 0.87:
        return dice.choice(_CHINESE)
    return " ".join(dice.choice(_OTHERS) for _ in range(dice.choice((1, 1, 2))))


def latin(dice: Random) -> str:
    """A name in Latin letters, Korean or not."""
    roll = dice.random()
    if roll < 0.4:
        return f"{dice.choice(_LATIN_FIRST)} {dice.choice(_LATIN_LAST)}"
    if roll < 0.6:
        return dice.choice(_ASIAN_LATIN)
    name = f"{dice.choice(_ROMAN_LAST)} {dice.choice(_ROMAN_FIRST)}"
    return name.upper() if dice.random() < 0.2 else name
