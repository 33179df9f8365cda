import pytest

from dlp import RuleError, Scanner
from dlp.plugins import load_rules, load_taggers
from dlp.rules import TaggerSettings
from recognizers import rules


def config(tmp_path, text):
    path = tmp_path / "dlp.toml"
    path.write_text(text, "utf-8")
    return path


@pytest.fixture
def pack(tmp_path, monkeypatch):
    """Installs a pack with this source, as pip would leave it behind."""

    def install(source):
        (tmp_path / "otherpack.py").write_text(source, "utf-8")
        info = tmp_path / "otherpack-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: otherpack\nVersion: 1.0\n", "utf-8")
        (info / "entry_points.txt").write_text(
            "[dlp.recognizers.v1]\nother = otherpack:rules\n[dlp.taggers.v1]\nother = otherpack:taggers\n", "utf-8"
        )
        monkeypatch.syspath_prepend(tmp_path)
        monkeypatch.delitem(__import__("sys").modules, "otherpack", raising=False)

    return install


def test_the_shipped_pack():
    assert load_rules(["korea"]) == rules()


def test_disabled_rules_are_left_out():
    assert {rule.id for rule in rules()} - {rule.id for rule in load_rules(["korea"], ["email"])} == {"email"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[rules]\npacks = ["japan"]\n', "rules.packs: japan: .*not installed.*korea"),
        ('[rules]\ndisable = ["kr_rm"]\n', "rules.disable: kr_rm: .*no such rule"),
        ('[rules]\npacks = ["korea", "korea"]\n', "two rules have this id"),
    ],
)
def test_a_mistake_in_the_configuration_is_named(tmp_path, text, said):
    with pytest.raises(RuleError, match=said):
        Scanner(config(tmp_path, text))


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (
            "def rules():\n    return 1 / 0\n",
            "rules.packs: other: .*cannot be loaded: ZeroDivisionError: division by zero",
        ),
        ("import no_such_library\n", "rules.packs: other: .*cannot be loaded: ModuleNotFoundError: No module named"),
        ("def rules():\n    return ['a', 3]\n", "rules.packs: other: not rules of dlp.recognizers.v1: str, int"),
        ("rules = 3\n", "rules.packs: other: .*cannot be loaded"),
        ("x = 1\n", "rules.packs: other: .*cannot be loaded"),
    ],
    ids=["raises", "cannot be imported", "gives no rules", "is no function", "is not there"],
)
def test_a_broken_pack_is_named(pack, source, said):
    pack(source)
    with pytest.raises(RuleError, match=said):
        load_rules(["other"])


EMPLOYEE = """
from dlp.rules import Judgement, Rule, Shape
from dlp.types import Confidence, DataClass

def rules():
    return (
        Rule(
            id="employee", entity="EMPLOYEE_NO", data_class=DataClass.PERSONAL, reference="", mask=lambda value: "E***",
            shapes=(Shape(name="e", pattern="EMP[0-9]{6}"),), judge=lambda candidate: Judgement(Confidence.LIKELY),
        ),
    )
"""


def test_another_pack_is_loaded_only_where_it_is_named(pack, tmp_path):
    pack(EMPLOYEE)
    assert not Scanner().scan_text("EMP123456").findings
    both = Scanner(config(tmp_path, '[rules]\npacks = ["korea", "other"]\n'))
    (finding,) = both.scan_text("사원 ＥＭＰ１２３４５６").findings
    assert (finding.entity, finding.masked) == ("EMPLOYEE_NO", "E***")
    assert both.rules_digest != Scanner().rules_digest


def test_the_shipped_finders_of_names():
    taggers = load_taggers("korea", TaggerSettings())
    assert [(mention.start, mention.end) for mention in taggers.fast("예금주 한소율 잔액")] == [(4, 7)]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("def taggers(settings):\n    return 1 / 0\n", "names.pack: other: .*cannot be loaded: ZeroDivisionError"),
        ("def taggers(settings):\n    return 3\n", "names.pack: other: not Taggers of dlp.taggers.v1: int"),
        ("x = 1\n", "names.pack: other: .*cannot be loaded"),
    ],
)
def test_a_broken_pack_of_taggers_is_named(tmp_path, pack, source, said):
    pack(source)
    with pytest.raises(RuleError, match=said):
        load_taggers("other", TaggerSettings())


def test_taggers_nobody_installed_and_taggers_of_others(tmp_path, pack):
    with pytest.raises(RuleError, match=r"names.pack: japan: .*not installed.*korea"):
        Scanner(config(tmp_path, '[names]\npack = "japan"\n'))
    pack(
        "from dlp.rules import Taggers\ndef taggers(settings):\n    return Taggers(lambda text: (), lambda text: ())\n"
    )
    assert load_taggers("other", TaggerSettings()).deep("예금주 한소율") == ()
