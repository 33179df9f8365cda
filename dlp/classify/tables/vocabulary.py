"""The words by which heads of columns are known: Korean ones as expressions over a head without its blanks, Latin ones by token."""

from __future__ import annotations

import re

KEY = re.compile(
    r".*(?:가명|결합키|결합id|대체키|익명|토큰|해시).*|(?:고객|회원|차주|개인|사용자)키|세션키?|세션id|(?:대상자|참여자|응답자|표본|피험자|관측치|패널|사례|"
    r"개체|연구(?:대상(?:자)?|참여자)?|조사|레코드|내담자|이용자)(?:번호|id|키|no)?|관측치|.*(?:hash|token|uuid|pseudo|anon).*"
)
NUMBER = re.compile(
    r"(?:고객|회원|계약자|조합원|가입자|거래자|차주|가맹점주)(?:관리)?(?:번호|id|no|코드|아이디)|cif(?:번호)?|증권번호|계약번호|대출번호|여신번호|대출계좌(?:번호)?|"
    r"계좌(?:번호)?|카드번호|주민(?:등록)?번호|실명번호|실명확인번호|외국인등록번호|여권번호|면허번호"
)
ELSEWHERE = re.compile(
    r".*(?:과정|과목|교육|강의|시험|수료|만족도|경품|당첨|도서|반납|제품|품번|품명|수량|창고|입고|출고|예산|집행액|법인카드|가맹점|좌석|메뉴|객실|배송|주문|작품|등장인물|"
    r"커밋|변수|계수|컬럼|필드|타입|데이터형|자료형|길이|설명|의미|코드명|조문|과태료|점검|문서번호|기안|제목|취득가액|주제|경과시간|방문목적|보증기간|연회비|전월실적|기본금리|"
    r"우대금리|최고금리|최저금리|기준가|현재가|등락률).*"
)
MANY = re.compile(
    r".*(?:평균|합계|소계|총계|누계|중위|중앙값|표본수|비중|구성비|점유율|증감률?|증감액|증감|손해율|승인율|달성률|목표대비|목표|실적|순증|신규취급액|설정액|거래량|불량률|"
    r"가구당|인당|1인당)|.*(?:차주|고객|회원|계좌|가구|인원|사람|건|가입자|계약자|대상자|직원|보유자|연체자|이용자|신청자|계약|좌)수|표본|(?:대출|신규|계약|신청|"
    r"접수|승인|거절|취급|판매|민원|상담|보증|신계약|총|전체)?건수|인원|명수|(?:접수|승인|거절)|총(?:대출|여신|예금|카드|수신|보험료|보험금).*|전체.*(?:액|"
    r"잔액)|평균.*|(?:연체율|부도율|예대율|충당금|수입보험료|bis비율)|.*(?:총액|합)$(?<!자산총액)(?<!부채총액)(?<!소득총액)(?<!재산총액)(?<!채무총액)(?<!대출총액)"
)
STAFF = re.compile(
    r"담당|담당자|담당자명|담당직원|담당(?:pb|rm|행원|설계사|심사역|상담사)|직원명?|사원명?|설계사명?|모집인명?|심사역|심사자|상담원|상담사|상담자|기안자|작성자|결재자|"
    r"승인자|발표자|강사|당직자?|pb|rm|매니저|관리자|사용자|처리자|접수자|행원|팀장|보고자|책임자|개발자|커미터|검토자|관리직원|담당pb명?|유치자|권유자"
)
HEADMAN = re.compile(r"대표|대표자|대표자명|대표이사|대표명|ceo")
POST = re.compile(
    r"사번|직원번호|사원번호|부서명?|소속|직급|직위|직책|내선|내선번호|담당업무|업무|팀명?|담당상품|입사일|근무지|보직|emp\s?no"
)
CONTACT = re.compile(
    r"(?:휴대)?전화(?:번호)?|휴대폰(?:번호)?|핸드폰(?:번호)?|연락처|이메일(?:주소)?|메일|수신번호|hp|mobile|연계정보|ci|ci값|주소|자택주소"
)
PERSON = re.compile(
    r"(?:고객|차주|주차주|주채무자|채무자|연체자|보증인|연대보증인|예금주|계좌주|명의인|명의자|계약자|보험계약자|피보험자|주피보험자|수익자|가입자|회원|신청인|신청자|대출자|"
    r"차입자|차입인|체납자|조회대상자?|입금자|송금인|수취인|받는분|임차인|투자자|주주|vip|대상자|상속인|배우자|본인|상담고객|민원인|보험수익자|사고자|청구인|이용자|피상속인|"
    r"담보제공자|소유자|손님|대출고객|고객성|카드회원)(?:명|이름|성명|성함|님)?|성명|이름|성함|계좌명|예금주명|실명|한글명|한글성명|고객정보"
)
COMPANY = re.compile(
    r"법인명?|기업명?|회사명?|업체명?|상호명?|거래처명?|계열사|기업집단|사업자명|법인차주|차주법인|업체|기관명?|가맹점명|발행사|협력사|공급사|시공사|시행사"
)
SERIAL = re.compile(r"순번|연번|일련번호|번호|no\.?|id|순위|행번호|#|seq")
GROUP = re.compile(
    r"지점명?|영업점|점포|구분|월|기준월|기준일|기준년월|영업일|일자|날짜|상품명?|상품코드|상품구분|업종|품목|채널|등급|신용등급|등급구간|평점구간|취급월|분기|연도|년도|"
    r"항목|펀드명|카드명|종목명?|계정과목|대출종류|여신종류|건전성분류|산업"
)
# A quasi-identifier's meaning, in the words that results use.
QUASI = (
    ("연령", re.compile(r"연령대?|나이|만나이|연령구간|연령층|연령성별|나이대")),
    ("성별", re.compile(r"성별|성|남녀")),
    ("지역", re.compile(r"지역|시도|시군구|거주지역?|거주지?|주소시도|주소|권역|광역시도|자택지역|근무지역")),
    ("직업", re.compile(r"직업군?|직종|고용형태|직업구분|직업분류|근무형태|업종")),
    ("출생연도", re.compile(r"출생연도|출생년도|출생|생년|생년월|생년월일|생일|출생년월")),
    (
        "그 밖",
        re.compile(
            r"학력|혼인(?:여부|상태)?|결혼여부|가구원수|국적|소득구간|소득분위|자녀수|주거형태|거주형태|세대주여부"
        ),
    ),
)
COMPANY_LATIN = frozenset(
    """
    corp company corporation vendor firm biz enterprise
""".split()
)
CONTACT_LATIN = frozenset(
    """
    phone mobile email tel hp mail mbl
""".split()
)
ELSEWHERE_LATIN = frozenset(
    """
    column datatype latency elapsed path commit message course exam sku parameter desc description coefficient
    importance unit
""".split()
)
GROUP_LATIN = frozenset(
    """
    branch month ym quarter year product prod segment channel bucket grade date type
""".split()
)
KEY_LATIN = frozenset(
    """
    hash hashed token uuid pseudo pseudonym anon anonymous pid psn psnid subject panel sha256 sha1 md5 did guid
    participant respondent investor borrower uid enc tok surrogate alias hkey skey
""".split()
)
MANY_LATIN = frozenset(
    """
    avg average mean median sum total n headcount share ratio pct percent
""".split()
)
NOT_KEY_LATIN = frozenset(
    """
    csrf auth access refresh api trace request commit file tx span git
""".split()
)
NOT_PERSON_LATIN = frozenset(
    """
    product prod prd file branch br code cd table column field host app service svc type display card fund group
    dept goods class variable metric no id number cnt count score grade user key seg segment
""".split()
)
PERSON_LATIN = frozenset(
    """
    customer cust name nm borrower debtor guarantor holder insured applicant member client fullname username custnm
    payer depositor vip
""".split()
)
POST_LATIN = frozenset(
    """
    dept department ext extension title position team
""".split()
)
SERIAL_LATIN = frozenset(
    """
    no id seq idx index rownum num
""".split()
)
STAFF_LATIN = frozenset(
    """
    manager agent officer staff author owner assignee reviewer writer teller emp employee committer pb rm handler
""".split()
)
QUASI_LATIN = {
    word: meaning
    for meaning, words in (
        ("연령", "age agegrp"),
        ("성별", "sex gender"),
        ("지역", "region sido sigungu area province city zip"),
        ("직업", "job occupation employment"),
        ("출생연도", "birth birthdate birthday brth yob"),
        ("그 밖", "education marital married nationality"),
    )
    for word in words.split()
}
# Tokens that say it together.
NUMBER_PAIRS = tuple(
    frozenset(pair.split("+"))
    for pair in """
        cif+no cif+id cust+no cust+id customer+id customer+no customer+number member+id member+no mbr+no mbr+id client+id
        client+no acct+no account+no account+number policy+no loan+no contract+no card+no card+number cus+no
        cstmr+no acnt+no
    """.split()
)
MANY_PAIRS = tuple(
    frozenset(pair.split("+"))
    for pair in """
        loan+cnt loan+count cust+cnt customer+count acct+cnt account+count delinquency+rate overdue+rate dlq+rate
        default+rate loan+cnt
    """.split()
)
# Heads that name an attribute only where others, or the values, speak for it.
WEAK = frozenset(
    """
    점수 등급 평점 score grade rating 결제일 만기 만기일 상환일 실행일 약정일 승인 status 상태 한도
    limit rate 금리 이자 지급액 이용액 사용액 입금 출금 기간 시가 부동산 주식 수입 납부액 payday pay_day
    duedate 급여 청구 상여 성과급 부도 면책 신청액 신청금액 대출 loan limitamt int_rate
""".split()
)
