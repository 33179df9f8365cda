"""Writes the pages of docs/ that only repeat what the code says. `python -m tests.make_docs`"""

import dataclasses
import enum
import typing
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import typer.main

import recognizers
from dlp import config
from dlp.extract import signatures
from dlp.extract.base import Format
from dlp.extract.formats import by_media_type, readers
from dlp.policy.assemble import Policy
from dlp.policy.catalogue import ServiceFile
from dlp.render import messages as words
from dlp.rules import Rule
from dlp.surfaces.cli import command, exits
from dlp.types import IssueCode
from tests.policy import support

FOLDER = Path(__file__).resolve().parents[1] / "docs"
# What people call the formats. One that is not here goes by its own name.
KOREAN = {
    "7z": "7z 압축",
    "alz": "알집 ALZ 압축",
    "bz2": "bzip2로 압축한 파일",
    "doc": "워드 문서 (97~2003)",
    "docx": "워드 문서",
    "egg": "알집 EGG 압축",
    "eml": "전자우편",
    "form": "웹 양식(urlencoded)",
    "http": "HTTP 요청",
    "multipart": "여러 부분으로 된 웹 전송(multipart)",
    "gz": "gzip으로 압축한 파일",
    "html": "웹 문서",
    "iso": "ISO 디스크 이미지",
    "hwp": "한글 문서(HWP 5)",
    "image": "그림",
    "ipynb": "주피터 노트북",
    "json": "JSON과 JSONL",
    "hwp3": "한글 문서(3.0, 97)",
    "hwpml": "한글 문서(XML)",
    "hwpx": "한글 문서(HWPX)",
    "odf": "오픈도큐먼트(ODT, ODS, ODP)",
    "ole": "문서에 든 개체",
    "ppt": "파워포인트 문서 (97~2003)",
    "ics": "일정(iCalendar)",
    "mbox": "편지함(mbox)",
    "msg": "아웃룩 항목(MSG)",
    "pkcs7": "서명하거나 암호화한 전자우편(S/MIME)",
    "pdf": "PDF 문서",
    "pptx": "파워포인트 문서",
    "rar": "RAR 압축",
    "tar": "tar 묶음",
    "parquet": "파케이와 애로 표",
    "sql": "SQL",
    "svg": "SVG 그림",
    "sqlite": "SQLite 데이터베이스",
    "strings": "그 밖의 모든 파일",
    "text": "글, 로그, 소스 코드, 표(CSV)",
    "xz": "xz로 압축한 파일",
    "zst": "Zstandard로 압축한 파일",
    "rtf": "서식 있는 글(RTF)",
    "xls": "엑셀 통합 문서 (5.0~2003)",
    "xlsb": "엑셀 이진 통합 문서",
    "tnef": "아웃룩 첨부 묶음(winmail.dat)",
    "vcard": "연락처(vCard)",
    "xlsx": "엑셀 통합 문서",
    "xml": "XML",
    "zip": "ZIP 압축",
}
NOTE = "<!-- Written by `python -m tests.make_docs`; a test compares it with the code. -->"


def page(name: str) -> str:
    """A generated page, by file name."""
    title, body = PAGES[name]
    return "\n".join((f"# {title}", "", NOTE, "", *body())).rstrip() + "\n"


def table(head: tuple[str, ...], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    yield line(head)
    yield "|" + "---|" * len(head)
    yield from map(line, rows)
    yield ""


def line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", r"\|").replace("\n", " ") for cell in cells) + " |"


def code(items: Iterable[object], by: str = " ") -> str:
    return by.join(f"`{item}`" for item in items)


# --- rules ------------------------------------------------------------------------------------------------------------


def rules() -> Iterator[str]:
    yield "묶음 `korea`의 규칙입니다. `dlp rules show ID`로도 봅니다. 숨긴 것을 푼 글에서 모양을 찾습니다. `*`: 곁에 맞는 낱말이"
    yield "있거나 그런 제목의 열에 있을 때만 찾습니다."
    yield "The rules of the pack `korea`, also shown by `dlp rules show ID`. Shapes are looked for in text whose"
    yield "look-alikes and encodings have been undone. `*`: only near a label, or in a column headed by one."
    yield ""
    known = recognizers.rules()
    head = "id", "entity", "무엇 / what", "정보 종류 / class"
    yield from table(head, ((f"[{r.id}](#{r.id})", f"`{r.entity}`", both(named(r)), both(classed(r))) for r in known))
    for rule in known:
        yield from about(rule)


def about(rule: Rule) -> Iterator[str]:
    yield f"## {rule.id}"
    yield ""
    yield f"{rule.description_ko} / {rule.description_en}"
    yield ""
    yield f"- 근거 / reference: {rule.reference}"
    yield "- 모양 / shapes: " + code(f"{shape.name}{'*' if shape.needs_label else ''}" for shape in rule.shapes)
    yield "- 곁에 있으면 맞다고 보는 낱말 / labels: " + (", ".join(rule.labels) or "-")
    if rule.rivals:
        yield f"- 곁에 있으면 아니라고 보는 낱말 / rivals: {len(rule.rivals)} (`dlp rules show {rule.id}`)"
    yield ""


def named(rule: Rule) -> words.Words:
    return words.Words(rule.description_ko, rule.description_en)


def classed(rule: Rule) -> words.Words:
    return words.CLASSES[rule.data_class]


def both(said: words.Words) -> str:
    return f"{said.ko}<br>{said.en}"


# --- formats ----------------------------------------------------------------------------------------------------------


def formats() -> Iterator[str]:
    yield "무엇인지는 이름이 아니라 내용으로 정합니다. 읽지 못하는 것이 있으면 아래에 적혀 있고, 다 읽지 못한 문서는 보류됩니다."
    yield "What a document is its content decides, not its name. What a reader does not read is listed here; a document"
    yield "that was not read in full is held."
    yield ""
    yield from table(
        ("형식 / format", "읽는 것 / what is read", "암호화를 아는 법 / how encryption is told"), overview()
    )
    for reader in readers():
        yield from read(reader)
    yield from not_read()
    yield from issues()
    yield from limits()


def overview() -> Iterator[tuple[str, str, str]]:
    for reader in readers():
        yield title_of(reader), summary(reader), reader.ENCRYPTION or "–"


def title_of(reader: Format) -> str:
    return " ".join(filter(None, (reader.NAME, KOREAN.get(reader.NAME))))


def summary(reader: Format) -> str:
    return (reader.__doc__ or "").split("\n\n")[0].replace("\n", " ")


def read(reader: Format) -> Iterator[str]:
    yield f"## {title_of(reader)}"
    yield ""
    yield summary(reader)
    yield ""
    yield "- 매체 종류 / media types: " + code(reader.MEDIA_TYPES)
    if endings := endings_of(reader):
        yield "- 이름 끝 / endings: " + code(f".{ending}" for ending in endings)
    if reader.ENCRYPTION:
        yield f"- 암호화 / encryption: {reader.ENCRYPTION}"
    yield from (f"- 한계 / limitation: {limitation}" for limitation in reader.LIMITATIONS)
    yield ""


def endings_of(reader: Format) -> list[str]:
    """File name endings that lead to a reader, as far as names matter."""
    promised = {ending: types[0] for ending, types in signatures.SUFFIXES.items()}
    ends = {**promised, **signatures.TEXT_SUFFIXES}
    return [ending for ending, media_type in ends.items() if media_type in reader.MEDIA_TYPES]


def not_read() -> Iterator[str]:
    known = {signature.media_type for signature in signatures.SIGNATURES} | {kind for _, kind in signatures.OLE_STREAMS}
    missing = sorted(known - by_media_type().keys() - signatures.ENCRYPTED)
    yield "## 알아보지만 읽지 못하는 형식 / Recognised, not read"
    yield ""
    yield "이름을 밝혀 보류합니다. 여기에도 없는 이진 파일은 `application/octet-stream`으로 보류합니다."
    yield "Held under their own names; any other binary content is held as `application/octet-stream`."
    yield ""
    yield code(missing)
    yield ""


def issues() -> Iterator[str]:
    yield "## 다 읽지 못한 까닭 / Why something was not read"
    yield ""
    head = "code", "상태 / status", "읽은 정도 / at most", "뜻 / meaning"
    yield from table(
        head,
        (
            (f"`{it.value}`", f"`{it.status.value}`", both(words.COVERAGES[it.coverage]), both(words.ISSUES[it]))
            for it in IssueCode
        ),
    )


def limits() -> Iterator[str]:
    yield "## 한도 / Limits"
    yield ""
    yield "문서 하나에 대한 한도입니다. `dlp.toml`의 `[limits]`에서 바꿉니다. / What one document may cost; `[limits]` in `dlp.toml`."
    yield ""
    shipped = dataclasses.asdict(config.default(support.SHIPPED).limits)
    yield from table(("항목 / key", "값 / value"), ((f"`{key}`", f"{value:,}") for key, value in shipped.items()))


# --- policy -----------------------------------------------------------------------------------------------------------


def policy() -> Iterator[str]:
    shipped = support.policy()
    yield "기본 설정의 정책입니다. 회사의 `dlp.toml`로 바꾼 정책은 `dlp policy explain --config dlp.toml`로 봅니다."
    yield "The policy as shipped. `dlp policy explain --config dlp.toml` shows a firm's own."
    yield ""
    yield from rows(shipped)
    yield from clauses(shipped)
    yield from services()


def rows(shipped: Policy) -> Iterator[str]:
    yield "## 행 / Rows"
    yield ""
    yield "행은 사실 하나와 그때 하는 일입니다. 맞는 행 가운데 가장 강한 것이 판정입니다. `[policy.actions]`에서 바꾸며, 기본보다"
    yield "약하게 바꾼 행은 판정과 증적에 그렇게 남습니다."
    yield "A row is one fact and what is done about it; of the rows that apply the strongest is the verdict. A firm changes"
    yield "them under `[policy.actions]`; one made weaker than shipped is named as such in every verdict and record."
    yield ""
    head = "행 / row", "하는 일 / action", "조항 / clauses", "문구 / text"
    yield from table(
        head,
        (
            (
                f"`{row.name.value}`",
                f"`{row.action.name.lower()}`",
                code(c.id for c in row.clauses),
                f"{row.ko}<br>{row.en}",
            )
            for row in shipped.rows.values()
        ),
    )
    uses = ", ".join(f"`{use.value}`" for use in config.Category if use in shipped.permitted)
    yield f"허용하는 용도 / permitted uses: {uses}"
    yield ""


def clauses(shipped: Policy) -> Iterator[str]:
    yield "## 조항 / Clauses"
    yield ""
    yield "`SAAS-`와 `FSI-` 번호는 이 프로그램이 붙인 것이고 문구는 적힌 출처를 옮긴 것입니다. 별표7 원문과 대조한 뒤 인용하십시오."
    yield "The numbers `SAAS-` and `FSI-` are this program's own, their content as reported in the sources named: compare it"
    yield "with the official annex 7 (별표7) before quoting it to anybody."
    yield ""
    head = "조항 / clause", "요구 / what it asks for", "출처 / source"
    yield from table(head, ((f"`{it.id}`", f"{it.ko}<br>{it.en}", it.source) for it in shipped.clauses.values()))


def services() -> Iterator[str]:
    yield "## 서비스 / Services"
    yield ""
    yield "목록은 서비스가 무엇인지만 말합니다. 써도 되는지(평가, 승인, 지정)는 회사가 `[services.*]`에 등록합니다."
    yield "The catalogue says what a service is. Whether it may be used a firm registers under `[services.*]`."
    yield ""
    head = "id", "이름 / name", "운영 / operator", "용도 / use", "호스트 / hosts", "출처 / claims"
    yield from table(head, (service(id_, data) for id_, data in support.services().items()))


def service(id_: str, data: bytes) -> tuple[str, ...]:
    file = config.read(ServiceFile, data, id_)
    claims = (f"{claim.about}: {claim.basis.value}, {claim.source}, {claim.date}" for claim in file.claim)
    name = file.name_ko if file.name_ko == file.name_en else f"{file.name_ko}<br>{file.name_en}"
    return id_, name, file.operator, file.category.value, code(file.hosts, "<br>"), "<br>".join(claims)


# --- commands ---------------------------------------------------------------------------------------------------------


def cli() -> Iterator[str]:
    yield from option_rows(typer.main.get_command(command).params)
    for name, each in commands():
        yield f"## dlp {name}"
        yield ""
        yield " ".join((each.help or "").split())
        yield ""
        yield from option_rows(each.params, hints=typing.get_type_hints(each.callback))
    yield "## 종료 코드 / Exit codes"
    yield ""
    yield exits.markdown()


def commands() -> Iterator[tuple[str, typing.Any]]:
    """Every command that does something, by its full name."""
    groups = [("", typer.main.get_command(command))]
    while groups:
        prefix, group = groups.pop(0)
        for name, each in group.commands.items():
            if hasattr(each, "commands"):
                groups.append((f"{prefix}{name} ", each))
            else:
                yield f"{prefix}{name}", each


def option_rows(parameters: Iterable[typing.Any], hints: Mapping[str, object] | None = None) -> Iterator[str]:
    found = [(signature(it, (hints or {}).get(it.name)), it.help or "") for it in parameters if it.name != "help"]
    if found:
        yield from table(("", ""), found)


def signature(parameter: typing.Any, hint: object) -> str:
    values = "|".join(str(value) for value in choices(hint))
    shown = parameter.metavar or values
    if not parameter.opts[0].startswith("-"):
        return f"`{shown}`"
    default = f" (`{parameter.default}`)" if isinstance(parameter.default, enum.StrEnum) else ""
    return f"`{' '.join(filter(None, (*parameter.opts, shown)))}`{default}"


def choices(hint: object) -> list[object]:
    kinds = typing.get_args(hint) or (hint,)
    return [value for kind in kinds if isinstance(kind, type) and issubclass(kind, enum.Enum) for value in kind]


PAGES = {
    "cli.md": ("명령 / Commands", cli),
    "formats.md": ("형식 / Formats", formats),
    "policy.md": ("정책 / Policy", policy),
    "rules.md": ("규칙 / Rules", rules),
}

if __name__ == "__main__":
    for name in PAGES:
        (FOLDER / name).write_text(page(name), encoding="utf-8")
