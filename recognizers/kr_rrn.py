"""주민등록번호, resident registration number: YYMMDD-GNNNNNN (주민등록법 제7조의2, PIPA decree art. 19 no. 1).

Until October 2020 the last digit checked the others; numbers assigned or changed since then end in six random digits.
"""

from __future__ import annotations

from dlp.rules import Rule
from dlp.types import DataClass
from recognizers._kr import mask_resident
from recognizers._resident import judge, shapes
from recognizers._words import COMPANY_NUMBERS, MEASURES, REFERENCE_NUMBERS

RULES = (
    Rule(
        id="kr_rrn",
        entity="KR_RRN",
        data_class=DataClass.UNIQUE_ID,
        shapes=shapes("1-490"),
        judge=judge(base=11),
        mask=mask_resident,
        priority=30,
        labels=(
            "주민", "주민 등록", "주민 번호", "주민 등록 번호", "주민등록 번호", "주민등록증", "실명 번호",
            "실명번호",
            "실명 확인", "실명확인 번호", "실명증표", "민증", "등본", "생년월일",
            "rrn", "rrno", "rrn no", "jumin", "ssn", "jmno", "resd no", "resident", "regi no", "ihidnum",
            "rnno", "rnm no", "rlnm", "real name no", "realno", "juminno", "resident no", "id number", "idno",
            "personno",
            "주민no", "주번", "민번", "주민등록상", "인적사항", "신분증", "가족관계", "세대주",
            "social security", "personal id", "national id", "identity number",
        ),
        rivals=(*COMPANY_NUMBERS, *REFERENCE_NUMBERS, *MEASURES),
        reference="주민등록법 제7조의2; 개인정보 보호법 시행령 제19조제1호",
        description_ko="주민등록번호",
        description_en="Resident registration number",
    ),
)  # fmt: skip
