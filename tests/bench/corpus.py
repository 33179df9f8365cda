"""Texts to measure on, the same on every machine: Korean office prose, chat messages, and logs that are half digits.

Composed from the word lists below; a sentence has millions of variants, so a 16 MB text does not repeat itself in a way
an engine or a cache could use.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from tests.fill import MAKERS
from tests.identifiers import draw
from tests.lookalikes import epoch_ms, ipv4, moment, uuid

MB = 1 << 20


def _phrases(text: str) -> list[str]:
    return [" ".join(phrase.split()) for phrase in text.split("|")]


WHEN = _phrases("""오늘|내일|어제|이번 주에|다음 주에|지난달|월요일 오전에|화요일 오후에|회의가 끝나고|점심 뒤에|퇴근 전에|분기가 바뀌면|연말까지
|며칠 사이|아침 일찍|비가 그치면|시간이 되면|준비가 끝나는 대로|공지가 나간 뒤|휴가에서 돌아오면|가을이 오면|봄부터|한동안|얼마 전부터""")
WHO = _phrases("""우리 팀이|본부에서|옆 부서가|담당자가|새로 온 직원이|기획팀이|인사팀이|영업점에서|거래처가|협력사가|개발자들이|디자이너가|팀장님이
|부장님이|연구소가|감사실에서|교육 담당이|시설팀이|안내 직원이|방문객이|이웃 지점이|동아리 회원들이|신입 사원들이|모두가|저희가|본사가|위원회가""")
HOW = _phrases("""천천히|꼼꼼하게|서둘러|미리|다 같이|조용히|즐겁게|정확하게|처음부터 다시|한 번 더|새롭게|간단히|자세히|꾸준히|차근차근|함께|따로|곧바로
|뜻밖에|기쁘게|담담하게|부지런히|솔직하게|알맞게|반갑게|힘들게|겨우|무사히|드디어|결국|아마도|틀림없이|보통|가끔|자주|거의|늘""")
WHAT = _phrases("""보고서를|발표 자료를|회의실을|일정을|예산을|사진을|안내문을|설명서를|계획을|목록을|책상을|의자를|창문을|커피를|도시락을|우산을|화분을
|설문을|교육을|행사를|여행을|점검을|정리를|문의를|답변을|초안을|수정본을|번역을|녹음을|영상을|표를|그림을|도면을|견본을|시제품을|포스터를|지도를|노트를
|달력을|서가를|신문을|편지를|소식을|의견을|제안을|질문을|약속을|운동을|산책을|이야기를|노래를|영화를|책을|기사를|숙제를|청소를""")
DID = _phrases("""준비했습니다|마무리했어요|시작하려고 합니다|바꾸기로 했습니다|살펴보는 중이에요|미루게 되었습니다|다듬고 있습니다|나누어 주었습니다
|찾아봤지만 없었습니다|새로 만들었습니다|옮겨 두었어요|돌려보냈습니다|골라 주세요|챙겨 주시면 고맙겠습니다|다시 보내 드리겠습니다|잊지 말아 주세요
|함께 정하면 좋겠습니다|끝냈다고 하네요|좋아한다고 들었습니다|먼저 확인하겠습니다|아직 고민하고 있어요|줄이기로 했답니다""")
TAIL = _phrases("""감사합니다.|수고 많으셨어요!|궁금한 점은 언제든 말씀해 주세요.|그럼 이따 뵙겠습니다.|ㅎㅎ 네, 알겠습니다.|괜찮을까요?|정말 다행이에요…
|날씨가 참 좋네요.|벌써 저녁이네요.|다들 건강 조심하세요. ㅋㅋㅋ|조금만 기다려 주세요.|자세한 것은 만나서 이야기해요.""")
# Words of the trade stand in a bank's clean texts too; about one sentence in fifteen has some.
TRADE = _phrases("""이번 달 금리 안내문을 다시 올렸습니다.|대출 상담 창구를 한 자리 늘렸습니다.|고객 만족도 조사 결과가 나왔어요.
|보험 상품 설명회는 강당에서 합니다.|카드 신청서 양식이 바뀌었습니다.|예금 이벤트 포스터를 붙여 주세요.|연체율이 작년보다 낮아졌다고 합니다.
|계좌 개설 절차를 그림으로 설명했습니다.""")
DOING = _phrases("""request accepted by gateway|session renewed for channel|cache entry refreshed after expiry|batch step finished without warnings
|connection returned to pool|message acknowledged by consumer|retry scheduled with backoff|configuration snapshot written""")

Plan = tuple[tuple[str, str, str], ...]
# What is planted: (entity, placeholder, words before it), the values as they are written most often.
PLANTED: Plan = (
    ("KR_RRN", "rrn", "주민등록번호 "),
    ("CREDIT_CARD", "visa", "카드번호 "),
    ("PHONE_NUMBER", "mobile", "연락처 "),
    ("KR_BANK_ACCOUNT", "account_kakao", "입금 계좌 "),
    ("KR_FRN", "frn", "외국인등록번호 "),
    ("KR_DRIVER_LICENSE", "driver_license", "운전면허번호 "),
)


@dataclass(frozen=True, slots=True)
class Text:
    """A corpus and how many values of each entity stand in it."""

    data: bytes
    planted: Counter[str]

    @property
    def megabytes(self) -> float:
        return len(self.data) / MB


def sentence(rng: Random) -> str:
    if rng.random() < 1 / 15:
        return rng.choice(TRADE) + " "
    words = rng.choice(WHEN), rng.choice(WHO), rng.choice(HOW), rng.choice(WHAT), rng.choice(DID)
    return (
        " ".join(words)
        + rng.choice((". ", ". ", "! ", ", ", "\n"))
        + (rng.choice(TAIL) + " " if rng.random() < 0.2 else "")
    )


def app_log(rng: Random) -> str:
    return (
        f"{moment(rng):%Y-%m-%d %H:%M:%S},{rng.randint(0, 999):03d} INFO [worker-{rng.randint(1, 64)}] {rng.choice(DOING)} "
        f"tx={draw(rng, '2###############')} seq={draw(rng, '+#############')} elapsed={rng.randint(1, 9999)} ts={epoch_ms(rng)} peer={ipv4(rng)}:{rng.randint(1024, 65535)}\n"
    )


def csv_log(rng: Random) -> str:
    return f"{epoch_ms(rng)},{draw(rng, '8##############')},{draw(rng, '+#############')},{rng.randint(0, 99999)},{ipv4(rng)},{rng.randint(100, 599)}\n"


def access_log(rng: Random) -> str:
    return (
        f'{ipv4(rng)} - - [{moment(rng):%d/%b/%Y:%H:%M:%S} +0900] "GET /api/v2/items/{draw(rng, "7##############")}?t={epoch_ms(rng)} HTTP/1.1" '
        f'200 {rng.randint(100, 999999)} "-" "client/{rng.randint(1, 9)}.{rng.randint(0, 20)} (office desktop; Windows NT)" {uuid(rng)}\n'
    )


def log_line(rng: Random) -> str:
    return rng.choice((app_log, app_log, csv_log, access_log))(rng)


def _lines(piece: Callable[[Random], str], rng: Random, size: int) -> Iterator[bytes]:
    made = 0
    while made < size:
        line = piece(rng).encode()
        made += len(line)
        yield line


def build(piece: Callable[[Random], str], size: int, seed: str, every: int = 0) -> Text:
    """About `size` bytes of `piece`s, with one value of PLANTED in a sentence of its own per `every` bytes."""
    rng, parts, planted, due = Random(seed), [], Counter[str](), every
    made = 0
    for line in _lines(piece, rng, size):
        parts.append(line)
        made += len(line)
        if every and made >= due:
            entity, maker, before = PLANTED[sum(planted.values()) % len(PLANTED)]
            parts.append(f"\n{before}{MAKERS[maker](rng)} 입니다.\n".encode())
            planted[entity] += 1
            due += every
    return Text(b"".join(parts), planted)


def prose(size: int, every: int = 0) -> Text:
    return build(sentence, size, "prose", every)


def logs(size: int, every: int = 0) -> Text:
    return build(log_line, size, "logs", every)


def messages(count: int = 400, size: int = 1000) -> list[str]:
    """Chat messages of about `size` bytes each."""
    rng = Random("messages")
    return [b"".join(_lines(sentence, rng, size)).decode() for _ in range(count)]
