"""The words for people: every action, data class, issue and piece of evidence in Korean and English.

Closed enums are complete by test. An entity from somebody else's rule pack is shown by its id.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from dlp.policy.exemption import MASKED_SUFFIX
from dlp.render.base import Lang
from dlp.types import (
    Action,
    Confidence,
    Coverage,
    DataClass,
    Evidence,
    EvidenceKind,
    Finding,
    Issue,
    IssueCode,
    NearMiss,
    Reason,
    Status,
    printable,
)


class Words(NamedTuple):
    ko: str
    en: str

    def say(self, lang: Lang) -> str:
        return self.ko if lang is Lang.KO else self.en


ACTIONS: Mapping[Action, Words] = {
    Action.ALLOW: Words("허용", "ALLOW"),
    Action.FLAG: Words("주의", "FLAG"),
    Action.HOLD: Words("보류", "HOLD"),
    Action.BLOCK: Words("차단", "BLOCK"),
}

COVERAGES: Mapping[Coverage, Words] = {
    Coverage.NONE: Words("읽지 못함", "not read"),
    Coverage.PARTIAL: Words("일부만 읽음", "partly read"),
    Coverage.FULL: Words("모두 읽음", "fully read"),
}

NEAR_MISSES: Mapping[NearMiss, Words] = {
    NearMiss.NO_VALUE: Words("값이 없는 낱말", "a term without a value"),
    NearMiss.NO_OWNER: Words("누구의 것인지 알 수 없음", "no owner in sight"),
    NearMiss.COMPANY: Words("기업의 것", "a company's"),
    NearMiss.STAFF: Words("담당자일 뿐 주인이 아님", "staff or writer, not the owner"),
    NearMiss.GENERAL: Words("일반적인 설명", "a general statement"),
    NearMiss.EXAMPLE: Words("글이 스스로 예시라고 밝힘", "declared an example by the text"),
    NearMiss.OTHER_MEANING: Words("다른 뜻 (도서, 보증기간, 예산 등)", "another meaning (library, warranty, budget)"),
    NearMiss.PUBLIC: Words("작품·역사·보도 속 인물", "people of fiction, history or the news"),
    NearMiss.AGGREGATE: Words("집계", "aggregates"),
    NearMiss.SCHEMA: Words("값이 없는 정의", "definitions without values"),
}

STATUSES: Mapping[Status, Words] = {
    Status.OK: Words("정상", "ok"),
    Status.PARTIAL: Words("일부만 검사", "partly inspected"),
    Status.ENCRYPTED: Words("암호화됨", "encrypted"),
    Status.UNSUPPORTED: Words("지원하지 않는 형식", "unsupported format"),
    Status.LIMIT: Words("한도 초과", "limit reached"),
    Status.TIMEOUT: Words("시간 초과", "timed out"),
    Status.CRASH: Words("검사 중단", "inspection died"),
    Status.UNREADABLE: Words("열 수 없음", "unreadable"),
}

# 고유식별정보: Personal Information Protection Act art. 24; 개인신용정보: Credit Information Act art. 2.
CLASSES: Mapping[DataClass, Words] = {
    DataClass.UNIQUE_ID: Words("고유식별정보", "unique identification information"),
    DataClass.PERSONAL_CREDIT: Words("개인신용정보", "personal credit information"),
    DataClass.PSEUDONYMISED: Words("가명정보", "pseudonymised data"),
    DataClass.PERSONAL: Words("개인정보", "personal data"),
    DataClass.NONE: Words("개인을 식별하지 않음", "identifies no person"),
}

CONFIDENCES: Mapping[Confidence, Words] = {
    Confidence.POSSIBLE: Words("의심", "possible"),
    Confidence.LIKELY: Words("유력", "likely"),
    Confidence.CONFIRMED: Words("확실", "confirmed"),
}

# What happened, then what to do about it.
ISSUES: Mapping[IssueCode, Words] = {
    IssueCode.ENCRYPTED: Words(
        "암호가 걸려 있어 열 수 없습니다. 암호를 풀어 다시 보내십시오.",
        "Protected by a password. Remove the password and send it again.",
    ),
    IssueCode.UNSUPPORTED: Words(
        "지원하지 않는 형식이라 검사하지 못했습니다. 지원하는 형식으로 바꾸거나 담당자에게 확인을 요청하십시오.",
        "Not inspected: this format is not supported. Convert it, or ask the reviewer.",
    ),
    IssueCode.CORRUPT: Words(
        "손상된 부분이 있어 다 읽지 못했습니다. 원본을 다시 저장해 보십시오.",
        "Damaged, so not everything was read. Save the original again.",
    ),
    IssueCode.TOO_DEEP: Words(
        "압축이나 첨부가 너무 여러 겹입니다. 풀어서 따로 보내십시오.",
        "Nested too deeply. Unpack it and send the parts.",
    ),
    IssueCode.TOO_LARGE: Words(
        "크기 한도를 넘어 다 읽지 못했습니다. 나누어 보내십시오.", "Over the size limit. Split it into parts."
    ),
    IssueCode.TOO_MANY: Words(
        "들어 있는 항목이 너무 많습니다. 나누어 보내십시오.", "Too many entries inside. Split it into parts."
    ),
    IssueCode.RATIO: Words(
        "압축률이 비정상적으로 높아 중단했습니다. 압축 폭탄일 수 있습니다.",
        "Stopped: the compression ratio is abnormal. It may be a zip bomb.",
    ),
    IssueCode.TIMED_OUT: Words(
        "시간 한도 안에 다 읽지 못했습니다. 나누어 보내십시오.",
        "Not finished within the time limit. Split it into parts.",
    ),
    IssueCode.WORKER_DIED: Words(
        "읽는 도중 검사 프로세스가 중단되었습니다. 담당자에게 알리십시오.",
        "The reading process died. Tell the people who run this scanner.",
    ),
    IssueCode.RULE_TIMED_OUT: Words(
        "탐지 규칙이 시간 안에 끝나지 않았습니다. 담당자에게 알리십시오.",
        "A detection rule did not finish. Tell the people who run this scanner.",
    ),
    IssueCode.DECODE_LIMIT: Words(
        "여러 번 인코딩된 내용을 한도까지만 풀었습니다. 풀어서 다시 보내십시오.",
        "Encoded text was decoded only up to the limit. Send it decoded.",
    ),
    IssueCode.UNDECODABLE: Words(
        "글자로 읽을 수 없는 부분이 있습니다. UTF-8로 저장해 다시 보내십시오.",
        "Part of it cannot be read as text. Save it as UTF-8 and send it again.",
    ),
    IssueCode.EMPTY_TEXT: Words(
        "글자를 찾지 못했습니다. 이미지로만 된 문서일 수 있습니다.", "No text was found. It may consist of images only."
    ),
    IssueCode.SUSPICIOUS: Words(
        "검사를 피하려는 구조로 보입니다. 담당자에게 확인을 요청하십시오.",
        "Built in a way that may hide content. Ask the reviewer.",
    ),
    IssueCode.UNREADABLE: Words(
        "파일을 열 수 없습니다. 있는지, 읽을 권한이 있는지 확인하십시오.",
        "Cannot be opened. Check that it exists and may be read.",
    ),
    IssueCode.TYPE_MISMATCH: Words(
        "이름과 실제 형식이 다릅니다. 실제 형식으로 검사했습니다.",
        "Its name says another type than its content. Inspected as what it is.",
    ),
    IssueCode.UNSANDBOXED: Words(
        "읽는 프로세스를 다 가두지 못했습니다. 내용은 모두 검사했습니다. `dlp doctor`를 보십시오.",
        "The process that read it could not be fully sealed off. All of it was inspected. See `dlp doctor`.",
    ),
    IssueCode.PICTURE_PASSED: Words(
        "그림에 읽을 글자가 없다고 보았습니다. 기준은 `dlp.toml`의 `[pictures]`입니다.",
        "A picture was taken to hold no text. `[pictures]` in `dlp.toml` says when.",
    ),
}

EVIDENCE: Mapping[EvidenceKind, Words] = {
    EvidenceKind.SHAPE: Words("모양이 맞음", "has the shape"),
    EvidenceKind.CHECK_DIGIT: Words("검증번호가 맞음", "check digit holds"),
    EvidenceKind.NO_CHECK_DIGIT: Words("검증번호가 맞지 않음", "check digit does not hold"),
    EvidenceKind.CALENDAR: Words("날짜가 맞음", "the date exists"),
    EvidenceKind.LABEL: Words("주변 낱말", "word nearby"),
    EvidenceKind.HEADER: Words("열 제목", "column header"),
    EvidenceKind.LAYOUT: Words("번호 체계", "numbering plan"),
    EvidenceKind.COMPETING: Words("다른 뜻일 수 있음", "may be something else"),
    EvidenceKind.ENCODING: Words("바꿔 쓴 표기를 풀어서 찾음", "found after undoing an encoding"),
}

ENTITIES: Mapping[str, Words] = {
    "KR_RRN": Words("주민등록번호", "resident registration number"),
    "KR_FRN": Words("외국인등록번호", "foreigner registration number"),
    "KR_PASSPORT": Words("여권번호", "passport number"),
    "KR_DRIVER_LICENSE": Words("운전면허번호", "driver's licence number"),
    "KR_BRN": Words("사업자등록번호", "business registration number"),
    "KR_CRN": Words("법인등록번호", "corporate registration number"),
    "KR_BANK_ACCOUNT": Words("계좌번호", "bank account number"),
    "KR_CI": Words("연계정보(CI)", "connecting information (CI)"),
    "KR_DI": Words("중복가입확인정보(DI)", "duplicate-join information (DI)"),
    "KR_PCCC": Words("개인통관고유부호", "personal customs code"),
    "KR_HEALTH_INSURANCE": Words("건강보험증번호", "health insurance number"),
    "KR_CUSTOMER_NO": Words("고객번호", "customer number"),
    "CREDIT_CARD": Words("카드번호", "card number"),
    "PHONE_NUMBER": Words("전화번호", "phone number"),
    "EMAIL_ADDRESS": Words("전자우편", "e-mail address"),
    "PERSON": Words("이름", "person name"),
}


# Media types too long to be read at a glance.
MEDIA_TYPES: Mapping[str, str] = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word (docx)",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel (xlsx)",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PowerPoint (pptx)",
    "application/vnd.ms-excel.sheet.binary.macroenabled.12": "Excel (xlsb)",
    "application/vnd.oasis.opendocument.text": "OpenDocument (odt)",
    "application/vnd.oasis.opendocument.spreadsheet": "OpenDocument (ods)",
    "application/vnd.oasis.opendocument.presentation": "OpenDocument (odp)",
    "application/vnd.microsoft.portable-executable": "Windows (exe, dll)",
}

ACCEPTED = Words("기준선에서 인정", "accepted by the baseline")
SIMULATED = Words(
    "모의 운영: 판정을 기록만 하고 막지 않았습니다.", "Simulation: decisions were recorded, nothing was stopped."
)


def entity(name: str, lang: Lang) -> str:
    """Words for an entity; a value that stands partly masked in the document says so."""
    plain = name.removesuffix(MASKED_SUFFIX)
    if plain not in ENTITIES:
        return printable(name)
    words = ENTITIES[plain].say(lang)
    return words if plain == name else Words(f"{words}(가린 값)", f"{words} (masked)").say(lang)


def classes(present: frozenset[DataClass], lang: Lang) -> list[str]:
    """The data classes of a document in the order of the law, gravest first; empty where there is none."""
    return [words.say(lang) for kind, words in CLASSES.items() if kind in present and kind is not DataClass.NONE]


def evidence(item: Evidence, lang: Lang) -> str:
    words = EVIDENCE[item.kind].say(lang)
    told = item.kind in (EvidenceKind.CHECK_DIGIT, EvidenceKind.NO_CHECK_DIGIT)  # the detail says the same
    return f"{words}: {printable(item.detail)}" if item.detail and not told else words


def reason(item: Reason, lang: Lang) -> str:
    """The sentence of a row, with the clauses it rests on; a row that the firm has made weaker says so."""
    text = printable(f"{', '.join(item.clauses)} {Words(item.ko, item.en).say(lang)}")
    if item.weakened and item.shipped is not None:
        text += Words(" [기본 설정은 {}]", " [shipped policy: {}]").say(lang).format(ACTIONS[item.shipped].say(lang))
    return text


def media_type(name: str) -> str:
    return MEDIA_TYPES.get(name, name)


def grounds(finding: Finding, lang: Lang) -> list[str]:
    """What speaks for a finding, what it is in law, and why it does not weigh in full where it does not."""
    said = [evidence(item, lang) for item in finding.evidence]
    said.append(f"{CLASSES[finding.data_class].say(lang)} [{printable(finding.rule)}]")
    if finding.confidence < Confidence.LIKELY:
        said.append(Words("확신이 '유력'에 못 미침", "less sure than 'likely'").say(lang))
    return said


def issue(item: Issue, lang: Lang) -> str:
    words = ISSUES[item.code].say(lang)
    return f"{words} ({printable(item.detail)})" if item.detail else words
