"""Words that tell what a number is when it is not about a person. Many identifiers share these rivals."""

from dlp.rules import Label, Side

# Numbers of orders, papers, parcels, parts, systems and bookings.
REFERENCE_NUMBERS = (
    "주문", "발주", "구매요청", "구매 번호", "송장", "운송장", "택배", "등기 우편", "등기번호", "배송", "퀵서비스",
    "접수 번호", "접수번호", "민원", "예약 번호", "회의실", "회의 id", "화상회의", "meeting",
    "승인 번호", "승인번호", "결재", "품의", "전표", "문서 번호", "문서번호", "공문", "공고", "고시", "의안",
    "보안심의",
    "영수증", "세금계산서", "청구서", "고지서", "납부 번호", "전자납부", "견적", "인보이스", "invoice", "order",
    "orderid",
    "일련번호", "일련 번호", "시리얼", "serial", "s/n", "자산번호", "자재", "부품", "품번", "품목", "모델", "제품",
    "상품 코드",
    "상품코드", "예산", "계정과목", "코드", "관리번호", "회선", "좌석", "노선", "정류장", "주차", "통행료",
    "차대번호",
    "바코드", "barcode", "ean", "gtin", "isbn", "도서", "imei", "iccid", "meid", "usim", "유심", "단말",
    "특허", "출원", "상표", "디자인등록", "판결", "사건번호", "사건 번호",
    "tracking", "waybill", "ticket", "티켓", "이슈", "issue", "build", "빌드", "버전", "version", "릴리스", "release",
    "펌웨어",
    "수료", "자격번호", "라이선스", "license key", "실행번호", "배치", "batch", "파티션", "스냅샷", "snapshot",
    "offset",
    "난수", "시드", "seed", "표본", "회귀", "계수",
    "해시", "hash", "sha256", "sha512", "sha384", "md5", "checksum", "digest", "integrity",
    "토큰", "token", "가명 키", "가명키", "가명id", "가명 id", "가명번호", "가명 번호", "결합키", "결합 키", "대체키", "대체 키",
    "고객키", "고객 키", "cust key", "cust_key", "user key", "user_key", "hkey", "surrogate", "pseudo", "pseudonym",
    "commit", "커밋", "nonce", "csrf", "세션", "session", "쿠키", "trace", "request id", "요청id", "uuid", "계정 id",
    "account id", "arn",
    "lot", "로트", "작업 번호", "과태료", "면허세", "교부번호", "발급 번호", "수험번호", "학번", "사번", "우편번호",
    "사서함", "페이지",
)  # fmt: skip

# Words for what carries an EAN-13 or ISBN-13.
BAR_CODES = frozenset(("바코드", "barcode", "ean", "gtin", "isbn", "도서", "상품 코드", "상품코드", "제품", "품목"))

# Of all rivals those that name a number: directly before a value they say that it is theirs.
_NUMBER_NAMES = frozenset((
    "바코드", "barcode", "ean", "gtin", "isbn", "imei", "iccid", "meid", "usim", "송장", "운송장", "시리얼", "serial",
    "s/n", "주문",
    "order", "orderid", "발주", "구매요청", "invoice", "인보이스", "청구서", "tracking", "waybill", "품번", "부품",
    "자재", "모델", "lot", "로트",
    "버전", "version", "티켓", "ticket", "좌석", "노선", "정류장", "난수", "시드", "seed", "회선", "특허", "출원",
    "상표", "epoch",
    "timestamp", "좌표", "위도",
    "경도", "lat", "lon", "lng", "latitude", "longitude", "coordinates", "point", "hash", "해시", "sha256", "sha512",
    "md5", "우편번호",
))  # fmt: skip
_NUMBER_ENDINGS = ("번호", "코드", " no", " id", "number", "crn")
_ADJACENT = 6  # bytes between such a word and the value


def denies(rival: Label | None) -> bool:
    """Whether a rival directly before the value, or heading its column, names a number of another kind."""
    if rival is None or rival.side is Side.AFTER or rival.distance > _ADJACENT:
        return False
    return rival.word in _NUMBER_NAMES or rival.word.endswith(_NUMBER_ENDINGS)


# Moments, places and sums.
MEASURES = (
    "timestamp", "epoch", "created", "updated", "일시", "기준일", "일자", "tx time", "time", "백업", "기간",
    "위도", "경도", "좌표", "latitude", "longitude", "lat", "lon", "lng", "coordinates", "point",
    "금액", "원금", "잔액", "공급가액", "매출", "자본금", "거래대금", "주식수", "amount", "balance", "price", "합계",
)  # fmt: skip

COMPANY_NUMBERS = (
    "법인", "법인 등록", "법인등록번호", "법인번호", "corporate", "corp reg", "corp no", "crn", "등기국", "등기사항",
    "주식회사",
)  # fmt: skip
