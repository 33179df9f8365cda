import pytest

from dlp.policy.hosts import BadHost, HostTable, host_labels, pattern_labels

TABLE = HostTable.of(
    {
        "slack": ["slack.com", "*.slack.com"],
        "bank-slack": ["bank.enterprise.slack.com", "*.bank.enterprise.slack.com"],
        "s3": ["s3.*.amazonaws.com", "*.s3.*.amazonaws.com"],
        "seoul-s3": ["s3.ap-northeast-2.amazonaws.com"],
        "only-subdomains": ["*.example.net"],
        "korean": ["xn--bj0bj06e.kr"],
    }
)


@pytest.mark.parametrize(
    ("host", "service"),
    [
        ("slack.com", "slack"),
        ("SLACK.com", "slack"),
        ("slack.com.", "slack"),
        ("slack.com:443", "slack"),
        ("slack.com.:443", "slack"),
        ("https://user:pass@files.slack.com:8443/upload?x=1#y", "slack"),
        ("wss://a.b.c.slack.com", "slack"),
        ("bank.enterprise.slack.com", "bank-slack"),
        ("files.bank.enterprise.slack.com", "bank-slack"),
        ("shop.enterprise.slack.com", "slack"),
        ("ｓｌａｃｋ．ｃｏｍ", "slack"),
        ("slack。com", "slack"),
        ("한국.kr", ""),
        ("한글.kr", "korean"),
        ("xn--bj0bj06e.kr", "korean"),
        ("s3.us-east-1.amazonaws.com", "s3"),
        ("bucket.with.dots.s3.us-east-1.amazonaws.com", "s3"),
        ("s3.ap-northeast-2.amazonaws.com", "seoul-s3"),
        ("b.s3.ap-northeast-2.amazonaws.com", "s3"),
        ("s3.amazonaws.com", ""),
        ("a.b.amazonaws.com", ""),
        ("example.net", ""),
        ("a.example.net", "only-subdomains"),
        ("evilslack.com", ""),
        ("slack.com.evil.kr", ""),
        ("slack.com@evil.kr", ""),
        ("https://evil.kr\\@slack.com/", ""),
        ("https://evil.kr#@slack.com", ""),
        ("https://evil.kr?@slack.com", ""),
        ("slack.co", ""),
        ("com", ""),
        ("", ""),
        (".", ""),
        ("..slack.com", ""),
        ("files..slack.com", ""),
        ("slack.com%2eevil.kr", ""),
        ("slack.com evil.kr", ""),
        ("slack.com\n", ""),
        ("slack.com\x00.evil.kr", ""),
        ("-.slack.com", ""),
        ("203.0.113.7", ""),
        ("[2001:db8::1]:443", ""),
        ("a" * 64 + ".slack.com", ""),
        ("a." * 200 + "slack.com", ""),
        ("\ud800.slack.com", ""),
        ("*.slack.com", ""),
    ],
)
def test_find(host, service):
    assert TABLE.find(host) == service


def test_labels_stand_top_level_first():
    assert host_labels("https://Files.Slack.com/x") == ("com", "slack", "files")


@pytest.mark.parametrize(
    "pattern",
    [
        "*",
        "*.com",
        "com",
        "*.co.kr",
        "slack.*",
        "a.*.com",
        "*.*.com",
        "Slack.com",
        "한글.kr",
        "slack.com/x",
        "",
        "a..com",
    ],
)
def test_a_pattern_that_is_no_host_or_takes_in_strangers_is_refused(pattern):
    with pytest.raises(BadHost):
        pattern_labels(pattern)


def test_a_host_belongs_to_one_service():
    with pytest.raises(BadHost, match="claimed by two"):
        HostTable.of({"a": ["x.example.com"], "b": ["x.example.com"]})
