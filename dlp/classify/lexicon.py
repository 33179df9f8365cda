"""The words for credit attributes, by limb of the law, as people and systems write them; read by `terms`.

Each line gives an attribute's usual name and its other spellings, in Hangul and in Latin letters; an indented line goes
on with the one above. A blank stands for at most one separator.
"""

from __future__ import annotations

from collections.abc import Mapping

from dlp.classify.values import Kind

NUMERIC = frozenset((Kind.AMOUNT, Kind.DAYS, Kind.COUNT, Kind.SCORE, Kind.GRADE, Kind.RATE, Kind.NUMBER))
_MONEY = frozenset((Kind.AMOUNT, Kind.NUMBER))
_PRICED = _MONEY | {Kind.RATE}  # an amount, or a rate of interest, return or use
_SHARES = _PRICED | {Kind.COUNT}
_RATIO = frozenset((Kind.RATE, Kind.NUMBER))
_GRADED = frozenset((Kind.GRADE, Kind.SCORE, Kind.NUMBER))
_LATE = _MONEY | {Kind.DAYS, Kind.COUNT, Kind.DATE, Kind.YES_NO, Kind.STATUS}
_DAY = frozenset((Kind.DATE, Kind.DAYS, Kind.NUMBER, Kind.AMOUNT))
_STATE = frozenset((Kind.YES_NO, Kind.STATUS, Kind.DATE, Kind.COUNT, Kind.AMOUNT, Kind.NUMBER))

# Usual name: other spellings. Those in Latin letters serve labels and English prose.
TRANSACTIONS: tuple[tuple[frozenset[Kind], str], ...] = (
    (_PRICED, """
대출금액: 대출금, 대출 금액, 대출액, 여신 금액, 여신, 대출 원금, 실행 금액, 실행액, 약정 금액, 약정액, 승인 금액,
    승인액, 신청 금액, 신청액, 희망 금액, 차입금, 차입액, 융자금, 융자, 대출, 대부, 대부금, loan, loan amount,
    principal, credit amount
대출잔액: 대출 잔액, 여신 잔액, 대출 잔고, 잔여 원금, 잔여 대출금, 남은 원금, 미상환 원금, 원금 잔액, 대출 잔여,
    융자 잔액, 대환 금액, 잔여 한도, 잔여 할부금, loan balance, outstanding balance, outstanding principal,
    outstanding loan, remaining balance
신용대출: 신용대출금, 직장인대출, 비상금대출, 소액대출, 중금리대출, 햇살론, 사잇돌, 사잇돌대출, 새희망홀씨,
    바꿔드림론, 미소금융, 신용 한도 대출, unsecured loan, personal loan, credit loan
주택담보대출: 주담대, 담보대출, 부동산담보대출, 아파트담보대출, 디딤돌대출, 보금자리론, 특례보금자리론, 모기지,
    주택연금, 집단대출, 중도금대출, 잔금대출, 대환대출, 생활안정자금, mortgage, home loan
전세대출: 전세자금대출, 전세자금, 주택자금, 버팀목대출, 전월세대출, 보증금대출, 월세자금
마이너스통장: 마통, 마이너스대출, 마이너스 한도, 한도대출, 한도 대출, 종합통장대출, overdraft, credit line
카드론: 장기카드대출, card loan, 카드 대출
현금서비스: 단기카드대출, cash advance, 현금 서비스
리볼빙: 리볼빙 잔액, 일부결제금액이월약정, 이월 잔액, 이월금액, 이월금, revolving, revolving balance
기타대출: 학자금대출, 사내대출, 임직원대출, 사내 융자, 사내 주택자금, 자동차대출, 오토론, 차량담보대출, 예금담보대출,
    예담대, 적금담보대출, 약관대출, 보험약관대출, 보험계약대출, 주식담보대출, 스탁론, 신용융자, 신용거래융자,
    증권담보대출, 사업자대출, 자영업자대출, 기타대출, auto loan, student loan, staff loan, margin loan, policy loan
한도: 한도 금액, 한도액, 대출 한도, 여신 한도, 약정 한도, 카드 한도, 이용 한도, 신용 한도, 총 한도, 통합 한도,
    한도 소진율, 소진율, 소진액, 한도 소진, 사용률, 한도 사용률, credit limit, card limit, limit amount, limit,
    utilization
금리: 적용 금리, 대출 금리, 이율, 이자율, 가산 금리, 우대 금리, 약정 금리, 연이율, 약정 이율, interest rate, apr
상환액: 월 상환액, 월 상환금, 월상환, 상환금, 상환 금액, 원리금, 월 납입금, 월 납입액, 월 불입액, 불입액, 납입액,
    납입금, 납입 금액, 이자, 이자액, 월 이자, 납부액, 납부 금액, 분할상환, 상환 잔액, 변제금, 변제액, 변제 금액,
    변제 예정액, repayment, installment, instalment, emi, monthly payment
할부: 할부금, 할부 원금, 할부 잔액, 자동차 할부, 할부 금융, 리스, 리스료, 리스 잔액, 장기 렌트, lease, lease payment
카드이용액: 카드 이용 금액, 카드 사용액, 카드 이용액, 카드 사용 금액, 사용액, 이용액, 이용 금액, 사용 금액, 결제 금액,
    결제액, 결제 예정 금액, 결제 대금, 청구 금액, 청구액, 카드 대금, 카드 청구액, 카드값, 카드 값, 카드비, 카드 결제,
    일시불, 최소 결제액, 최소 결제 금액, 카드 매출, card bill, statement balance, amount used, card spending,
    billed amount, used amount, card amount, card use amount, minimum payment
예금: 예금 잔액, 예치금, 예탁금, 예수금, 정기예금, 정기적금, 적금, 수신 잔액, 수신, 평잔, 평균 잔액, 통장 잔고,
    통장 잔액, 잔고, 잔액, 계좌 잔액, 계좌 잔고, 예금 잔고, 예금액, 예치액, 자유적금, 청약저축, 청약통장, 외화예금,
    요구불, 요구불예금, 거치식, 적립식, 퇴직연금, 연금저축, deposit, deposit balance, savings, savings balance,
    account balance, balance
입출금: 입금액, 입금, 출금액, 출금, 이체 금액, 이체액, 송금액, 송금, 이체, 인출액, 인출, 입금 금액, 출금 금액,
    거래 금액, 월급 입금, withdrawal, transfer amount, transaction amount, deposit amount, withdrawal amount
보증: 보증 금액, 보증액, 보증 잔액, 보증 한도, 연대보증, 연대 보증, 보증 채무, 보증 책임, 신용보증, 보증서, 담보 제공,
    지급보증, 채무 보증, guarantee, guarantee amount, guaranteed amount
담보: 담보 금액, 담보가, 담보가액, 담보 평가액, 담보 가치, 감정가, 감정액, 감정 가액, 근저당, 근저당권, 근저당 설정,
    근저당 설정액, 채권최고액, 채권 최고액, 설정액, 설정 금액, 선순위, 선순위 채권, 담보물, collateral,
    collateral value, appraised value
보험료: 월 보험료, 월납 보험료, 납입 보험료, 보험료 납입, 공제료, insurance premium, premium, monthly premium
보험금: 지급 보험금, 청구 보험금, 보험금 청구액, 보험금 지급액, 보험금 청구, 지급액, 지급 금액, 진단비, 진단금,
    입원비, 입원일당, 수술비, 실손, 실손보험금, 실비, 사망보험금, 공제금, 합의금, 장해급여금, claim amount,
    claim paid, claim, insurance claim, paid amount, benefit amount
가입금액: 보험 가입금액, 가입 금액, 보장 금액, 보험 가입, 해지환급금, 해약환급금, 만기환급금, 해지 환급금,
    해약 환급금, 환급금, 종신보험, 연금보험, 변액보험, 저축보험, 암보험, 실손보험, 종신, 책임준비금, 특약 가입금액,
    보험 계약, sum assured, sum insured, insured amount, coverage amount, surrender value
"""),
    (_SHARES, """
투자: 평가 금액, 평가액, 평가 손익, 평가 손실, 손실액, 손익, 손실, 평가 잔고, 매수 금액, 매도 금액, 매입 금액, 매입액,
    매수금, 매수액, 매도액, 매수, 매도, 수익률, 손실률, 증거금, 주식 잔고, 보유 수량, 보유 주식, 보유 잔고, 미수금,
    반대매매, 펀드, 펀드 잔고, 주식, 투자금, 투자 금액, 투자액, 투자 원금, 가입액, 예탁 자산, 신탁, 랩어카운트,
    위탁 잔고, 담보 비율, 담보 부족, 마진콜, 추가 증거금, 원금 손실, 환매, 환매 금액, 환매액, 채권 투자, els, dls,
    elf, etf, isa, irp, cma, unrealized loss, unrealised loss, portfolio value, holdings, shares, stock holdings,
    margin call, market value, valuation amount, evaluation amount, buy amount, sell amount, return rate,
    fund balance, invested amount, nav, fund nav, 국채, 국공채, 회사채, 리츠, 지분
가상자산: 가상 자산, 비트코인, 이더리움, 코인, 코인 잔고, 리플, 테더, 이더, 솔라나, 도지코인, 스테이블코인, 알트코인, 밈코인,
    btc, eth, xrp, usdt, bitcoin, ethereum, crypto,
    crypto balance
"""),
    (_RATIO, "상환비율: dsr, dti, ltv, 담보인정비율, 총부채원리금상환비율, rti"),
    (_DAY, """
만기일: 만기 일자, 대출 만기, 만기, 대출 만기일, 대출 실행일, 대출 일자, 대출일, 실행일, 약정일, 여신 만기, 예금 만기,
    적금 만기, 결제일, 상환일, 납입 만기, loan date, maturity date, loan maturity, due date, opened date, open date,
    payment date, pay day
거래종류: 대출 기간, 상환 기간, 거치 기간, 할부 개월, 할부 기간, 잔여 개월, 잔여 기간, loan term, tenor, tenure,
    remaining term, installment months
"""),
    (_STATE | {Kind.TEXT, Kind.RATE}, """
거래상태: 대출 상태, 대출 종류, 대출 상품, 여신 종류, 여신 과목, 상환 방식, 상환 방법, 상환 상태, 계약 상태,
    보험 상태, 보험 종류, 보험 상품, 담보 종류, 카드 상태, 대출 여부, 대출 건수, 대출 현황, 여신 현황, 대출 유무,
    보유 대출, 보유 상품, 대출 내역, 거래 내역, 주식 종목, 보유 종목, 카드 등급, 카드 이용 내역, 예금 종류, 보증 현황,
    보증 내역, 담보 내역, loan status, loan type, loan count, repayment status, contract status, policy status,
    card status, account status, claim status, transaction type
"""),
)  # fmt: skip
CREDITWORTHINESS: tuple[tuple[frozenset[Kind], str], ...] = (
    (_LATE, """
연체: 연체 여부, 연체 상태, 연체 이력, 연체 횟수, 연체 건수, 연체 등급, 연체 회차, 단기연체, 장기연체, 연체 정보,
    연체 개월, 연체 개월수, 미납, 미납 횟수, 미납 회차, 미납 건수, 연체율, 밀린, delinquency, delinquent, overdue,
    overdue count, overdue flag, past due, arrears, in arrears, late payment, late count, missed payments, default,
    default flag, dpd bucket
연체금액: 연체 금액, 연체액, 연체금, 연체 원금, 연체 이자, 연체료, 연체 잔액, 연체 원리금, 미납 금액, 미납액, 미납금,
    미납 원금, 미납 이자, 미납 원리금, 미수 이자, 미수이자, 체불, overdue amount, overdue balance, past due amount,
    arrears amount, amount past due, amount overdue, delinquent amount, unpaid balance, late fee
연체일수: 연체 일수, 연체일, 연체 기간, 연체 시작일, 연체 발생일, 연체 기산일, 최장 연체일수, 최대 연체일수,
    overdue days, days overdue, days past due, days late, overdue date, delinquency days
채무불이행: 채무 불이행, 대위변제, 대위변제금, 대위변제액, 대위 변제, 대지급, 대지급금, 신용불량, 신용불량자,
    금융채무불이행, 금융질서문란, 금융 질서 문란, 기한이익상실, 기한의 이익 상실, 기한이익 상실, 상각, 상각 금액,
    상각액, 상각 여부, 대손, 대손 상각, 부실 여부, 부실채권, 추심, 추심 금액, 추심 상태, 추심 위임, 부도, 부도 여부,
    부도율, 부도 확률, 고정이하, npl, chargeoff, charge off amount, write off amount, subrogation, collection status,
    npl flag
사기: 지급정지, 지급 정지, 사기이용계좌, 대포통장, 보험사기, 명의도용, 명의 도용, 보이스피싱, 용도외 유용,
    용도 외 유용, 허위 서류, 위조 서류, fraud flag, account freeze
건전성: 건전성, 건전성 분류, 자산건전성, 요주의, 회수의문, 추정손실, asset classification, loan classification
"""),
    (frozenset((Kind.RATE, Kind.NUMBER)), "부도확률: 부도 확률, 예상 부도율, 채무불이행 확률, pd, prob default, default probability"),
)  # fmt: skip
CAPACITY: tuple[tuple[frozenset[Kind], str], ...] = (
    (_MONEY, """
소득: 연소득, 연 소득, 월소득, 월 소득, 소득 금액, 소득액, 추정소득, 추정 소득, 인정소득, 환산소득, 근로소득,
    사업소득, 총소득, 연봉, 연수입, 월수입, 수입, 월급, 월급여, 급여, 급여액, 세전 연봉, 세후, 세전, 월 매출, 월매출,
    연 매출, 연매출, 부부합산소득, 부부 합산 소득, 배우자 소득, 기준급, 상여, 성과급, income, annual income,
    monthly income, yearly income, salary, annual salary, gross income, net income, income amount, estimated income,
    wage
재산: 자산, 총자산, 순자산, 금융자산, 자산 총액, 재산 총액, 재산액, 부동산, 보유 부동산, 시가, 공시가격, 공시지가,
    재산세 과표, 보유 재산, 임차보증금, 전세 보증금, 전세보증금, 총 재산, asset, assets, total assets, net worth,
    net assets, financial assets, property value
부채: 채무, 총부채, 총 부채, 채무액, 총채무, 총 채무, 부채 총액, 채무 총액, 빚, 부채 금액, 부채 잔액, 채무 잔액,
    채무 금액, 다중채무, 금융 부채, 기대출, 기 대출, 타행 대출, 타사 대출, 대부업 채무, 사채, debt, total debt, debts,
    liabilities, total liabilities, debt balance, obligations
납세: 납세 실적, 납세 금액, 납부 세액, 납부세액, 건강보험료, 건보료, 소득세, 종합소득세, 재산세, 국민연금, 과세표준,
    tax paid, health insurance premium
"""),
)  # fmt: skip
OTHERS: tuple[tuple[frozenset[Kind], str], ...] = (
    (_GRADED, """
신용점수: 신용 점수, 신용 평점, 개인신용평점, 평점, 신용평가점수, 신용평가 점수, cb점수, cb 점수, cb 평점, cb 스코어,
    스코어, 크레딧 점수, 나이스 점수, 나이스점수, kcb 점수, nice 점수, nice 평점, 올크레딧, 올크레딧 점수, 행동평점,
    평가점수, 심사 점수, 심사 평점, 스코어링, css 점수, 대안평점, kcb, nice, nice평가정보, css, ass, bss,
    credit score, crd score, cb score, kcb score, nice score, behavior score, application score, risk score, fico,
    fico score, score
신용등급: 신용 등급, cb등급, cb 등급, 내부 등급, 내부등급, 심사 등급, 심사등급, 신용도 등급, 고객 신용등급, css 등급,
    평가 등급, 위험 등급, 리스크 등급, 신용 평가 등급, 등급, 나이스 등급, kcb 등급, credit grade, credit rating,
    internal grade, risk grade, grade, rating, cb grade
"""),
    (_STATE, """
체납: 체납액, 체납 금액, 세금 체납, 국세 체납, 지방세 체납, 체납 세금, 체납 세액, 체납 여부, tax arrears, unpaid tax,
    tax delinquency
압류: 가압류, 급여 압류, 급여압류, 채권압류, 채권 압류, 통장 압류, 계좌 압류, 압류 금액, 압류 청구금액, 압류 여부,
    경매, 경매 개시, 강제집행, 추심명령, 전부명령, garnishment, seizure, foreclosure, attachment amount
도산: 개인회생, 개인 회생, 회생, 회생 여부, 간이회생, 파산, 개인파산, 파산 면책, 면책, 면책 여부, 파산 여부,
    bankruptcy, insolvency, bankruptcy flag
채무조정: 채무 조정, 신용회복, 신용 회복, 신복위, 워크아웃, 개인워크아웃, 프리워크아웃, 새출발기금, 채무재조정,
    채무 재조정, 원금 감면, 채무 감면, 감면액, 감면 금액, 채무조정 여부, debt adjustment, debt restructuring, workout
심사결과: 심사 결과, 승인 여부, 심사 상태, 대출 심사, 여신 심사, 심사 의견, 결정 결과, 부결 사유, 거절 사유,
    심사 사유, 대출 승인 여부, 대출 심사 결과, approval status, decision, loan decision, approval result,
    reject reason, application status, review result
"""),
    (_STATE | {Kind.TEXT}, """
신용조회: 신용 조회, 조회 사유, 조회 기관, 조회 목적, 조회 기록, 조회기록, 신용조회 기록, 신용조회 건수, 조회 건수, 조회 횟수,
    credit inquiry,
    credit inquiries, inquiry count, inquiries
"""),
)  # fmt: skip

ABBREVIATIONS: Mapping[str, str] = {
    "bal": "balance", "blnc": "balance", "amt": "amount", "amnt": "amount", "ln": "loan", "lon": "loan",
    "loans": "loan",
    "dlq": "overdue", "dlnq": "overdue", "delinq": "overdue", "delinquency": "overdue", "delinquent": "overdue",
    "ovd": "overdue", "ovrd": "overdue", "od": "overdue", "ovdu": "overdue", "dpd": "overdue", "arrears": "overdue",
    "arr": "overdue",
    "late": "overdue", "yn": "flag", "flg": "flag", "crd": "credit", "crdt": "credit", "cr": "credit",
    "cdt": "credit", "scr": "score",
    "scor": "score", "grd": "grade", "rtg": "rating", "lmt": "limit", "lim": "limit", "inc": "income",
    "incm": "income",
    "sal": "salary", "int": "interest", "intr": "interest", "rt": "rate", "pmt": "payment", "pymt": "payment",
    "prem": "premium",
    "prm": "premium", "dep": "deposit", "depo": "deposit", "dpst": "deposit", "ast": "asset", "assets": "asset",
    "dbt": "debt", "debts": "debt",
    "liab": "liabilities", "mat": "maturity", "mtry": "maturity", "dt": "date", "cnt": "count", "ins": "insurance",
    "clm": "claim",
    "mtg": "mortgage", "coll": "collateral", "clt": "collateral", "guar": "guarantee", "grnt": "guarantee",
    "bnkr": "bankruptcy",
    "bankrupt": "bankruptcy", "insolvent": "insolvency", "sts": "status", "stat": "status", "st": "status",
    "rmn": "remaining",
    "out": "outstanding", "os": "outstanding", "prin": "principal", "dflt": "default", "defaulted": "default",
    "invst": "invested", "eval": "valuation",
    "stk": "stock", "wdr": "withdrawal", "trns": "transfer", "txn": "transaction", "tx": "transaction",
    "trx": "transaction", "tr": "transaction",
    "yrly": "annual", "ann": "annual", "mon": "monthly", "mthly": "monthly", "inq": "inquiry", "inqs": "inquiry",
    "inquiries": "inquiry",
    "shr": "shares", "adv": "advance", "qty": "quantity", "util": "utilization", "apprv": "approval", "appr": "approval",
}  # fmt: skip
# Korean office words in Latin letters, as columns of core systems are named.
ROMANISED: Mapping[str, str] = {
    "daechul": "대출금액", "daechulgeum": "대출금액", "janaek": "잔액", "jango": "잔고", "yeonche": "연체",
    "hando": "한도", "geumri": "금리",
    "iyul": "금리", "sinyong": "신용점수", "deunggeup": "등급", "sodeuk": "소득", "yeonsodeuk": "연소득",
    "yeonbong": "연봉", "buchae": "부채",
    "chaemu": "부채", "jasan": "재산", "yegeum": "예금", "jeokgeum": "예금", "boheomryo": "보험료",
    "boheomgeum": "보험금", "minap": "미납",
}  # fmt: skip
NO_VALUE_TOKENS = frozenset((
    "no", "num", "number", "id", "cd", "code", "name", "nm", "branch", "officer", "manager", "emp", "staff",
    "email", "phone", "tel", "url",
    "table", "file", "memo", "desc", "description", "offset", "memory", "size", "page", "key", "token", "version",
    "load", "retry", "seq",
    "timeout", "api", "request", "build", "test", "cpu", "disk", "app", "click", "ctr", "view", "session",
))  # fmt: skip
