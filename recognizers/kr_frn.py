"""외국인등록번호 and 국내거소신고번호: the shape of a resident number with 5-8 at the seventh digit.

출입국관리법 제31조제5항, 재외동포법 제7조제1항. The check digit is (13 - s mod 11) mod 10; none since October 2020.
"""

from __future__ import annotations

from dlp.rules import Rule
from dlp.types import DataClass
from recognizers._kr import mask_resident
from recognizers._resident import judge, shapes
from recognizers._words import COMPANY_NUMBERS, MEASURES, REFERENCE_NUMBERS

RULES = (
    Rule(
        id="kr_frn",
        entity="KR_FRN",
        data_class=DataClass.UNIQUE_ID,
        shapes=shapes("5-8"),
        judge=judge(base=13),
        mask=mask_resident,
        priority=30,
        labels=(
            "외국인", "외국인 등록", "외국인 등록 번호", "외국인등록증", "외국인 번호", "거소", "거소 신고",
            "국내거소", "등록증",
            "등록 번호", "재외동포", "재외국민", "실명 번호", "실명번호", "실명 확인", "주민", "주민 번호",
            "주민 등록",
            "외등번호", "외국인no", "체류", "알시", "등록외국인", "frgnr", "frno", "foreigner no", "alien no",
            "alien registration",
            "arc", "arc no", "frn", "alien", "foreigner", "foreign no", "frgn", "frgn no", "residence card", "rrn",
            "ssn",
        ),
        rivals=(*COMPANY_NUMBERS, *REFERENCE_NUMBERS, *MEASURES),
        reference="출입국관리법 제31조제5항; 재외동포법 제7조제1항; 개인정보 보호법 시행령 제19조제4호; 신용정보법 시행령 제2조제2항",
        description_ko="외국인등록번호·국내거소신고번호",
        description_en="Foreigner registration or domestic residence report number",
    ),
)  # fmt: skip
